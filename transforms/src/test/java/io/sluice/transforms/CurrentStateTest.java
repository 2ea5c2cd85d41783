package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentStateTest {

  private static final String COLUMNS = " AS t(Op, ts, id, name, age, __sluice_file)";

  /** Two of the full load, one updated; one inserted and deleted; one deleted and back again. */
  private static Dataset<Row> users() {
    return Rows.sql(
        "SELECT * FROM VALUES ('I', NULL, 1, 'joe', 47, 'load'), (NULL, NULL, 2, 'jack', 22,"
            + " 'load'), ('U', 5, 1, 'joe', 51, 'c1'), ('I', 6, 3, 'jim', 9, 'c1'),"
            + " ('D', 7, 3, NULL, NULL, 'c2'), ('D', 7, 4, NULL, NULL, 'c2'),"
            + " ('I', 8, 4, 'jon', 30, 'c2')"
            + COLUMNS);
  }

  private static CurrentState byId() {
    return CurrentState.by(List.of("id")).withTime("ts");
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return Rows.of(rows).stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void givesTheTableAsItIsNowInAnyOrderOfRows(int partitions) {
    Dataset<Row> rows = users().repartition(partitions).orderBy(functions.rand(partitions));

    assertThat(Rows.schema(byId().apply(rows)))
        .isEqualTo("id int, name string, age int, __sluice_file string");
    assertThat(sorted(byId().apply(rows)))
        .containsExactly("[1,joe,51,c1]", "[2,jack,22,load]", "[4,jon,30,c2]");
  }

  @Test
  void keepsOperationTimeAndSequenceWhenAsked() {
    Dataset<Row> rows = users().withColumn("n", functions.lit(1));
    CurrentState state = byId().withSequence(List.of("N"));

    assertThat(state.apply(rows).columns()).containsExactly("id", "name", "age", "__sluice_file");
    assertThat(sorted(state.withOperationColumns().apply(rows)))
        .containsExactly(
            "[I,8,4,jon,30,1,c2]", "[U,5,1,joe,51,1,c1]", "[null,null,2,jack,22,1,load]");
  }

  @Test
  void countsKeysThatAreGoneAndRejectsWhatItCannotPlace() {
    Dataset<Row> rows =
        users()
            .union(
                Rows.sql(
                    "SELECT * FROM VALUES ('X', 9, 1, 'a', 1, 'c'), ('u', 9, NULL, 'b', 1, 'c'),"
                        + " ('I', 9, NULL, 'c', 1, 'c')"
                        + COLUMNS));
    RecordingTally tally = RecordingTally.asked();

    assertThat(sorted(byId().apply(rows, tally)))
        .containsExactly("[1,joe,51,c1]", "[2,jack,22,load]", "[4,jon,30,c2]");
    assertThat(tally.filtered).isEqualTo(Map.of("deleted", 1L));
    assertThat(tally.rejectedRows).isEqualTo(3);
    assertThat(tally.rejected)
        .isEqualTo(
            Map.of("current_state: Op: unknown operation", 2L, "current_state: id: null key", 2L));
    assertThat(byId().accounting()).isEqualTo(Accounting.DEDUPLICATES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'I', 1, 1, 'a' | 'U', 1, 1, 'b' | b",
        "'U', 1, 1, 'a' | 'D', 1, 1, 'b' | ",
        "'D', 1, 1, 'a' | 'I', 1, 1, 'b' | ",
        "'D', 1, 1, 'a' | 'I', 1, 2, 'b' | b",
        "'D', 1, 9, 'a' | 'I', 2, 1, 'b' | b",
        "'D', 1, 9, 'a' | '', NULL, 10, 'b' | ",
        "'U', 1, NULL, 'a' | 'I', 1, 1, 'b' | b",
        "'U', 1, 1, 'a' | 'U', 1, 1, 'b' | a",
      })
  void takesTheLastByTimeThenSequenceThenOperation(String one, String two, String expected) {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS id, * FROM VALUES (%s), (%s) AS t(Op, ts, seq, v)".formatted(one, two));
    CurrentState state = byId().withSequence(List.of("seq"));

    assertThat(Rows.of(state.apply(rows)))
        .isEqualTo(expected == null ? List.of() : List.of("[1," + expected + "]"));
  }

  @Test
  void readsOtherCodesAndSequencesAlone() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES ('r', 1, 1, 'a'), ('c', 2, 2, 'b'), ('u', 3, 1, 'c'),"
                + " ('d', 4, 2, 'd'), ('', 1, 3, 'e'), ('I', 9, 1, 'f')"
                + " AS t(`the op`, lsn, id, v)");
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        CurrentState.by(List.of("id"))
            .withOperation("the op")
            .withSequence(List.of("lsn"))
            .withCodes(List.of("c", "r"), List.of("u"), List.of("d"))
            .apply(rows, tally);

    assertThat(sorted(result)).containsExactly("[1,c]", "[3,e]");
    assertThat(tally.rejected).isEqualTo(Map.of("current_state: the op: unknown operation", 1L));
  }

  @Test
  void shufflesOnceAndPrunesOnBothSidesOfIt() {
    Dataset<Row> rows =
        Rows.sql("SELECT 'I' AS Op, id % 10 AS id, id % 7 AS ts, id AS v FROM range(100)");
    for (Tally tally : List.of(Tally.NONE, RecordingTally.asked())) {
      String plan = Rows.physical(byId().apply(rows, tally));
      assertThat(Rows.occurrences(plan, "Exchange ")).isEqualTo(1);
      int exchange = plan.indexOf("Exchange ");
      assertThat(plan.substring(0, exchange)).contains("WindowGroupLimit");
      assertThat(plan.substring(exchange)).contains("WindowGroupLimit");
    }
  }

  private record Change(String op, Integer ts, Integer seq, int id, int v) {

    static Change of(Random random) {
      return new Change(
          List.of("I", "U", "D", "").get(random.nextInt(4)),
          random.nextInt(6) == 0 ? null : random.nextInt(5),
          random.nextInt(6) == 0 ? null : random.nextInt(3),
          random.nextInt(4),
          random.nextInt(100));
    }

    int kind() {
      return "D".equals(op) ? 3 : "U".equals(op) ? 2 : 1;
    }

    Row row() {
      return RowFactory.create(op, ts, seq, id, v);
    }
  }

  /** Of changes that nothing tells apart the least row is the last. */
  private static final Comparator<Change> PLAYED =
      Comparator.comparing(Change::ts, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Change::seq, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Change::kind)
          .thenComparing(Change::op, Comparator.reverseOrder())
          .thenComparing(Change::v, Comparator.reverseOrder());

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void givesWhatPlayingTheChangesOneByOneGives(@ForAll long seed) {
    Random random = new Random(seed);
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      changes.add(Change.of(random));
    }
    changes.sort(PLAYED);
    Map<Integer, Integer> table = new TreeMap<>();
    for (Change change : changes) {
      if (change.kind() == 3) {
        table.remove(change.id());
      } else {
        table.put(change.id(), change.v());
      }
    }
    Collections.shuffle(changes, random);
    Dataset<Row> log =
        TestSpark.session()
            .createDataFrame(
                changes.stream().map(Change::row).toList(),
                StructType.fromDDL("Op STRING, ts INT, seq INT, id INT, v INT"))
            .repartition(1 + random.nextInt(4));

    assertThat(sorted(byId().withSequence(List.of("seq")).apply(log)))
        .isEqualTo(
            table.entrySet().stream()
                .map(e -> "[" + e.getKey() + "," + e.getValue() + "]")
                .sorted()
                .toList());
  }

  @Test
  void refusesALogThatHasNoOrderOrNoOperation() {
    assertRefused(CurrentState.by(List.of()).withTime("ts"), "the list of keys is empty");
    assertRefused(CurrentState.by(List.of("id")), "nothing says which change is later");
    assertRefused(byId().withOperation("op_"), "follow changes by column: op_ (no such column");
    assertRefused(
        byId().withOperation("age"), "Cannot read operation from column: age (it is an int, not a");
    assertRefused(CurrentState.by(List.of("idd")).withTime("ts"), "Did you mean id?");
    assertRefused(CurrentState.by(List.of("id")).withTime("tss"), "Did you mean ts?");
    assertRefused(
        byId().withCodes(List.of("I"), List.of("I"), List.of("D")),
        "Cannot use operation code: I (it would mean two operations)");
  }

  private static void assertRefused(CurrentState state, String message) {
    assertThatThrownBy(() -> state.apply(users()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
