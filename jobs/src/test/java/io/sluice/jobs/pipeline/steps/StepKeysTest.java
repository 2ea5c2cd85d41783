package io.sluice.jobs.pipeline.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.pipeline.Origin;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.jobs.pipeline.contract.Limits;
import io.sluice.jobs.pipeline.contract.Property;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.EveryKey;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import io.sluice.transforms.DatePart;
import io.sluice.transforms.FailedCast;
import io.sluice.transforms.Gap;
import io.sluice.transforms.Missing;
import io.sluice.transforms.NullPolicy;
import io.sluice.transforms.Overlap;
import io.sluice.transforms.TextFormat;
import io.sluice.transforms.Unmatched;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StepKeysTest {

  static Stream<Arguments> everyKey() {
    return Stream.of(
        Arguments.of(
            "apply_mapping: { mappings: [[a, b]], on_missing: null, on_failed_cast: null }",
            new ApplyMappingStep(
                List.of(new ApplyMappingStep.Entry(List.of("a", "b"))),
                Missing.NULL,
                FailedCast.NULL)),
        Arguments.of("select_fields: [a, b]", new SelectFieldsStep(List.of("a", "b"))),
        Arguments.of("drop_fields: [a, b]", new DropFieldsStep(List.of("a", "b"))),
        Arguments.of("rename_field: { a: b }", new RenameFieldStep(Map.of("a", "b"))),
        Arguments.of("derive: { a: b + 1 }", new DeriveStep(Map.of("a", "b + 1"))),
        Arguments.of("filter: a > 1", new FilterStep("a > 1")),
        Arguments.of(
            "drop_duplicates: { keys: [a], order_by: [b desc] }",
            new DropDuplicatesStep(List.of("a"), List.of("b desc"))),
        Arguments.of("unnest: { separator: _, fields: [a] }", new UnnestStep("_", List.of("a"))),
        Arguments.of(
            "join: { with: u, type: left, on: { a: b }, names: glue, prefix: p_, null_safe: true,"
                + " broadcast: true }",
            new JoinStep(
                "u",
                JoinStep.JoinType.LEFT,
                new JoinStep.Keys(Map.of("a", "b")),
                JoinStep.Names.GLUE,
                "p_",
                true,
                true)),
        Arguments.of(
            "union: { with: [u], missing: null }", new UnionStep(List.of("u"), Missing.NULL)),
        Arguments.of(
            "aggregate: { group_by: [a], values: { n: count(*) } }",
            new AggregateStep(List.of("a"), Map.of("n", "count(*)"))),
        Arguments.of(
            "sql: { query: SELECT 1, inputs: [u] }", new SqlStep("SELECT 1", List.of("u"))),
        Arguments.of(
            "keep_latest: { keys: [a], order_by: [b] }",
            new KeepLatestStep(List.of("a"), List.of("b"))),
        Arguments.of("split_rows: { where: a > 1, others: b }", new SplitRowsStep("a > 1", "b")),
        Arguments.of("sample: { fraction: 0.25, seed: 7, into: b }", new SampleStep(0.25, 7L, "b")),
        Arguments.of(
            "conform_values: { columns: { a: { x: 1 } }, unmatched: null, types: { a: string } }",
            new ConformValuesStep(
                Map.of("a", Map.of("x", "1")), Unmatched.NULL, Map.of("a", "string"))),
        Arguments.of(
            "conform_time: { column: a, patterns: [yyyy-MM-dd], zone: Europe/Paris, zone_column: z,"
                + " into: t, gap: shift_forward, overlap: later }",
            new ConformTimeStep(
                "a",
                List.of("yyyy-MM-dd"),
                Optional.of("Europe/Paris"),
                Optional.of("z"),
                Optional.of("t"),
                Gap.SHIFT_FORWARD,
                Overlap.LATER)),
        Arguments.of(
            "split_field: { column: a, delimiter: '-', into: [b, c], rest: true, trim: true,"
                + " unmatched: null, drop_source: true }",
            new SplitFieldStep(
                "a",
                Optional.of("-"),
                Optional.empty(),
                List.of("b", "c"),
                true,
                true,
                SplitFieldStep.Otherwise.NULL,
                true)),
        Arguments.of("standardize_names: { nested: false }", new StandardizeNamesStep(false)),
        Arguments.of(
            "fill_missing: { values: { a: x }, by_type: { int: 0 }, from: { a: b },"
                + " previous: { columns: [a], keys: [b], order_by: [c desc] } }",
            new FillMissingStep(
                Map.of("a", "x"),
                Map.of("int", "0"),
                Map.of("a", "b"),
                Optional.of(
                    new FillMissingStep.Previous(List.of("a"), List.of("b"), List.of("c desc"))))),
        Arguments.of(
            "drop_null_fields: { mode: all_null }",
            new DropNullFieldsStep(DropNullFieldsStep.Mode.ALL_NULL)),
        Arguments.of(
            "unbox: { column: b, format: csv, schema: x INT, into: c, separator: ';',"
                + " on_failed_parse: null }",
            new UnboxStep(
                "b",
                UnboxStep.BoxFormat.CSV,
                UnboxStep.Schema.of("x INT"),
                Optional.of("c"),
                Optional.of(";"),
                FailedCast.NULL)),
        Arguments.of(
            "explode: { column: c, into: [k, v], position: n, outer: true }",
            new ExplodeStep(
                "c",
                Optional.of(new ExplodeStep.Names(List.of("k", "v"))),
                Optional.of("n"),
                true)),
        Arguments.of(
            "current_state: { keys: [a], operation: o, time: t, sequence: [s], inserts: [c],"
                + " updates: [u], deletes: [d], keep_columns: true }",
            new CurrentStateStep(
                List.of("a"),
                "o",
                Optional.of("t"),
                List.of("s"),
                List.of("c"),
                List.of("u"),
                List.of("d"),
                true)),
        Arguments.of(
            "merge_frames: { with: u, keys: [a], missing: null }",
            new MergeFramesStep("u", List.of("a"), Missing.NULL)),
        Arguments.of(
            "lookup: { in: u, on: { a: b }, columns: [c], prefix: p_, null_safe: true,"
                + " on_miss: { c: d } }",
            new LookupStep(
                "u",
                new JoinStep.Keys(Map.of("a", "b")),
                List.of("c"),
                Optional.of("p_"),
                true,
                new LookupStep.OnMiss(LookupStep.Action.DEFAULTS, Map.of("c", "d")))),
        Arguments.of(
            "relationalize: { root: r, keys: [a], null_markers: true }",
            new RelationalizeStep("r", List.of("a"), true)),
        Arguments.of(
            "validate: { columns: { a: { required: true, type: int, min: 1, max: 2, above: 0,"
                + " below: 3, min_length: 4, max_length: 5, pattern: p, format: uuid, values: [v],"
                + " min_items: 6, max_items: 7 } }, contract: raw.things, checks: { c: a > 1 },"
                + " unique: [a, [a, b]], references: { a: u.a }, nulls: reject }",
            new ValidateStep(
                Optional.of(new TableName("raw", "things")),
                Map.of(
                    "a",
                    new ValueRules(
                        true,
                        Optional.of("int"),
                        Optional.of("1"),
                        Optional.of("2"),
                        Optional.of("0"),
                        Optional.of("3"),
                        Optional.of(4),
                        Optional.of(5),
                        Optional.of("p"),
                        Optional.of(TextFormat.UUID),
                        List.of("v"),
                        Optional.of(6),
                        Optional.of(7))),
                Map.of("c", "a > 1"),
                List.of(
                    new ValidateStep.Key(List.of("a")), new ValidateStep.Key(List.of("a", "b"))),
                Map.of("a", new ValidateStep.Reference("u", "a")),
                NullPolicy.REJECT)),
        Arguments.of(
            "window: { partition_by: [a], order_by: [b], columns: { n: count(*) },"
                + " frame: rows between 1 preceding and current row }",
            new WindowStep(
                List.of("a"),
                List.of("b"),
                Map.of("n", "count(*)"),
                Optional.of("rows between 1 preceding and current row"))),
        Arguments.of(
            "pivot: { group_by: [a], column: b, values: [x], aggregates: { n: count(*) } }",
            new PivotStep(List.of("a"), "b", List.of("x"), Map.of("n", "count(*)"))),
        Arguments.of(
            "unpivot: { columns: [a], keys: [b], name: n, value: w, drop_nulls: true }",
            new UnpivotStep(List.of("a"), List.of("b"), "n", "w", true)),
        Arguments.of(
            "resolve_choice: { columns: { a: 'cast:int' }, match: raw.things,"
                + " on_failed_cast: null }",
            new ResolveChoiceStep(
                Map.of("a", "cast:int"),
                Optional.of(TableName.parse("raw.things")),
                FailedCast.NULL)),
        Arguments.of(
            "mask: { contract: raw.things, tags: { pii: { hash: sha256 } }, classifications: { high: redact },"
                + " columns: { a: { keep_last: 4 } } }",
            new MaskStep(
                Optional.of(new TableName("raw", "things")),
                Map.of("pii", new MaskingWay("hash", "sha256")),
                Map.of("high", new MaskingWay("redact", "***")),
                Map.of("a", new MaskingWay("keep_last", "4")))),
        Arguments.of(
            "unwrap_debezium: { keys: [a], source_fields: [lsn], prefix: p_ }",
            new UnwrapDebeziumStep(List.of("a"), List.of("lsn"), "p_")),
        Arguments.of(
            "stamp: { ingest_time: t, source_file: f, run_id: r, date_parts: [year, hour],"
                + " prefix: p_, event_time: e }",
            new StampStep(
                Optional.of("t"),
                Optional.of("f"),
                Optional.of("r"),
                List.of(DatePart.YEAR, DatePart.HOUR),
                "p_",
                Optional.of("e"))));
  }

  @ParameterizedTest
  @MethodSource("everyKey")
  void eachKeyOfAStepReachesItsPlace(String text, Record expected) {
    Step step = step(text);

    assertThat(step.arguments()).isEqualTo(expected);
    EveryKey.isSetIn(step.arguments());
  }

  @Test
  void noTransformIsForgottenHere() {
    assertThat(everyKey().<Object>map(a -> a.get()[1].getClass()))
        .containsExactlyInAnyOrderElementsOf(List.copyOf(StepCatalog.all().values()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apply_mapping: [[a, b]] | apply_mapping: { mappings: [[a, b]] }",
        "join: { with: u, on: a } | join: { with: u, on: [a] }",
        "join: { with: u, on: [a] } | join: { with: u, on: { a: a } }",
        "sql: SELECT 1 | sql: { query: SELECT 1 }",
        "unnest: | unnest: { separator: . }",
        "unpivot: [a, b] | unpivot: { columns: [a, b] }",
        "resolve_choice: { a: 'cast:int' } | resolve_choice: { columns: { a: 'cast:int' } }",
        "unnest: {} | unnest: { separator: . }",
        "drop_duplicates: | drop_duplicates: {}",
        "mask: { a: redact } | mask: { columns: { a: { redact: '***' } } }",
        "standardize_names: | standardize_names: { nested: true }",
        "conform_values: { b: { x: 1 } } | conform_values: { columns: { b: { x: 1 } } }",
        "validate: a.b | validate: { contract: a.b }",
        "validate: { unique: [a] } | validate: { unique: [[a]] }",
      })
  void shortFormsMeanTheLongOnes(String brief, String full) {
    assertThat(step(brief)).isEqualTo(step(full));
  }

  @Test
  void aStepWithoutArgumentsMayBeItsNameAlone() {
    Problems problems = new Problems();
    Node.Entries tree = YamlFiles.parse("steps: [unnest]", "f", problems).orElseThrow();
    Node.Items steps = (Node.Items) tree.value("steps").orElseThrow();
    Binder binder = new Binder(problems, Map.of(), Map.of());

    assertThat(StepForm.bind(steps.items().get(0), binder)).contains(step("unnest:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop_duplicates: { keys: [a] } | keys need order_by",
        "drop_duplicates: { order_by: [a] } | order_by needs keys",
        "conform_values: {} | it names no column",
        "conform_values: { columns: { b: { x: 1 } }, unmatched: kep } | Did you mean keep?",
        "conform_values: { columns: { b: { x: 1 } }, types: { c: int } } | no table for c",
        "conform_time: { patterns: [yyyy] } | this key is missing",
        "conform_time: { column: a, gap: shift } | not one of reject, shift_forward",
        "split_field: { column: a, into: [b] } | by delimiter or by regex",
        "split_field: { column: a, delimiter: x, regex: x, into: [b] } | by delimiter or by regex",
        "split_field: { column: a, regex: (x), into: [b], rest: true } | rest is for a delimiter",
        "mask: | it names no column",
        "mask: { tags: { a: redact } } | need the contract they are in",
        "mask: { contract: a.b } | a contract needs tags or classifications",
        "mask: { a: { hash: md5 } } | it takes sha256 or sha512",
        "mask: { a: { keep_last: 0 } } | it takes a number of characters",
        "mask: { a: to_years } | Did you mean to_year?",
        "mask: { a: { to_year: 1 } } | it takes nothing",
        "mask: { a: { redact: x, hash: sha256 } } | a column is masked in one way",
        "mask: { a: { hmac: guess } } | secrets are not supported yet",
        "mask: { a: { token: '${secret:x#y}' } } | secrets are not supported yet",
        "stamp: | it adds nothing",
        "stamp: { event_time: a, run_id: r } | event_time needs date_parts",
        "stamp: { date_parts: [minute] } | not one of year, month, day, hour",
        "join: { with: u } | this key is missing",
        "join: { with: u, on: [] } | a join needs at least one key",
        "union: { with: [] } | with names no input",
        "aggregate: { group_by: [a] } | this key is missing",
        "select_fields: | nothing where a list belongs",
        "apply_mapping: [[a, b, c, d, e]] | a mapping has 2, 3 or 4 parts",
        "apply_mapping: { mappings: [[a, b]], on_missing: nul } | Did you mean null?",
        "fill_missing: | it fills nothing",
        "fill_missing: { previous: { columns: [a], order_by: [] } } | needs columns and order_by",
        "unbox: { column: b, schema: x INT, separator: ';' } | JSON has no separator",
        "unbox: { column: b, schema: { contrakt: a.b } } | a schema is a text, or",
        "validate: | it checks nothing",
        "validate: {} | it checks nothing",
        "validate: things | not <database>.<table>",
        "validate: { columns: { a: {} } } | nothing is asked of a",
        "validate: { columns: { a: { format: emial } } } | Did you mean email?",
        "validate: { unique: [[]] } | a key has at least one column",
        "validate: { references: { a: u } } | not <input or earlier step>.<column>",
        "window: { columns: { n: count(*) }, frame: x } | a frame needs order_by",
        "pivot: { column: b, aggregates: { n: count(*) } } | this key is missing",
        "resolve_choice: { a: 'caste:int' } | Cannot read choice: caste:int",
        "resolve_choice: { on_failed_cast: null } | it resolves nothing",
        "filter: { a: b } | a map where a text belongs",
      })
  void refusesArgumentsThatCannotBe(String text, String reason) {
    Problems problems = new Problems();
    bind(text, problems);

    assertThat(problems.sorted())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .contains(reason);
  }

  @Test
  void givesTheTransformOfItsName() {
    for (Arguments arguments : everyKey().toList()) {
      Step step = step((String) arguments.get()[0]);

      assertThat(step.arguments().transform(new Inputs(), RunFacts.PLANNING).name())
          .isEqualTo(step.transform());
    }
  }

  @Test
  void saysWhichOtherRowsItTakes() {
    assertThat(step("join: { with: u, on: a }").arguments().inputs()).containsExactly("u");
    assertThat(step("union: { with: [u, v] }").arguments().inputs()).containsExactly("u", "v");
    assertThat(step("sql: { query: x, inputs: [u] }").arguments().inputs()).containsExactly("u");
    assertThat(step("sql: x").arguments().takesAllInputs()).isTrue();
    assertThat(step("validate: { references: { a: u.a, b: u.b } }").arguments().inputs())
        .containsExactly("u");
    assertThat(step("filter: x").arguments().inputs()).isEmpty();
    assertThat(step("resolve_choice: { match: a.b }").arguments().contracts())
        .containsExactly(TableName.parse("a.b"));
    assertThat(step("unbox: { column: b, schema: { contract: a.b } }").arguments().contracts())
        .containsExactly(TableName.parse("a.b"));
  }

  @Test
  void namesWhatThereIsWhenRowsAreNotThere() {
    assertThatThrownBy(
            () ->
                step("join: { with: x, on: a }")
                    .arguments()
                    .transform(new Inputs(), RunFacts.PLANNING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Step step(String text) {
    Problems problems = new Problems();
    Optional<Step> step = bind(text, problems);
    assertThat(problems.sorted()).isEmpty();
    return step.orElseThrow();
  }

  private static Optional<Step> bind(String text, Problems problems) {
    Node.Entries tree = YamlFiles.parse(text, "f", problems).orElseThrow();
    return StepForm.bind(tree, new Binder(problems, Map.of(), Map.of()));
  }

  private static final class Inputs implements StepInputs {

    @Override
    public Dataset<Row> rows(String name) {
      if (!names().contains(name)) {
        throw new IllegalArgumentException(name);
      }
      return TestSpark.session().createDataFrame(List.of(), StructType.fromDDL("a INT, b STRING"));
    }

    @Override
    public Set<String> names() {
      return Set.of("u");
    }

    @Override
    public Optional<String> current() {
      return Optional.empty();
    }

    @Override
    public Contract contract(TableName name) {
      if (!name.equals(new TableName("raw", "things"))) {
        throw new IllegalArgumentException(name.toString());
      }
      Property tagged =
          new Property(
              "b",
              DataTypes.StringType,
              false,
              false,
              Optional.empty(),
              Limits.NONE,
              Optional.empty(),
              List.of("pii"),
              List.of(),
              "",
              List.of(),
              Optional.empty());
      Property classified =
          new Property(
              "c",
              DataTypes.StringType,
              false,
              false,
              Optional.empty(),
              Limits.NONE,
              Optional.of("high"),
              List.of(),
              List.of(),
              "",
              List.of(),
              Optional.empty());
      return new Contract(
          name, "1.0.0", "active", "", List.of(tagged, classified), List.of(), Origin.none());
    }
  }
}
