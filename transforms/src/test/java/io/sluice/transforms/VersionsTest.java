package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

  private static final String COLUMNS = " AS t(Op, ts, id, name, age, __sluice_deleted)";

  /** One that stays, one that changes twice and once for nothing, one that goes and comes back. */
  private static Dataset<Row> users() {
    return Rows.sql(
        "SELECT * FROM VALUES ('I', NULL, 1, 'joe', 47, false), ('I', 1, 2, 'ann', 20, false),"
            + " ('U', 2, 2, 'ann', 20, false), ('U', 4, 2, 'ann', 21, false),"
            + " ('U', 3, 2, 'anna', 20, false), ('I', 1, 3, 'bob', 9, false),"
            + " ('D', 2, 3, NULL, NULL, true), ('D', 3, 3, NULL, NULL, true),"
            + " ('I', 5, 3, 'bob', 9, false), ('D', 6, 4, 'x', 1, true)"
            + COLUMNS);
  }

  private static Versions byId() {
    return Versions.by(List.of("id"), "ts").without(List.of("Op", "ts"));
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return Rows.of(rows).stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void beginsAVersionWhereAValueDiffersAndEndsItAtTheNextOrADelete(int partitions) {
    Dataset<Row> result = byId().apply(users().repartition(partitions));

    assertThat(Rows.schema(result))
        .isEqualTo(
            "id int, name string, age int, valid_from int, valid_to int, is_current boolean");
    assertThat(sorted(result))
        .containsExactly(
            "[1,joe,47,null,null,true]",
            "[2,ann,20,1,3,false]",
            "[2,ann,21,4,null,true]",
            "[2,anna,20,3,4,false]",
            "[3,bob,9,1,2,false]",
            "[3,bob,9,5,null,true]");
    assertThat(byId().accounting()).isEqualTo(Accounting.REWRITES);
    assertThat(byId().name()).isEqualTo("versions");
  }

  @Test
  void keepsTheFirstValuesOfWhatIsNotCompared() {
    assertThat(
            sorted(byId().without(List.of("Op")).ignoring(List.of("AGE")).apply(users())).stream()
                .filter(r -> r.contains("ann")))
        .containsExactly(
            "[1,2,ann,20,1,3,false]", "[3,2,anna,20,3,4,false]", "[4,2,ann,21,4,null,true]");
    assertThat(
            sorted(
                    byId()
                        .comparing(List.of("Age", "name"))
                        .ignoring(List.of("name"))
                        .apply(users()))
                .stream()
                .filter(r -> r.contains("ann")))
        .containsExactly("[2,ann,20,1,4,false]", "[2,ann,21,4,null,true]");
    assertThat(
            sorted(byId().comparing(List.of("name")).apply(users())).stream()
                .filter(r -> r.startsWith("[2")))
        .containsExactly("[2,ann,20,1,3,false]", "[2,ann,21,4,null,true]", "[2,anna,20,3,4,false]");
    assertThat(
            sorted(byId().comparing(List.of()).apply(users())).stream()
                .filter(r -> r.startsWith("[2")))
        .containsExactly("[2,ann,20,1,null,true]");
  }

  @Test
  void endsWhatTheNextSnapshotDoesNotHold() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT *, false AS __sluice_deleted FROM VALUES (1, 1, 'a'), (1, 2, 'a'), (1, 3, 'a'),"
                + " (2, 1, 'b'), (2, 3, 'b'), (3, 1, 'c'), (3, 2, 'c'), (4, NULL, 'd'), (5, 3, 'e'),"
                + " (6, NULL, 'f'), (6, 1, 'f') AS t(id, day, v)");
    Versions days = Versions.by(List.of("id"), "day desc").without(List.of("day"));
    List<String> expected =
        List.of(
            "[1,a,1,null,true]",
            "[2,b,1,2,false]",
            "[2,b,3,null,true]",
            "[3,c,1,3,false]",
            "[4,d,null,1,false]",
            "[5,e,3,null,true]",
            "[6,f,null,2,false]");

    Column literal = array(lit(1), lit(2), lit(3));
    assertThat(sorted(days.withSnapshots(literal).apply(rows))).isEqualTo(expected);
    Dataset<Row> beside = rows.withColumn("__sluice_days", expr("array(null, 1, 2, 3)"));
    assertThat(sorted(days.withSnapshots(col("__sluice_days")).apply(beside))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "double('NaN') | double('NaN') | 1",
        "double('-0.0') | double('0.0') | 1",
        "CAST(NULL AS INT) | CAST(NULL AS INT) | 1",
        "CAST(NULL AS INT) | 0 | 2",
        "0 | CAST(NULL AS INT) | 2",
        "map('a', 1, 'b', 2) | map('b', 2, 'a', 1) | 1",
        "map('a', 1) | map('a', 2) | 2",
        "map('a', 1) | CAST(NULL AS MAP<STRING, INT>) | 2",
        "array(1, NULL) | array(1, NULL) | 1",
        "named_struct('x', 1) | named_struct('x', 2) | 2",
        "map('a', make_interval(0, 1)) | map('a', make_interval(0, 2)) | 2",
        "make_interval(0, 1) | make_interval(0, 1) | 1",
        "TIMESTAMP'2022-03-13 02:30:00Z' | TIMESTAMP'2022-03-13 02:30:00Z' | 1",
      })
  void comparesValuesOfAnyType(String one, String other, int versions) {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS id, 1 AS ts, %s AS v, false AS __sluice_deleted UNION ALL SELECT 1, 2, %s, false"
                .formatted(one, other));

    assertThat(byTime().apply(rows).count()).isEqualTo(versions);
  }

  private static Versions byTime() {
    return Versions.by(List.of("id"), "ts");
  }

  @Test
  void comparesStructsAroundKeysAndTimesAndColumnsOfTheirNames() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT named_struct('id', 1) AS s, named_struct('day', day) AS t, day, v AS id, false AS"
                + " __sluice_deleted FROM VALUES (1, 'a'), (2, 'b'), (3, 'b') AS x(day, v)");
    Versions versions = Versions.by(List.of("s.id"), "t.day");

    assertThat(versions.without(List.of("t", "day")).apply(rows).count()).isEqualTo(2);
    assertThat(versions.without(List.of("t", "id")).apply(rows).count()).isEqualTo(3);
    assertThat(versions.without(List.of("day", "id")).apply(rows).count()).isEqualTo(3);
    assertThat(sorted(Versions.by(List.of("s.id"), "day").without(List.of("t", "id")).apply(rows)))
        .containsExactly("[[1],1,1,null,true]");
  }

  @Test
  void takesWhatLatestChangesGive() {
    Dataset<Row> log =
        Rows.sql(
            "SELECT * FROM VALUES (1, TIMESTAMP'2022-01-01 00:00:00Z', 1, 'I', 'a', 'f1'),"
                + " (1, TIMESTAMP'2022-01-02 00:00:00Z', 2, 'U', 'b', 'f1'),"
                + " (1, TIMESTAMP'2022-01-02 00:00:00Z', 3, 'U', 'a', 'f2'),"
                + " (1, TIMESTAMP'2022-01-03 00:00:00Z', 4, NULL, 'c', 'f2'),"
                + " (1, TIMESTAMP'2022-01-04 00:00:00Z', 5, 'D', NULL, 'f2')"
                + " AS t(`i.d`, ts, seq, Op, v, __sluice_file)");
    List<String> keys = List.of("`i.d`");
    Transform both =
        LatestChanges.by(keys, List.of("ts", "seq"))
            .withDeleteWhen("Op = 'D'")
            .byVersion()
            .then(Versions.by(keys, "TS").without(List.of("op", "ts")).ignoring(List.of("seq")));

    Dataset<Row> result =
        both.apply(log).selectExpr("seq", "v", "day(valid_from)", "day(valid_to)", "is_current");
    assertThat(sorted(result)).containsExactly("[1,a,1,3,false]", "[4,c,3,4,false]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "x", "s.x"})
  void shufflesAndSortsOnce(String key) {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT id % 10 AS id, double(id % 10) AS x, named_struct('x', id % 10, 't', id) AS s, id"
                + " AS ts, id % 3 AS v, id % 5 = 0 AS __sluice_deleted FROM range(100)");
    for (String time : List.of("ts", "s.t")) {
      Versions versions =
          Versions.by(List.of(key), time)
              .without(List.of("s"))
              .withSnapshots(expr("array(1L, 50L)"));
      String plan = Rows.physical(versions.apply(rows, new PlanningTally()));
      assertThat(Rows.occurrences(plan, "Exchange ")).isEqualTo(1);
      assertThat(Rows.occurrences(plan, "Sort ")).isEqualTo(1);
      assertThat(Rows.occurrences(plan, "Window ")).isEqualTo(2);
    }
  }

  @Test
  void refusesWhatMakesNoVersions() {
    assertRefused(Versions.by(List.of(), "ts"), "the list of keys is empty");
    assertRefused(Versions.by(List.of("idd"), "ts"), "Did you mean id?");
    assertRefused(Versions.by(List.of("id"), "tss"), "Did you mean ts?");
    assertRefused(Versions.by(List.of("id"), "ts asc"), "Cannot order changes by: ts asc (");
    assertRefused(byId().without(List.of("o")), "make versions by column: o (no such column");
    assertRefused(byId().ignoring(List.of("ag")), "Did you mean age?");
    assertRefused(
        byId().comparing(List.of("age", "Op")), "Cannot compare column: Op (it is not stored)");
    assertRefused(
        byId().withSnapshots(lit(1)),
        "Cannot make versions of snapshots: ts (it is an int, and the times of the snapshots are an"
            + " int). Give an array of its type.");
    assertRefused(byId().withSnapshots(array(lit("1"))), "are an array<string>)");
    assertThatThrownBy(() -> byId().apply(users().drop("__sluice_deleted")))
        .hasMessage(
            "Cannot make versions by: id (nothing says which rows are deletes: there is no"
                + " __sluice_deleted). Apply LatestChanges by version first.");
    for (String name : List.of("VALID_FROM", "valid_to", "is_current")) {
      assertThatThrownBy(() -> byId().apply(users().withColumnRenamed("age", name)))
          .hasMessageContaining(
              "Cannot make versions with column: " + name.toLowerCase(Locale.ROOT));
      assertThat(
              byId()
                  .without(List.of("Op", "ts", name))
                  .apply(users().withColumnRenamed("age", name))
                  .columns())
          .containsExactly("id", "name", "valid_from", "valid_to", "is_current");
    }
    Dataset<Row> map = Rows.sql("SELECT 1 AS id, map(1, 2) AS m, false AS __sluice_deleted");
    assertThatThrownBy(() -> Versions.by(List.of("m"), "id").apply(map))
        .hasMessageContaining("maps cannot be compared");
    assertThatThrownBy(() -> Versions.by(List.of("id"), "m").apply(map))
        .hasMessageContaining("Cannot order by column: m");
  }

  private static void assertRefused(Versions versions, String message) {
    assertThatThrownBy(() -> versions.apply(users()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }

  private record Change(int id, Integer ts, int seq, boolean deleted, Integer v) {

    static Change of(Random random) {
      return new Change(
          random.nextInt(12),
          random.nextInt(10) == 0 ? null : random.nextInt(9),
          random.nextInt(1000),
          random.nextInt(4) == 0,
          random.nextInt(4) == 0 ? null : random.nextInt(2));
    }

    Row row() {
      return RowFactory.create(id, ts, seq, deleted, v);
    }
  }

  private record Version(int id, int seq, Integer v, Integer from, Integer to, boolean current) {}

  /** Plays the changes: asks at each time whether the key is there, and with what. */
  private static List<Version> played(List<Change> changes, Set<Integer> copies) {
    Comparator<Integer> nullsFirst = Comparator.nullsFirst(Comparator.naturalOrder());
    Map<Integer, TreeMap<Integer, Change>> byKey = new HashMap<>();
    Set<Integer> times = new TreeSet<>(nullsFirst);
    times.addAll(copies);
    for (Change change : changes) {
      times.add(change.ts());
      byKey
          .computeIfAbsent(change.id(), id -> new TreeMap<>(nullsFirst))
          .merge(change.ts(), change, VersionsTest::last);
    }
    Set<Integer> stops = new HashSet<>(copies);
    List<Version> versions = new ArrayList<>();
    byKey.forEach(
        (id, own) -> {
          Change valid = null;
          for (Integer time : times) {
            Change now = own.get(time);
            if (now == null && !stops.contains(time)) {
              continue;
            }
            boolean there = now != null && !now.deleted();
            if (there && valid != null && Objects.equals(valid.v(), now.v())) {
              continue;
            }
            if (valid != null) {
              versions.add(new Version(id, valid.seq(), valid.v(), valid.ts(), time, false));
            }
            valid = there ? now : null;
          }
          if (valid != null) {
            versions.add(new Version(id, valid.seq(), valid.v(), valid.ts(), null, true));
          }
        });
    return versions;
  }

  private static Change last(Change a, Change b) {
    if (a.seq() != b.seq()) {
      return a.seq() > b.seq() ? a : b;
    }
    return a.deleted() ? a : b;
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void givesWhatPlayingTheChangesGives(@ForAll long seed) {
    Random random = new Random(seed);
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(90); i >= 0; i--) {
      Change change = Change.of(random);
      // Of changes that nothing but a digest tells apart, the model cannot know the last.
      if (changes.stream().noneMatch(c -> c.seq() == change.seq())) {
        changes.add(change);
      }
    }
    changes.addAll(List.copyOf(changes.subList(0, changes.size() / 3)));
    Set<Integer> copies = new TreeSet<>();
    if (random.nextBoolean()) {
      changes.stream().map(Change::ts).filter(Objects::nonNull).forEach(copies::add);
      copies.removeIf(t -> random.nextInt(8) == 0);
      copies.add(random.nextInt(12));
    }
    Dataset<Row> log =
        TestSpark.session()
            .createDataFrame(
                changes.stream().map(Change::row).toList(),
                StructType.fromDDL("id INT, ts INT, seq INT, deleted BOOLEAN, v INT"))
            .repartition(1 + random.nextInt(4));
    Versions versions =
        Versions.by(List.of("id"), "ts")
            .without(List.of("ts", "deleted"))
            .ignoring(List.of("seq"))
            .withSnapshots(
                expr(
                    "CAST(array("
                        + copies.stream().map(String::valueOf).collect(Collectors.joining(","))
                        + ") AS ARRAY<INT>)"));
    List<Version> made =
        LatestChanges.by(List.of("id"), List.of("ts", "seq"))
            .withDeleteWhen("deleted")
            .byVersion()
            .then(versions)
            .apply(log)
            .collectAsList()
            .stream()
            .map(VersionsTest::version)
            .toList();

    assertThat(made).containsExactlyInAnyOrderElementsOf(played(changes, copies));
    assertApart(made);
  }

  private static Version version(Row row) {
    return new Version(
        row.getInt(0), row.getInt(1), row.getAs(2), row.getAs(3), row.getAs(4), row.getBoolean(5));
  }

  private static void assertApart(List<Version> versions) {
    Comparator<Version> order =
        Comparator.comparing(Version::id)
            .thenComparing(Version::from, Comparator.nullsFirst(Comparator.naturalOrder()));
    List<Version> sorted = versions.stream().sorted(order).toList();
    for (int i = 1; i < sorted.size(); i++) {
      Version before = sorted.get(i - 1);
      if (before.id() == sorted.get(i).id()) {
        assertThat(before.current()).isFalse();
        assertThat(before.to()).isLessThanOrEqualTo(sorted.get(i).from());
      }
    }
  }
}
