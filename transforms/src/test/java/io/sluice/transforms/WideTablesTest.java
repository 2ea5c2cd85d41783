package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of 2,000 columns are planned in seconds. */
class WideTablesTest {

  private static final int WIDTH = 2_000;

  private static final int NUMBER = 0;
  private static final int TEXT = 1;

  private static final List<DataType> TYPES =
      List.of(
          DataTypes.IntegerType,
          DataTypes.StringType,
          DataTypes.DoubleType,
          DataTypes.TimestampType,
          DataTypes.createDecimalType(12, 2));

  @TempDir static Path folder;

  private static Dataset<Row> wide;

  private static String column(int i) {
    return "column_" + i;
  }

  @BeforeAll
  static void writeAWideTable() {
    StructType schema = new StructType();
    for (var field : VocabularyRows.schema(Naming.PLAIN).fields()) {
      schema = field.name().equals("nothing") ? schema : schema.add(field);
    }
    for (int i = schema.size(); i < WIDTH; i++) {
      schema = schema.add(column(i), TYPES.get(i % TYPES.size()));
    }
    String file = folder.resolve("wide").toString();
    TestSpark.session().createDataFrame(List.<Row>of(), schema).write().parquet(file);
    wide = TestSpark.session().read().parquet(file);
  }

  private static Stream<Vocabulary.Entry> vocabulary() {
    // A union wants as many columns of the other frame.
    return Vocabulary.all().filter(e -> !e.label().equals("union"));
  }

  @ParameterizedTest
  @MethodSource("vocabulary")
  void areTransformed(Vocabulary.Entry entry) {
    assertPlannedInSeconds(entry.of(Naming.PLAIN), wide);
  }

  /** Plans as a run does that counts; by the processor's time, since others may use it too. */
  private static void assertPlannedInSeconds(Transform transform, Dataset<Row> rows) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    Dataset<Row> result = transform.apply(rows, new PlanningTally());
    assertThat(result.queryExecution().executedPlan()).isNotNull();
    Duration used = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);

    assertThat(used).isLessThan(Duration.ofSeconds(30));
  }

  /** Returns a text for each column of one type, by a name made of the column's. */
  private static Map<String, String> each(int type, String name, String text) {
    Map<String, String> map = new LinkedHashMap<>();
    IntStream.range(100, WIDTH)
        .filter(i -> i % TYPES.size() == type)
        .forEach(i -> map.put(name.replace("#", column(i)), text.replace("#", column(i))));
    return map;
  }

  private static <T> Map<String, T> texts(T value) {
    Map<String, T> map = new LinkedHashMap<>();
    each(TEXT, "#", "").keySet().forEach(name -> map.put(name, value));
    return map;
  }

  private static Stream<Transform> wideArguments() {
    List<String> all = List.of(wide.columns());
    List<String> numbers = List.copyOf(each(NUMBER, "#", "").keySet());
    List<String> k = List.of("k");
    return Stream.of(
        Lookup.in(wide).on("k").withPrefix("r_"),
        Join.inner(wide).on("k"),
        Join.full(wide).on("k").withGlueNames(),
        Union.with(List.of(wide)),
        MergeFrames.with(wide, k),
        ApplyMapping.of(all.stream().map(c -> Mapping.of(c, "to_" + c)).toList()),
        ApplyMapping.of(texts("").keySet().stream().map(c -> Mapping.of(c, c, "int")).toList()),
        SelectFields.of(all),
        DropFields.of(all.subList(1, WIDTH)),
        RenameField.of(each(NUMBER, "#", "to_#")),
        Derive.of(each(NUMBER, "new_#", "# + 1")),
        Validate.of(all.stream().map(RowRule::required).toList()),
        Validate.of(numbers.stream().map(c -> RowRule.between(c, "1", "100")).toList()),
        FillMissing.nothing().withTypeDefaults(Map.of("int", "0", "string", "none")),
        FillMissing.nothing().withPrevious(numbers, k, List.of("at")),
        Mask.of(texts(Masking.sha256())),
        ResolveChoice.of(texts(Choice.cast("int"))),
        ConformValues.of(texts(Map.of("a", 1))).withUnmatched(Unmatched.NULL),
        Unpivot.of(k, numbers),
        Window.over(k, List.of("at"), each(NUMBER, "sum_#", "sum(#)")),
        Pivot.by(k, "op", numbers, Map.of("total", "sum(n)")));
  }

  @ParameterizedTest
  @MethodSource("wideArguments")
  void areTransformedInHundredsOfColumnsAtOnce(Transform transform) {
    assertPlannedInSeconds(transform, wide);
  }

  @Test
  void mayBeOneStructOfAsManyFields() {
    assertPlannedInSeconds(Unnest.all(), wide.selectExpr("struct(*) AS s"));
    assertPlannedInSeconds(
        StandardizeNames.lowerSnakeCase(), wide.selectExpr("struct(*, k AS `K 2`) AS s"));
  }
}
