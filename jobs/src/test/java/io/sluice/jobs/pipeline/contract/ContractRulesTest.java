package io.sluice.jobs.pipeline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.pipeline.Conf;
import io.sluice.jobs.pipeline.TableName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractRulesTest {

  @TempDir Path folder;

  @Test
  void demandsAllThatAContractSaysOfARowInItsOrder() {
    List<String> rules =
        rules(
            """
            quality:
              - { type: custom, engine: sluice, name: order, implementation: day <= until }
              - { metric: duplicateValues, mustBe: 0, arguments: { properties: [day, "the n"] } }
              - { type: sql, query: SELECT count(*) FROM t, mustBeGreaterThan: 1 }
              - { metric: nullValues, mustBe: 0 }
            properties:
              - { name: day, logicalType: date, primaryKey: true, logicalTypeOptions: { format: yyyy-MM-dd } }
              - { name: until, logicalType: date, primaryKey: true }
              - name: the n
                logicalType: integer
                required: true
                unique: true
                logicalTypeOptions: { minimum: 1, exclusiveMaximum: 9, format: i32 }
              - name: mail
                logicalType: string
                logicalTypeOptions: { minLength: 1, maxLength: 9, pattern: "@", format: email }
                quality:
                  - { metric: invalidValues, arguments: { validValues: [x] } }
                  - { metric: invalidValues, arguments: { pattern: y } }
                  - { metric: nullValues }
                  - { metric: duplicateValues }
            """);

    assertThat(rules)
        .containsExactly(
            "HasType[path=day, type=DateType]",
            "Required[path=day]",
            "HasType[path=until, type=DateType]",
            "Required[path=until]",
            "HasType[path=`the n`, type=IntegerType]",
            "Required[path=`the n`]",
            "Range[path=`the n`, minimum=Optional[1], maximum=Optional.empty,"
                + " exclusiveMinimum=Optional.empty, exclusiveMaximum=Optional[9]]",
            "Unique[paths=[`the n`]]",
            "HasType[path=mail, type=StringType]",
            "Length[path=mail, least=Optional[1], most=Optional[9]]",
            "Matches[path=mail, pattern=@]",
            "HasFormat[path=mail, format=EMAIL]",
            "OneOf[path=mail, values=[x]]",
            "Matches[path=mail, pattern=y]",
            "Required[path=mail]",
            "Unique[paths=[mail]]",
            "Unique[paths=[day, until]]",
            "Check[name=order, predicate=day <= until]",
            "Unique[paths=[day, `the n`]]");
  }

  @Test
  void walksIntoObjectsAndItemsAndChecksNoTypeTwice() {
    List<String> rules =
        rules(
            """
            properties:
              - name: home
                logicalType: object
                required: true
                properties: [{ name: city.name, logicalType: string, required: true }]
              - name: items
                logicalType: array
                logicalTypeOptions: { minItems: 1, maxItems: 9 }
                items:
                  logicalType: object
                  required: true
                  properties:
                    - { name: qty, physicalType: int, logicalTypeOptions: { minimum: 1 } }
                    - name: codes
                      logicalType: array
                      items: { logicalType: string, logicalTypeOptions: { maxLength: 3 } }
              - name: given
                physicalType: array<array<struct<x:int>>>
                properties: [{ name: x, physicalType: int, required: true }]
            """);

    assertThat(rules)
        .containsExactly(
            "Required[path=home]",
            "HasType[path=home.`city.name`, type=StringType]",
            "Required[path=home.`city.name`]",
            "Items[path=items, least=Optional[1], most=Optional[9]]",
            "Required[path=items[]]",
            "HasType[path=items[].qty, type=IntegerType]",
            "Range[path=items[].qty, minimum=Optional[1], maximum=Optional.empty,"
                + " exclusiveMinimum=Optional.empty, exclusiveMaximum=Optional.empty]",
            "HasType[path=items[].codes[], type=StringType]",
            "Length[path=items[].codes[], least=Optional.empty, most=Optional[3]]",
            "HasType[path=given[][].x, type=IntegerType]",
            "Required[path=given[][].x]");
  }

  private List<String> rules(String table) {
    String head =
        """
        apiVersion: v3.0.2
        kind: DataContract
        id: raw.things
        version: 1.0.0
        status: active
        schema:
          - name: things
        """;
    Contract contract =
        Conf.in(folder)
            .posts("cleaned.posts", "")
            .file("schemas/raw/things.yaml", head + table.indent(4))
            .load()
            .contract(new TableName("raw", "things"))
            .orElseThrow();
    return ContractRules.of(contract).stream().map(Object::toString).toList();
  }
}
