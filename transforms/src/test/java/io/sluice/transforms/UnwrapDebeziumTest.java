package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnwrapDebeziumTest {

  private static final String IMAGE = "STRUCT<id: INT, `full name`: STRING>";

  private static String image(String values) {
    return values.equals("NULL")
        ? "CAST(NULL AS " + IMAGE + ")"
        : "CAST(struct(" + values + ") AS " + IMAGE + ")";
  }

  private static String envelope(String op, int position, String before, String after) {
    return "SELECT %s AS before, %s AS after, named_struct('lsn', %dL, 'db', 'app') AS source, %s AS op,"
            .formatted(image(before), image(after), position, op)
        + " %dL AS ts_ms, 'x' AS transaction, 'f%d' AS __sluice_file"
            .formatted(1000 + position, position);
  }

  /** A snapshot's row, an insert, an update, one that moves a key, a delete and its tombstone. */
  private static Dataset<Row> log() {
    return Rows.sql(
        String.join(
            " UNION ALL ",
            envelope("'r'", 1, "NULL", "1, 'ann'"),
            envelope("'c'", 2, "NULL", "2, 'bob'"),
            envelope("'u'", 3, "2, 'bob'", "2, NULL"),
            envelope("'u'", 4, "1, 'ann'", "7, 'ann'"),
            envelope("'d'", 5, "2, NULL", "NULL"),
            envelope("CAST(NULL AS STRING)", 6, "NULL", "NULL")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void takesTheRowAfterAChangeAndBeforeADelete(boolean payload) {
    Dataset<Row> log =
        payload
            ? log()
                .select(
                    expr(
                        "if(op IS NULL, NULL, struct(before, after, source, op, ts_ms)) AS payload"),
                    expr("'s' AS schema"),
                    expr("__sluice_file"))
            : log();
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        UnwrapDebezium.envelopes().withSourceFields(List.of("lsn", "DB")).apply(log, tally);

    assertThat(Rows.schema(result))
        .isEqualTo(
            "id int, full name string, __op string, __ts_ms bigint, __source_lsn bigint, __source_db"
                + " string, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactly(
            "[1,ann,r,1001,1,app,f1]",
            "[2,bob,c,1002,2,app,f2]",
            "[2,null,u,1003,3,app,f3]",
            "[7,ann,u,1004,4,app,f4]",
            "[2,null,d,1005,5,app,f5]");
    assertThat(tally.filtered).isEqualTo(Map.of("tombstone", 1L));
    assertThat(tally.rejectedRows).isZero();
    assertThat(tally.added).isEmpty();
  }

  @Test
  void deletesTheOldKeyWhereAnUpdateChangesIt() {
    RecordingTally tally = RecordingTally.asked();
    UnwrapDebezium unwrap = UnwrapDebezium.envelopes().withPrefix("").withKeys(List.of("ID"));

    assertThat(Rows.of(unwrap.apply(log(), tally)))
        .containsExactly(
            "[1,ann,r,1001,f1]",
            "[2,bob,c,1002,f2]",
            "[2,null,u,1003,f3]",
            "[1,ann,d,1004,f4]",
            "[7,ann,u,1004,f4]",
            "[2,null,d,1005,f5]");
    assertThat(tally.added).isEqualTo(Map.of("key_change", 1L));
    assertThat(tally.filtered).isEqualTo(Map.of("tombstone", 1L));
    assertThat(unwrap.accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(unwrap.apply(log()).columns())
        .containsExactly("id", "full name", "op", "ts_ms", "__sluice_file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'u' | NULL | 1, 'a' | [1,a,u]",
        "'u' | NULL, 'a' | 1, 'a' | [1,a,u]",
        "'u' | 1, NULL | 1, 'a' | [1,a,u]",
        "'u' | 2, NULL | 1, 'a' | [1,a,u]",
        "'u' | 2, 'a' | 1, 'a' | [2,a,d] [1,a,u]",
        "'u' | 1, 'b' | 1, 'a' | [1,b,d] [1,a,u]",
        "'u' | 1, 'a' | NULL, 'a' | [1,a,d] [null,a,u]",
        "'d' | 2, 'a' | 1, 'a' | [2,a,d]",
        "'c' | 2, 'a' | 1, 'a' | [1,a,c]",
      })
  void movesARowOnlyWhereItsWholeOldKeyIsKnown(
      String op, String before, String after, String expected) {
    Dataset<Row> result =
        UnwrapDebezium.envelopes()
            .withKeys(List.of("id", "full name"))
            .apply(Rows.sql(envelope(op, 1, before, after)))
            .drop("__ts_ms", "__sluice_file");

    assertThat(String.join(" ", Rows.of(result))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'c' | 1, 'a' | NULL | after: missing",
        "'r' | NULL | NULL | after: missing",
        "'u' | 1, 'a' | NULL | after: missing",
        "'d' | NULL | 1, 'a' | before: missing",
        "'t' | NULL | NULL | op: truncate",
        "'m' | NULL | NULL | op: message",
        "'C' | NULL | 1, 'a' | op: unknown operation",
        "CAST(NULL AS STRING) | NULL | 1, 'a' | op: unknown operation",
        "CAST(NULL AS STRING) | 1, 'a' | NULL | op: unknown operation",
      })
  void rejectsWhatIsNoChangeOfARow(String op, String before, String after, String reason) {
    for (List<String> keys : List.of(List.<String>of(), List.of("id"))) {
      RecordingTally tally = RecordingTally.asked();
      Dataset<Row> result =
          UnwrapDebezium.envelopes()
              .withKeys(keys)
              .apply(Rows.sql(envelope(op, 1, before, after)), tally);

      assertThat(result.count()).isZero();
      assertThat(tally.rejected).isEqualTo(Map.of("unwrap_debezium: " + reason, 1L));
      assertThat(tally.filtered).isEqualTo(Map.of("tombstone", 0L));
    }
  }

  @Test
  void readsOnlyTheFieldsThatAreAskedFor(@org.junit.jupiter.api.io.TempDir java.nio.file.Path dir) {
    String file = dir.resolve("log").toString();
    log().write().parquet(file);
    Dataset<Row> log = TestSpark.session().read().parquet(file);
    UnwrapDebezium unwrap = UnwrapDebezium.envelopes();

    assertThat(Rows.physical(unwrap.apply(log).select("id")))
        .contains("before:struct<id:int>,after:struct<id:int>")
        .doesNotContain("transaction", "Generate");
    assertThat(Rows.physical(unwrap.withKeys(List.of("id")).apply(log)))
        .contains("Generate")
        .doesNotContain("Exchange", "transaction");
  }

  @Test
  void followsAKeyThroughToTheTableAsItIsNow() {
    Dataset<Row> rows =
        UnwrapDebezium.envelopes()
            .withSourceFields(List.of("lsn"))
            .withKeys(List.of("id"))
            .then(
                LatestChanges.by(List.of("id"), List.of("__source_lsn"))
                    .withDeleteWhen("__op = 'd'"))
            .apply(log());

    assertThat(Rows.of(rows.select("id", "full name", LatestChanges.DELETED)))
        .containsExactlyInAnyOrder("[1,ann,true]", "[2,null,true]", "[7,ann,false]");
  }

  @Test
  void refusesWhatIsNoEnvelope() {
    UnwrapDebezium unwrap = UnwrapDebezium.envelopes();
    assertRefused(unwrap, log().drop("before"), "Cannot unwrap column: before (no such column");
    assertRefused(unwrap, log().drop("ts_ms"), "Cannot unwrap column: ts_ms (no such column");
    assertRefused(
        unwrap,
        log().selectExpr("struct(before, op) AS payload"),
        "payload.after (no such field in payload");
    assertRefused(
        unwrap,
        log().withColumn("after", expr("named_struct('id', 1L)")),
        "Cannot unwrap column: before (it is of another type than after). Declare both alike");
    assertRefused(
        unwrap,
        log().withColumn("before", expr("'{}'")),
        "Cannot unwrap column: before (it is a string, not a struct). Parse it with unbox first.");
    assertRefused(
        unwrap,
        log().withColumn("op", expr("1")),
        "Cannot read operation from column: op (it is an int, not a string)");
    assertRefused(unwrap.withKeys(List.of("idd")), log(), "Did you mean before.id?");
    assertRefused(unwrap.withSourceFields(List.of("lsm")), log(), "Did you mean source.lsn?");
    assertRefused(
        unwrap.withPrefix("__sluice_"),
        log(),
        "Cannot unwrap into column: __sluice_op (names that");
    Dataset<Row> clash =
        Rows.sql(
            "SELECT named_struct('OP', 1) AS before, named_struct('OP', 1) AS after, 'c' AS op, 1 AS ts_ms");
    assertRefused(
        unwrap.withPrefix(""),
        clash,
        "Cannot unwrap into column: op (that name is taken by another column of the row)");
    assertThat(Rows.of(unwrap.apply(clash))).containsExactly("[1,c,1]");
    Dataset<Row> map =
        Rows.sql(
            "SELECT named_struct('m', map(1, 2)) AS before, named_struct('m', map(1, 2)) AS after, 'c' AS op, 1 AS ts_ms");
    assertRefused(unwrap.withKeys(List.of("m")), map, "maps cannot be compared");
  }

  private static void assertRefused(UnwrapDebezium unwrap, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> unwrap.apply(rows))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
