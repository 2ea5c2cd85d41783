package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs as AWS DMS writes them: a full load, files of changes, some of them twice. */
class DmsLogTest {

  private static final String COLUMNS = " AS t(Op, ts, seq, id, name, office)";

  private static final String LOAD =
      "('I', NULL, NULL, 1002, 'Murphy', '1'), ('I', NULL, NULL, 1056, 'Patterson', '1'),"
          + " ('I', NULL, NULL, 1076, 'Firrelli', '1')";

  /** An update, a delete that tells its key alone, and one that is taken back a moment later. */
  private static final String EVENING =
      "('U', '2022-07-05 18:03:54', '01', 1056, 'Patterson', '6'),"
          + " ('D', '2022-07-05 18:04:10', '02', 1076, NULL, NULL),"
          + " ('D', '2022-07-05 18:05:00', '03', 1002, NULL, NULL),"
          + " ('I', '2022-07-05 18:05:00', '04', 1002, 'Murphy', '2')";

  /** A newcomer, who moves twice in a second, and the update of a row that comes back. */
  private static final String NIGHT =
      "('I', '2022-07-06 01:00:00', '05', 1188, 'Vanauf', '3'),"
          + " ('U', '2022-07-06 01:00:07', '07', 1188, 'Vanauf', '5'),"
          + " ('U', '2022-07-06 01:00:07', '06', 1188, 'Vanauf', '4'),"
          + " ('I', '2022-07-06 02:00:00', '08', 1076, 'Firrelli', '1')";

  private static Dataset<Row> file(String name) {
    String values =
        switch (name) {
          case "load" -> LOAD;
          case "evening" -> EVENING;
          default -> NIGHT;
        };
    return Rows.sql("SELECT *, '" + name + "' AS __sluice_file FROM VALUES " + values + COLUMNS);
  }

  private static LatestChanges changes(String... order) {
    return LatestChanges.by(List.of("id"), List.of(order)).withDeleteWhen("Op = 'D'");
  }

  /** Takes the files one by one, each with what is left of those before. */
  private static Dataset<Row> folded(LatestChanges changes, String files) {
    Dataset<Row> state = null;
    for (String name : files.split(" ", -1)) {
      Dataset<Row> batch = changes.apply(file(name));
      state = state == null ? batch : changes.apply(state.unionByName(batch));
    }
    return state;
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return Rows.of(rows).stream().sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "load evening night",
    "night evening load",
    "evening load evening night evening",
    "load load night load evening night",
  })
  void givesTheTableWhateverTheOrderOfTheFilesAndHoweverOftenTheyCome(String files) {
    Dataset<Row> table =
        folded(changes("ts", "seq"), files).filter("NOT __sluice_deleted").drop("ts", "seq");

    assertThat(sorted(table.select("Op", "id", "name", "office")))
        .containsExactly(
            "[I,1002,Murphy,2]",
            "[I,1076,Firrelli,1]",
            "[U,1056,Patterson,6]",
            "[U,1188,Vanauf,5]");
  }

  @Test
  void remembersADeleteThatTellsItsKeyAlone() {
    Dataset<Row> state = folded(changes("ts", "seq"), "evening load");

    assertThat(sorted(state.filter("__sluice_deleted").select("id", "name", "__sluice_order.o1")))
        .containsExactly("[1076,null,2022-07-05 18:04:10]");
  }

  @ParameterizedTest
  @CsvSource({"load evening night", "night load evening"})
  void takesADeleteForTheLastOfASecondThatNothingElseOrders(String files) {
    Dataset<Row> table = folded(changes("ts"), files).filter("NOT __sluice_deleted");

    assertThat(sorted(table.filter("id <> 1188").select("id")))
        .as("nothing says that 1002 was inserted after its delete")
        .containsExactly("[1056]", "[1076]");
  }

  @ParameterizedTest
  @CsvSource({"load evening night", "night evening evening load"})
  void tellsWhereEachSatAndWhen(String files) {
    LatestChanges log = changes("ts", "seq").byVersion();
    Dataset<Row> history =
        Versions.by(List.of("id"), "ts")
            .without(List.of("Op", "ts", "seq"))
            .apply(folded(log, files))
            .selectExpr(
                "id", "name", "office", "right(valid_from, 8)", "right(valid_to, 8)", "is_current");

    assertThat(sorted(history))
        .containsExactly(
            "[1002,Murphy,1,null,18:05:00,false]",
            "[1002,Murphy,2,18:05:00,null,true]",
            "[1056,Patterson,1,null,18:03:54,false]",
            "[1056,Patterson,6,18:03:54,null,true]",
            "[1076,Firrelli,1,02:00:00,null,true]",
            "[1076,Firrelli,1,null,18:04:10,false]",
            "[1188,Vanauf,3,01:00:00,01:00:07,false]",
            "[1188,Vanauf,5,01:00:07,null,true]");
  }
}
