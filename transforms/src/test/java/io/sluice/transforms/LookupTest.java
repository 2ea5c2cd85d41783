package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class LookupTest {

  private static Dataset<Row> offices() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 'fr', 'f'), (2, 'xx', 'f'), (3, NULL, 'g'), (4, 'fr', 'g'),"
            + " (5, 'nn', 'g') AS t(id, country, __sluice_file)");
  }

  /** No name for nn; a NULL key, twice. */
  private static Dataset<Row> countries() {
    return Rows.sql(
        "SELECT * FROM VALUES ('fr', 'France', 67, 't'), ('nn', NULL, 1, 't'),"
            + " (NULL, 'none', 0, 't'), (NULL, 'nil', 0, 't')"
            + " AS t(code, name, people, __sluice_file)");
  }

  private static Lookup byCode() {
    return Lookup.in(countries()).on(Map.of("country", "code"));
  }

  @Test
  void addsTheTablesColumnsAndKeepsEveryRowOnce() {
    Dataset<Row> result = byCode().apply(offices());

    assertThat(Rows.schema(result))
        .isEqualTo("id int, country string, name string, people int, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactlyInAnyOrder(
            "[1,fr,France,67,f]",
            "[2,xx,null,null,f]",
            "[3,null,null,null,g]",
            "[4,fr,France,67,g]",
            "[5,nn,null,1,g]");
    assertThat(byCode().accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
  }

  @Test
  void takesTheColumnsNamedBehindAPrefix() {
    Lookup lookup = byCode().withColumns(List.of("PEOPLE", "code")).withPrefix("c_");

    assertThat(lookup.apply(offices()).columns())
        .containsExactly("id", "country", "c_people", "c_code", "__sluice_file");
    assertThat(Rows.of(lookup.apply(offices().filter("id = 1")))).containsExactly("[1,fr,67,fr,f]");
  }

  @Test
  void leavesOutTheKeyThatBearsOneNameOnBothSides() {
    Dataset<Row> table = Rows.sql("SELECT 1L AS id, 'x' AS x");

    assertThat(Rows.of(Lookup.in(table).on("ID").apply(offices().filter("id < 3"))))
        .containsExactlyInAnyOrder("[1,fr,x,f]", "[2,xx,null,f]");
  }

  @Test
  void rejectsMissesWhenAsked() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = byCode().withRejectedMisses().apply(offices(), tally);

    assertThat(Rows.of(result.select("id"))).containsExactlyInAnyOrder("[1]", "[4]", "[5]");
    assertThat(tally.rejectedRows).isEqualTo(2);
    assertThat(tally.rejected).isEqualTo(Map.of("lookup: country: not in the table", 2L));
    assertThat(byCode().withRejectedMisses().apply(offices()).count()).isEqualTo(3);
  }

  @Test
  void givesDefaultsToMissesAndNotToValuesThatAreNull() {
    Lookup lookup = byCode().withDefaults(Map.of("name", "concat('?', country)", "people", "-1"));

    assertThat(Rows.of(lookup.apply(offices())))
        .containsExactlyInAnyOrder(
            "[1,fr,France,67,f]",
            "[2,xx,?xx,-1,f]",
            "[3,null,null,-1,g]",
            "[4,fr,France,67,g]",
            "[5,nn,null,1,g]");
    assertThat(Rows.schema(lookup.apply(offices())))
        .isEqualTo(Rows.schema(byCode().apply(offices())));
  }

  @Test
  void failsARunWhereTheTableHoldsAKeyTwiceEvenIfNoRowHasIt() {
    Dataset<Row> table =
        countries()
            .union(Rows.sql("SELECT 'zz', 'z', 1, 't'"))
            .union(Rows.sql("SELECT 'zz', 'z', 1, 't'"));
    Dataset<Row> planned = Lookup.in(table).on(Map.of("country", "code")).apply(offices());

    assertThatThrownBy(() -> planned.collectAsList())
        .rootCause()
        .hasMessageContaining(
            "Cannot look up by: country (the table holds a key more than once). Rid it of repeats");
  }

  @Test
  void letsANullKeyFindANullKeyWhenAsked() {
    Dataset<Row> table = countries().filter("name IS NULL OR name <> 'nil'");
    Lookup lookup =
        Lookup.in(table).on(Map.of("country", "code")).withNullSafe().withColumns(List.of("name"));

    assertThat(Rows.of(lookup.apply(offices().filter("id = 3"))))
        .containsExactly("[3,null,none,g]");
    assertThatThrownBy(() -> byCode().withNullSafe().apply(offices()).collectAsList())
        .rootCause()
        .hasMessageContaining("the table holds a key more than once");
  }

  @Test
  void findsFloatsByValue() {
    Dataset<Row> rows = Rows.sql("SELECT -0.0D AS k UNION ALL SELECT double('NaN')");
    Dataset<Row> table =
        Rows.sql("SELECT * FROM VALUES (0.0D, 'zero'), (double('NaN'), 'nan') AS t(k, v)");

    assertThat(Rows.of(Lookup.in(table).on("k").apply(rows)))
        .containsExactlyInAnyOrder("[-0.0,zero]", "[NaN,nan]");
  }

  @Test
  void broadcastsTheTableAndDoesNotShuffleTheRows() {
    Dataset<Row> rows = Rows.sql("SELECT id, id % 3 AS k FROM range(1000)");
    Dataset<Row> table = Rows.sql("SELECT 3 - id AS k, id AS v FROM range(3)");
    String plan =
        Rows.with(
            "spark.sql.autoBroadcastJoinThreshold",
            "-1",
            () -> Rows.physical(Lookup.in(table).on("k").apply(rows)));

    assertThat(plan).contains("BroadcastHashJoin [k#").contains("LeftOuter, BuildRight");
    assertThat(Rows.occurrences(plan, "Exchange hashpartitioning")).isEqualTo(1);
    assertThat(plan.indexOf("Exchange hashpartitioning"))
        .as("the table's only, below the broadcast")
        .isGreaterThan(plan.indexOf("BroadcastExchange"));
  }

  @Test
  void refusesKeysAndColumnsThatDoNotFit() {
    assertRefused(Lookup.in(countries()), "there is no key to look up by");
    assertRefused(byCode().withColumns(List.of("nam")), "look up in the table's column: nam (no");
    assertRefused(
        Lookup.in(countries()).on("code"), "Cannot look up by column: code (no such column among");
    assertRefused(byCode().withColumns(List.of("name")).withPrefix("__sluice_"), "are reserved");
    assertRefused(
        Lookup.in(countries().withColumnRenamed("name", "ID")).on(Map.of("country", "code")),
        "Cannot look up into column: ID (another column is called that). Give a prefix");
    assertRefused(byCode().withColumns(List.of("name", "NAME")), "another column is called that");
    assertRefused(
        byCode().withColumns(List.of("name")).withDefaults(Map.of("people", "1")),
        "Cannot give a default to column: people (it is not among those that are looked up)");
    assertRefused(
        byCode().withDefaults(Map.of("people", "1L")),
        "Cannot give a default to column: people (it is int and 1L is bigint)");
    assertRefused(
        byCode().withDefaults(Map.of("people", "idd")), "take as a default: idd (no such column");
    assertRefused(
        Lookup.in(countries()).on(Map.of("id", "code")),
        "the left is an int and the right a string");
  }

  private static void assertRefused(Lookup lookup, String message) {
    assertThatThrownBy(() -> lookup.apply(offices()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
