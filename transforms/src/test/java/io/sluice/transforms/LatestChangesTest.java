package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatestChangesTest {

  private static final String COLUMNS = " AS t(Op, ts, id, name, __sluice_file)";

  private static Dataset<Row> users() {
    return Rows.sql(
        "SELECT * FROM VALUES ('I', NULL, 1, 'joe', 'load'), ('I', NULL, 2, 'jack', 'load'),"
            + " ('U', 5, 1, 'john', 'c1'), ('I', 6, 3, 'jim', 'c1'), ('U', 5, 1, 'john', 'c0'),"
            + " ('D', 7, 3, NULL, 'c2'), (NULL, 1, 2, 'jane', 'c2')"
            + COLUMNS);
  }

  private static LatestChanges byId() {
    return LatestChanges.by(List.of("id"), List.of("ts")).withDeleteWhen("Op = 'D'");
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return Rows.of(rows).stream().sorted().toList();
  }

  private static Dataset<Row> withoutDigest(Dataset<Row> rows) {
    return rows.withColumn(
        LatestChanges.ORDER,
        functions.struct(
            col(LatestChanges.ORDER).getField("o1"), col(LatestChanges.ORDER).getField("deleted")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void keepsTheLastChangeOfEachKeyInAnyOrderOfRows(int partitions) {
    Dataset<Row> rows = users().repartition(partitions).orderBy(functions.rand(partitions));
    Dataset<Row> result = byId().apply(rows);

    assertThat(Rows.schema(result))
        .isEqualTo(
            "Op string, ts int, id int, name string, __sluice_file string, __sluice_order"
                + " struct<o1:int,deleted:boolean,digest:bigint>, __sluice_deleted boolean");
    assertThat(sorted(withoutDigest(result)))
        .containsExactly(
            "[D,7,3,null,c2,[7,true],true]",
            "[U,5,1,john,c0,[5,false],false]",
            "[null,1,2,jane,c2,[1,false],false]");
  }

  @Test
  void keepsOneChangeOfEachTimeAsVersions() {
    RecordingTally tally = RecordingTally.asked();
    LatestChanges history = byId().byVersion();

    assertThat(sorted(history.apply(users(), tally).select("ts", "id", "name")))
        .containsExactly(
            "[1,2,jane]", "[5,1,john]", "[6,3,jim]", "[7,3,null]", "[null,1,joe]", "[null,2,jack]");
    assertThat(tally.repeated).isEmpty();
    assertThat(List.of(byId().name(), history.name())).containsExactly("merge", "history");
    assertThat(List.of(byId().accounting(), history.accounting()))
        .containsOnly(Accounting.DEDUPLICATES);
  }

  @Test
  void rejectsNullKeysUnderTheNameOfTheWriteMode() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, NULL, 1), (NULL, NULL, 1), (1, 2, 1) AS t(a, `b.c`, ts)");
    LatestChanges merge = LatestChanges.by(List.of("a", "`b.c`"), List.of("ts"));
    RecordingTally merged = RecordingTally.asked();
    RecordingTally kept = RecordingTally.asked();

    assertThat(sorted(merge.apply(rows, merged).select("a", "ts"))).containsExactly("[1,1]");
    assertThat(merged.rejectedRows).isEqualTo(2);
    assertThat(merged.rejected)
        .isEqualTo(Map.of("merge: a: null key", 1L, "merge: `b.c`: null key", 2L));
    assertThat(merge.byVersion().apply(rows, kept).count()).isEqualTo(1);
    assertThat(kept.rejected.keySet())
        .containsExactly("history: `b.c`: null key", "history: a: null key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1, 1, 'U', 'a' | 2, 1, 'U', 'b' | b",
        "2, 1, 'U', 'a' | 1, 2, 'U', 'b' | a",
        "1, 2, 'U', 'a' | 1, 1, 'D', 'b' | a",
        "1, 1, 'D', 'a' | 1, 1, 'U', 'b' | a",
        "1, 1, 'U', 'a' | 1, 1, 'D', 'b' | b",
        "1, 1, 'D', 'a' | 1, 1, NULL, 'b' | a",
        "NULL, 9, 'D', 'a' | 0, 1, 'U', 'b' | b",
        "1, NULL, 'D', 'a' | 1, 0, 'U', 'b' | b",
        "1, 1, 'U', 'a' | double('NaN'), 1, 'U', 'b' | b",
      })
  void takesTheLastByTheOrderColumnsThenADelete(String one, String two, String expected) {
    String values = "SELECT 1 AS id, * FROM VALUES (%s), (%s) AS t(ts, seq, Op, v)";
    LatestChanges changes =
        LatestChanges.by(List.of("id"), List.of("ts desc", " SEQ DESC "))
            .withDeleteWhen("op = 'D'");
    Dataset<Row> rows = Rows.sql(values.formatted(one, two));

    assertThat(Rows.of(changes.apply(rows).select("v"))).containsExactly("[" + expected + "]");
    assertThat(Rows.of(later(changes.apply(rows.filter("v = 'a'")), changes, rows)))
        .containsExactly("[" + expected.equals("b") + "]");
  }

  /** Returns whether the change b is later than the change a. */
  private static Dataset<Row> later(Dataset<Row> a, LatestChanges changes, Dataset<Row> rows) {
    return changes
        .apply(rows.filter("v = 'b'"))
        .select(col(LatestChanges.ORDER).as("b"))
        .crossJoin(a.select(col(LatestChanges.ORDER).as("a")))
        .select(LatestChanges.later(col("b"), col("a")));
  }

  @Test
  void takesAnyChangeForLaterThanNone() {
    Dataset<Row> order = byId().apply(users().filter("id = 2")).select(LatestChanges.ORDER);
    Column none = lit(null).cast(order.schema().apply(0).dataType());

    assertThat(
            Rows.of(
                order.select(
                    LatestChanges.later(col(LatestChanges.ORDER), none),
                    LatestChanges.later(col(LatestChanges.ORDER), col(LatestChanges.ORDER)))))
        .containsExactly("[true,false]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1, CAST(NULL AS INT) | CAST(NULL AS INT), 1",
        "'ab', 'c' | 'a', 'bc'",
        "'', 1 | CAST(NULL AS STRING), 1",
        "0.0D, 1 | -0.0D, 1",
        "float('0.0'), 1 | float('-0.0'), 1",
        "named_struct('x', 1, 'y', CAST(NULL AS INT)), 1 | "
            + "named_struct('x', CAST(NULL AS INT), 'y', 1), 1",
        "named_struct('x', CAST(NULL AS INT)), 1 | CAST(NULL AS STRUCT<x: INT>), 1",
        "array(1, 2), array(3) | array(1), array(2, 3)",
        "array(1, NULL), 1 | array(NULL, 1), 1",
        "array(1, NULL), 1 | array(1), 1",
        "CAST(array() AS ARRAY<INT>), 1 | CAST(NULL AS ARRAY<INT>), 1",
        "array(array(1), array(2)), 1 | array(array(1, 2)), 1",
        "map('a', 'b'), 1 | map('b', 'a'), 1",
        "map('a', 1), 1 | map('a', CAST(NULL AS INT)), 1",
        "DATE'2020-01-01', 1 | DATE'2020-01-02', 1",
        "make_interval(0, 1), 1 | make_interval(0, 2), 1",
      })
  void tellsApartRowsThatDifferInAnything(String one, String other) {
    assertThat(digests(one, other, "UTC", "false").distinct().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "map('a', 1, 'b', 2), 1 | map('b', 2, 'a', 1), 1",
        "map('a', array(map(1, 2, 3, 4))), 1 | map('a', array(map(3, 4, 1, 2))), 1",
        "double('NaN'), 1 | double('NaN'), 1",
        "CAST(NULL AS ARRAY<INT>), 1 | CAST(NULL AS ARRAY<INT>), 1",
        "map('a', make_interval(0, 1), 'b', NULL), 1 | map('b', NULL, 'a', make_interval(0, 1)), 1",
      })
  void takesEqualRowsForOneInEverySession(String one, String other) {
    List<String> utc = Rows.of(digests(one, other, "UTC", "false").distinct());

    assertThat(utc).hasSize(1);
    assertThat(Rows.of(digests(one, other, "Asia/Tokyo", "true").distinct())).isEqualTo(utc);
  }

  private static Dataset<Row> digests(String one, String other, String zone, String ansi) {
    return Rows.with(
        "spark.sql.session.timeZone",
        zone,
        () ->
            Rows.with(
                "spark.sql.ansi.enabled",
                ansi,
                () -> {
                  Dataset<Row> rows =
                      Rows.sql(
                          "SELECT *, TIMESTAMP'2022-03-13 02:30:00Z' AS at, monotonically_increasing_id()"
                              + " AS id FROM VALUES (%s), (%s) AS t(a, b)".formatted(one, other));
                  List<Long> found =
                      rows
                          .select(Digest.of(List.of(rows.drop("id").schema().fields())))
                          .collectAsList()
                          .stream()
                          .map(r -> r.getLong(0))
                          .toList();
                  return TestSpark.session()
                      .createDataset(found, org.apache.spark.sql.Encoders.LONG())
                      .toDF();
                }));
  }

  @Test
  void saysAnewWhatAnEarlierApplicationSaid() {
    Dataset<Row> once = byId().apply(users());

    assertThat(sorted(byId().apply(once))).isEqualTo(sorted(once));
    assertThat(byId().apply(once).columns()).isEqualTo(once.columns());
  }

  @Test
  void takesNanAndBothZerosForOneKeyAndOneVersion() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (double('NaN'), 1.0D), (double('NaN'), double('NaN')),"
                + " (0.0D, -0.0D), (-0.0D, 0.0D) AS t(k, ts)");
    LatestChanges changes = LatestChanges.by(List.of("k"), List.of("ts"));

    assertThat(sorted(changes.apply(rows).select("ts"))).hasSize(2).contains("[NaN]");
    assertThat(changes.byVersion().apply(rows).count()).isEqualTo(3);
  }

  @Test
  void takesPathsIntoStructsForKeysAndOrder() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT named_struct('a.b', k) AS `s t`, named_struct('t', ts) AS `ö` FROM VALUES (1, 1),"
                + " (1, 2), (2, 1) AS t(k, ts)");
    LatestChanges changes = LatestChanges.by(List.of("s t.`a.b`"), List.of("ö.t"));

    assertThat(sorted(changes.apply(rows).select("`s t`", "`ö`")))
        .containsExactly("[[1],[2]]", "[[2],[1]]");
  }

  @Test
  void shufflesOnceAndPrunesOnBothSidesOfIt() {
    Dataset<Row> rows = Rows.sql("SELECT 'I' AS Op, id % 10 AS id, id % 7 AS ts FROM range(100)");
    for (LatestChanges changes : List.of(byId(), byId().byVersion())) {
      String plan = Rows.physical(changes.apply(rows, new PlanningTally()));
      assertThat(Rows.occurrences(plan, "Exchange ")).isEqualTo(1);
      int exchange = plan.indexOf("Exchange ");
      assertThat(plan.substring(0, exchange)).contains("WindowGroupLimit");
      assertThat(plan.substring(exchange)).contains("WindowGroupLimit");
      assertThat(Rows.occurrences(plan, "xxhash64(")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ts asc", "ts nulls last", "ts desc nulls last", "ts nulls first"})
  void refusesAnotherOrder(String order) {
    assertRefused(
        LatestChanges.by(List.of("id"), List.of(order)),
        "Cannot order changes by: "
            + order
            + " (the highest is the latest change and NULL the oldest, whatever else is said). Name"
            + " the column alone; where it is otherwise, derive a column that grows.");
  }

  @Test
  void refusesWhatGivesNoOrder() {
    List<String> id = List.of("id");
    assertRefused(LatestChanges.by(List.of(), id), "the list of keys is empty");
    assertRefused(LatestChanges.by(id, List.of()), "nothing says which change is later");
    assertRefused(LatestChanges.by(List.of("idd"), id), "Did you mean id?");
    assertRefused(LatestChanges.by(id, List.of("tss")), "Did you mean ts?");
    assertRefused(byId().withDeleteWhen("Opp = 'D'"), "Cannot tell deletes by: Opp = 'D' (");
    assertRefused(byId().withDeleteWhen("Op"), "it is a string, not a boolean");
    assertRefused(
        byId().withDeleteWhen(""), "Cannot tell deletes: nothing (the predicate is empty)");
    Dataset<Row> map = Rows.sql("SELECT 1 AS id, map(1, 2) AS m");
    assertThatThrownBy(() -> LatestChanges.by(id, List.of("m")).apply(map))
        .hasMessageContaining("Cannot order by column: m");
    assertThatThrownBy(() -> LatestChanges.by(List.of("m"), id).apply(map))
        .hasMessageContaining("maps cannot be compared");
  }

  private static void assertRefused(LatestChanges changes, String message) {
    assertThatThrownBy(() -> changes.apply(users()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }

  private record Change(int id, Integer ts, Integer seq, String op, Integer v) {

    static Change of(Random random) {
      return new Change(
          random.nextInt(3),
          random.nextInt(5) == 0 ? null : random.nextInt(3),
          random.nextInt(5) == 0 ? null : random.nextInt(2),
          List.of("I", "U", "D").get(random.nextInt(3)),
          random.nextInt(4) == 0 ? null : random.nextInt(3));
    }

    boolean deleted() {
      return op.equals("D");
    }

    Row row() {
      return RowFactory.create(id, ts, seq, op, v);
    }
  }

  private static Dataset<Row> frame(List<Change> changes) {
    return TestSpark.session()
        .createDataFrame(
            changes.stream().map(Change::row).toList(),
            StructType.fromDDL("id INT, ts INT, seq INT, op STRING, v INT"));
  }

  /** Returns the group of a row, and with it the row: what a state knows of it. */
  private static Map<List<Object>, Row> byGroup(Dataset<Row> rows, boolean versions) {
    Map<List<Object>, Row> found = new HashMap<>();
    for (Row row : rows.collectAsList()) {
      List<Object> group = new ArrayList<>(List.of(row.get(0)));
      if (versions) {
        group.add(row.get(1));
      }
      assertThat(found.put(group, row)).as("another row of the group").isNull();
    }
    return found;
  }

  private static int compare(Row a, Row b) {
    for (int i = 0; i < a.size(); i++) {
      Comparable<Object> left = comparable(a.get(i));
      Object right = b.get(i);
      if (left == null || right == null) {
        if (left != right) {
          return left == null ? -1 : 1;
        }
      } else if (left.compareTo(right) != 0) {
        return left.compareTo(right);
      }
    }
    return 0;
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> comparable(Object value) {
    return (Comparable<Object>) value;
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void givesTheSameWhetherFoldedInBatchesOrTakenAtOnce(@ForAll long seed) {
    Random random = new Random(seed);
    boolean versions = random.nextBoolean();
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(40); i >= 0; i--) {
      changes.add(Change.of(random));
    }
    changes.addAll(changes.subList(0, changes.size() / 3));
    LatestChanges plain =
        LatestChanges.by(List.of("id"), List.of("ts", "seq")).withDeleteWhen("op = 'D'");
    LatestChanges latest = versions ? plain.byVersion() : plain;
    Map<List<Object>, Row> atOnce = byGroup(latest.apply(frame(changes)), versions);

    Collections.shuffle(changes, random);
    Map<List<Object>, Row> folded = new HashMap<>();
    for (int from = 0; from < changes.size(); ) {
      int to = Math.min(changes.size(), from + 1 + random.nextInt(20));
      byGroup(latest.apply(frame(changes.subList(from, to))), versions)
          .forEach(
              (group, row) ->
                  folded.merge(
                      group, row, (a, b) -> compare(b.getStruct(5), a.getStruct(5)) > 0 ? b : a));
      from = to;
    }

    assertThat(folded).isEqualTo(atOnce);
    assertModel(changes, versions, atOnce);
  }

  /** Of each group the changes that nothing but their digest puts behind another. */
  private static void assertModel(
      List<Change> changes, boolean versions, Map<List<Object>, Row> latest) {
    Comparator<Integer> nullsFirst = Comparator.nullsFirst(Comparator.naturalOrder());
    Comparator<Change> order =
        Comparator.comparing(Change::ts, nullsFirst)
            .thenComparing(Change::seq, nullsFirst)
            .thenComparing(Change::deleted);
    assertThat(latest)
        .hasSize(
            (int)
                changes.stream()
                    .map(c -> versions ? c.id() + "/" + c.ts() : "" + c.id())
                    .distinct()
                    .count());
    for (Row row : latest.values()) {
      List<Change> group =
          changes.stream()
              .filter(c -> c.id() == row.getInt(0))
              .filter(c -> !versions || Objects.equals(c.ts(), row.get(1)))
              .toList();
      Change last = Collections.max(group, order);
      assertThat(group.stream().filter(c -> order.compare(c, last) == 0).map(Change::row).toList())
          .contains(RowFactory.create(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
      assertThat(row.getBoolean(6)).isEqualTo(last.deleted());
      assertThat(row.getStruct(5).getBoolean(2)).isEqualTo(last.deleted());
      assertThat(row.getStruct(5).get(0)).isEqualTo(last.ts());
      assertThat(row.getStruct(5).get(1)).isEqualTo(last.seq());
    }
  }
}
