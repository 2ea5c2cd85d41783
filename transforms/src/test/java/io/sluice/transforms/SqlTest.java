package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

  private static Dataset<Row> posts() {
    return Rows.sql("SELECT 7 AS userId, 'p' AS title, 'f' AS __sluice_file");
  }

  private static Dataset<Row> users() {
    return Rows.sql("SELECT 7 AS id, 'n' AS name, 'g' AS __sluice_file");
  }

  @Test
  void selectsFromNamedInputsAndShowsNoLineage() {
    Dataset<Row> result =
        Sql.of("SELECT * FROM input p JOIN users u ON u.id = p.userId; -- done")
            .with("users", users())
            .apply(posts());

    assertThat(Rows.schema(result)).isEqualTo("userId int, title string, id int, name string");
    assertThat(Rows.of(result)).containsExactly("[7,p,7,n]");
  }

  @Test
  void callsItsOwnRowsByAnotherNameToo() {
    Sql both = Sql.of("SELECT a.title FROM posts a CROSS JOIN input b").withInputName("posts");

    assertThat(Rows.of(both.apply(posts()))).containsExactly("[p]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH x AS (SELECT title FROM input) SELECT * FROM x",
        "(SELECT title FROM input)",
        "SELECT title FROM input -- a comment at the end, ) and ; in it",
        "/* ; ( */ SELECT title FROM input WHERE title <> ');' ORDER BY title LIMIT 5",
        "SELECT 'p' AS title UNION ALL SELECT title FROM input WHERE false"
      })
  void takesWhateverIsOneSelect(String query) {
    assertThat(Rows.of(Sql.of(query).apply(posts()))).containsExactly("[p]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1; SELECT 2|it is more than one statement",
        "DROP TABLE posts|it is not a SELECT",
        "INSERT INTO t SELECT * FROM input|it is not a SELECT",
        "CREATE TABLE t AS SELECT 1|it is not a SELECT",
        "SET x = 1|it is not a SELECT",
        "~~|it is not a SELECT",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x|Cannot run query: WITH",
        "SELECT 1 AS a) UNION ALL (SELECT 2|a bracket is closed that was not opened",
        "SELECT (1 AS a|a bracket is not closed",
        "SELECT * FROM inptu|there is no table inptu among input, users). Did you mean input?",
        "SELECT tilte FROM input|no such column: tilte among userId, title, id, name). Did you mean title?",
        "SELECT __sluice_file FROM input|no such column: __sluice_file",
        "SELECT 1 AS a, 2 AS A|it could be any of a, A",
        "SELECT 1 AS __sluice_x|reserved"
      })
  void saysWhatIsWrongWithAQuery(String query, String message) {
    assertThatThrownBy(() -> Sql.of(query).with("users", users()).apply(posts()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }

  @Test
  void givesEachInputANameOfItsOwn() {
    assertThatThrownBy(() -> Sql.of("SELECT 1").with("INPUT", users()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Cannot name input: INPUT");
    assertThatThrownBy(() -> Sql.of("SELECT 1").with("u", users()).withInputName("U"))
        .isInstanceOf(InvalidTransformException.class);
  }

  @Test
  void leavesNothingBehindInTheSession() {
    long before = views();
    Dataset<Row> result = Sql.of("SELECT title FROM input").apply(posts());
    assertThatThrownBy(() -> Sql.of("SELECT nope FROM input").apply(posts()))
        .isInstanceOf(InvalidTransformException.class);

    assertThat(views()).isEqualTo(before);
    assertThat(Rows.of(result.filter("title = 'p'"))).containsExactly("[p]");
  }

  private static long views() {
    return TestSpark.session().catalog().listTables().filter("isTemporary").count();
  }

  @Test
  void hidesWhatTheSessionCallsByTheSameName() {
    Rows.sql("SELECT 'other' AS title").createOrReplaceTempView("users");
    try {
      Dataset<Row> result = Sql.of("SELECT name FROM users").with("users", users()).apply(posts());
      assertThat(Rows.of(result)).containsExactly("[n]");
    } finally {
      TestSpark.session().catalog().dropTempView("users");
    }
  }

  @Test
  void runsSideBySideInOneSession() {
    List<String> results =
        IntStream.range(0, 24)
            .parallel()
            .mapToObj(
                i ->
                    Rows.of(Sql.of("SELECT * FROM input").apply(Rows.sql("SELECT " + i + " AS i"))))
            .map(rows -> rows.get(0))
            .toList();

    assertThat(results)
        .containsExactlyElementsOf(IntStream.range(0, 24).mapToObj(i -> "[" + i + "]").toList());
  }
}
