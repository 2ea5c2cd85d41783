package io.sluice.jobs.pipeline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.pipeline.Conf;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.jobs.pipeline.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractReaderTest {

  private static final String HEAD =
      """
      apiVersion: v3.0.2
      kind: DataContract
      id: raw.things
      version: 1.2.0
      status: active
      """;

  @TempDir Path folder;

  @Test
  void takesEveryKeyItKnowsAndLetsTheOthersOfTheStandardBe() {
    Contract contract =
        read(
            HEAD
                + """
                name: Things
                domain: demo
                description: { purpose: To be counted., usage: none, limitations: none }
                servers: [{ server: local, type: local }]
                team: [{ username: someone }]
                slaProperties: [{ property: latency, value: 4, unit: d }]
                customProperties: [{ property: x, value: y }]
                schema:
                  - name: things
                    logicalType: object
                    physicalType: json
                    quality:
                      - { type: sql, query: SELECT count(*) FROM things, mustBeGreaterThan: 10 }
                    properties:
                      - name: a
                        physicalName: A
                        logicalType: integer
                        physicalType: int
                        required: true
                        unique: true
                        primaryKey: true
                        primaryKeyPosition: 2
                        classification: restricted
                        tags: [pii]
                        description: The first.
                        examples: [1, 2]
                        logicalTypeOptions: { minimum: 1, exclusiveMaximum: 9 }
                      - name: b
                        logicalType: string
                        primaryKey: true
                        primaryKeyPosition: 1
                        logicalTypeOptions: { minLength: 1, maxLength: 5, pattern: "[a-z]+", format: uuid }
                        quality:
                          - { rule: validValues, validValues: [x, y] }
                          - { type: text, description: Looks nice. }
                """);

    assertThat(contract.name()).isEqualTo(new TableName("raw", "things"));
    assertThat(contract.version()).isEqualTo("1.2.0");
    assertThat(contract.status()).isEqualTo("active");
    assertThat(contract.description()).isEqualTo("To be counted.");
    assertThat(contract.primaryKey()).containsExactly("b", "A");
    assertThat(contract.quality())
        .containsExactly(new QualityRule.Sql("SELECT count(*) FROM things", ">", "10"));
    Property a = contract.property("A").orElseThrow();
    assertThat(a.required()).isTrue();
    assertThat(a.unique()).isTrue();
    assertThat(a.classification()).contains("restricted");
    assertThat(a.tags()).containsExactly("pii");
    assertThat(a.field().getComment().get()).isEqualTo("The first.");
    assertThat(a.limits().minimum()).contains("1");
    assertThat(a.limits().exclusiveMaximum()).contains("9");
    Property b = contract.property("b").orElseThrow();
    assertThat(b.limits())
        .isEqualTo(
            new Limits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1),
                Optional.of(5),
                Optional.of("[a-z]+"),
                Optional.of("uuid"),
                Optional.empty(),
                Optional.empty()));
    assertThat(b.quality())
        .containsExactly(
            new QualityRule.AllowedValues(List.of("x", "y")),
            new QualityRule.Remark("Looks nice."));
  }

  @Test
  void buildsNestedTypesToAnyDepth() {
    Contract contract =
        read(
            HEAD
                + """
                schema:
                  - name: things
                    properties:
                      - name: o
                        logicalType: object
                        properties:
                          - { name: x, logicalType: number, required: true }
                          - { name: y, physicalType: "decimal(5,1)" }
                      - name: l
                        logicalType: array
                        items:
                          logicalType: array
                          items:
                            logicalType: array
                            items:
                              required: true
                              logicalType: object
                              properties: [{ name: deep, logicalType: boolean }]
                      - { name: m, physicalType: "map<string,array<int>>" }
                      - { name: i, logicalType: integer, logicalTypeOptions: { format: i32 } }
                      - { name: t, logicalType: time }
                """);

    assertThat(contract.schema().apply("l").dataType().json())
        .containsOnlyOnce("\"containsNull\":false");
    assertThat(contract.schema().apply("o").dataType().json())
        .containsOnlyOnce("\"nullable\":false");
    assertThat(contract.schema().simpleString())
        .isEqualTo(
            "struct<o:struct<x:double,y:decimal(5,1)>,l:array<array<array<struct<deep:boolean>>>>,"
                + "m:map<string,array<int>>,i:int,t:string>");
  }

  @Test
  void keepsWhatIsDemandedOfTheItemsOfAnArray() {
    Property tags =
        read(HEAD
                + """
                    schema:
                      - name: things
                        properties:
                          - name: tags
                            logicalType: array
                            logicalTypeOptions: { maxItems: 3 }
                            items:
                              logicalType: string
                              required: true
                              logicalTypeOptions: { maxLength: 5 }
                    """)
            .property("tags")
            .orElseThrow();

    assertThat(tags.limits().maxItems()).contains(3);
    assertThat(tags.items().orElseThrow().limits().maxLength()).contains(5);
    assertThat(tags.items().orElseThrow().required()).isTrue();
    assertThat(tags.type().json()).contains("\"containsNull\":false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rule: validValues, validValues: [x] | AllowedValues[values=[x]]",
        "metric: invalidValues, arguments: { validValues: [x] }, mustBe: 0 | AllowedValues[values=[x]]",
        "metric: invalidValues, arguments: { pattern: x+ }, mustBe: 0 | Matching[pattern=x+]",
        "metric: invalidValues, arguments: { validValues: [x] }, mustBeLessThan: 9 | Remark[text=invalidValues]",
        "metric: invalidValues | Remark[text=invalidValues]",
        "metric: nullValues, mustBe: 0 | NoNulls[]",
        "metric: nullValues, mustBe: 3 | Remark[text=nullValues]",
        "rule: nullCheck | NoNulls[]",
        "metric: duplicateValues, mustBe: 0 | NoDuplicates[columns=[]]",
        "rule: duplicateCount, mustBe: 0, arguments: { properties: [a, b] } | NoDuplicates[columns=[a, b]]",
        "metric: rowCount, mustBeGreaterThan: 1, name: some | Remark[text=rowCount]",
        "'type: custom, engine: sluice, name: n, implementation: a > 1' | RowCheck[name=n, predicate=a > 1]",
        "'type: custom, engine: sluice, implementation: \" a > 1 \"' | RowCheck[name=a > 1, predicate=a > 1]",
        "'type: custom, engine: soda, implementation: x, name: n' | Remark[text=n]",
        "'type: text, description: Nice.' | Remark[text=Nice.]",
      })
  void takesForARuleOnRowsWhatIsOne(String rule, String expected) {
    Property a =
        read(HEAD
                + "schema: [{ name: t, properties: [{ name: a, logicalType: string, quality: [{ "
                + rule
                + " }] }] }]\n")
            .property("a")
            .orElseThrow();

    assertThat(a.quality()).singleElement().hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ name: a, physicalType: intt } | schema[0].properties[0].physicalType",
        "{ name: a, logicalType: strng } | Did you mean string?",
        "{ name: a } | it has neither physicalType nor logicalType",
        "{ name: a, logicalType: object } | it has no properties",
        "{ name: a, logicalType: array } | it has no items",
        "{ logicalType: string } | it has no name",
        "{ name: __sluice_x, logicalType: string } | are not free",
        "{ name: a, logicalTyp: string } | no such key). Did you mean logicalType?",
        "{ name: a, logicalType: string, required: maybe } | neither true nor false",
        "{ name: a, logicalType: string, quality: [{ type: sql }] } | an sql rule has a query",
        "{ name: a, logicalType: string, quality: [{ type: guess }] } | no such type",
        "{ name: a, logicalType: string, quality: [{ type: custom, engine: sluice }] } | has an implementation",
        "{ name: a, logicalType: array, items: { physicalType: nix } } | properties[0].items.physicalType",
      })
  void namesTheLineOfWhatCannotBe(String property, String reason) {
    Conf conf =
        Conf.in(folder)
            .file(
                "schemas/raw/things.yaml",
                HEAD + "schema:\n  - name: things\n    properties:\n      - " + property + "\n");
    Problems problems = new Problems();
    Path schemas = conf.folder().resolve("schemas");

    assertThat(ContractReader.read(schemas, schemas.resolve("raw/things.yaml"), problems))
        .isEmpty();
    assertThat(problems.sorted())
        .hasSize(1)
        .allSatisfy(p -> assertThat(p.toString()).contains(reason))
        .extracting(Problem::line)
        .containsExactly(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: DataProduct | not a DataContract",
        "apiVersion: v2.2.2 | only version 3 of the standard is read",
        "verson: 1 | no such key). Did you mean version?",
      })
  void refusesAnotherKindOfFile(String line, String reason) {
    String key = line.substring(0, line.indexOf(':') + 1);
    String head = HEAD.replaceAll("(?m)^" + key + ".*\n", "");
    String schema = "schema: [{ name: t, properties: [{ name: a, logicalType: string }] }]\n";
    Conf conf = Conf.in(folder).file("schemas/raw/things.yaml", head + line + "\n" + schema);

    assertThat(conf.problems()).anySatisfy(p -> assertThat(p).contains(reason));
  }

  @Test
  void refusesColumnsThatDifferOnlyInCase() {
    Conf conf =
        Conf.in(folder)
            .file(
                "schemas/raw/things.yaml",
                HEAD
                    + "schema: [{ name: t, properties: [{ name: a, logicalType: string },"
                    + " { name: A, logicalType: string }] }]\n");

    assertThat(conf.problems()).anySatisfy(p -> assertThat(p).contains("there is a already"));
  }

  @Test
  void takesTheTableOfItsNameWhereThereAreSeveral() {
    Contract contract =
        read(
            HEAD
                + """
                schema:
                  - { name: others, properties: [{ name: a, logicalType: string }] }
                  - { name: x, physicalName: things, properties: [{ name: b, logicalType: string }] }
                """);

    assertThat(contract.schema().fieldNames()).containsExactly("b");
  }

  private Contract read(String text) {
    Conf conf = Conf.in(folder).file("schemas/raw/things.yaml", text);
    Problems problems = new Problems();
    Path schemas = conf.folder().resolve("schemas");
    Optional<Contract> contract =
        ContractReader.read(schemas, schemas.resolve("raw/things.yaml"), problems);
    assertThat(problems.sorted()).isEmpty();
    return contract.orElseThrow();
  }
}
