package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

  private static final String SECRET = "correct horse battery staple";
  private static final MaskingKey KEY = MaskingKey.of(SECRET);

  private static Dataset<Row> users() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 'ada@example.com', '0612345678', DATE'1815-12-10', 'f'),"
            + " (2, NULL, NULL, NULL, 'g') AS t(id, email, phone, born, __sluice_file)");
  }

  @Test
  void masksEachColumnInItsOwnWayAndLeavesTheRest() {
    Map<String, Masking> maskings = new LinkedHashMap<>();
    maskings.put("phone", Masking.keepLast(4));
    maskings.put("Email", Masking.redact("hidden"));
    maskings.put("born", Masking.toYear());
    Dataset<Row> result = Mask.of(maskings).apply(users());

    assertThat(Rows.schema(result))
        .isEqualTo("id int, email string, phone string, born date, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactly("[1,hidden,******5678,1815-01-01,f]", "[2,null,null,null,g]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abcdef | 2 | ab**** | ****ef | ab",
        "abc    | 2 | ab*    | *bc    | ab",
        "ab     | 2 | **     | **     | ab",
        "a      | 2 | *      | *      | a",
        "''     | 2 | ''     | ''     | ''",
        "𝒜é日本 | 1 | 𝒜***   | ***本  | 𝒜",
      })
  void keepsSomeCharactersAndNeverAll(
      String text, int n, String first, String last, String truncated) {
    Dataset<Row> rows = Rows.sql("SELECT '" + text + "' AS a");

    assertThat(Rows.of(Mask.of("a", Masking.keepFirst(n)).apply(rows)))
        .containsExactly("[" + first + "]");
    assertThat(Rows.of(Mask.of("a", Masking.keepLast(n)).apply(rows)))
        .containsExactly("[" + last + "]");
    assertThat(Rows.of(Mask.of("a", Masking.truncate(n)).apply(rows)))
        .containsExactly("[" + truncated + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "concat('é', '日') | é日",
        "repeat('a', 0) | ''",
        "7                       | 7",
        "CAST(1.50 AS DECIMAL(4,2)) | 1.50",
        "true                    | true",
        "DATE'2022-05-03'        | 2022-05-03",
      })
  void hashesTheTextOfAValue(String value, String text) throws Exception {
    Dataset<Row> rows = Rows.sql("SELECT " + value + " AS a");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(first(Mask.of("a", Masking.sha256()).apply(rows)))
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(first(Mask.of("a", Masking.sha512()).apply(rows)))
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes)));
  }

  private static String first(Dataset<Row> rows) {
    return rows.first().getString(0);
  }

  /** Test case 1 of RFC 4231. */
  @Test
  void makesTheHmacThatOthersMake() {
    Dataset<Row> rows = Rows.sql("SELECT 'Hi There' AS a");
    byte[] key = new byte[20];
    java.util.Arrays.fill(key, (byte) 0x0b);

    assertThat(first(Mask.of("a", Masking.hmac(MaskingKey.of(key))).apply(rows)))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  }

  @Test
  void tokensAreTheSameForOneValueAndKeyAndTellNothingElse() {
    Dataset<Row> rows =
        Rows.sql("SELECT * FROM VALUES ('7', 7), ('7', 8), (NULL, NULL) AS t(a, b)")
            .repartition(3)
            .orderBy("b");
    Map<String, Masking> maskings = new LinkedHashMap<>();
    maskings.put("a", Masking.token(KEY));
    maskings.put("b", Masking.token(KEY));
    List<Row> result = Mask.of(maskings).apply(rows).collectAsList();
    List<Row> other =
        Mask.of("a", Masking.token(MaskingKey.of("another key of 16 b")))
            .apply(rows)
            .collectAsList();

    assertThat(result.get(0).isNullAt(0)).isTrue();
    assertThat(result.get(1).getString(0)).matches("tok_[0-9a-f]{32}");
    assertThat(result.get(1).getString(0))
        .isEqualTo(result.get(2).getString(0))
        .isEqualTo(result.get(1).getString(1))
        .isNotEqualTo(result.get(2).getString(1))
        .isNotEqualTo(other.get(1).getString(0));
    assertThat(first(Mask.of("a", Masking.hmac(KEY)).apply(rows.filter("b = 7"))))
        .doesNotStartWith(result.get(1).getString(0).substring(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "codegen", "cost", "formatted"})
  void noPlanShowsTheKey(String mode) {
    Map<String, Masking> maskings = new LinkedHashMap<>();
    maskings.put("email", Masking.hmac(KEY));
    maskings.put("phone", Masking.token(KEY));
    Dataset<Row> result = Mask.of(maskings).apply(users());
    var execution = result.queryExecution();
    String plans =
        execution.explainString(org.apache.spark.sql.execution.ExplainMode.fromString(mode))
            + execution.logical().toJSON()
            + execution.executedPlan().toJSON()
            + execution
            + KEY
            + maskings;

    assertThat(plans).contains("hmac_sha256");
    assertHidden(plans);
  }

  private static void assertHidden(String text) {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    assertThat(text)
        .doesNotContainIgnoringCase(SECRET)
        .doesNotContainIgnoringCase("horse")
        .doesNotContainIgnoringCase(HexFormat.of().formatHex(bytes))
        .doesNotContain(java.util.Arrays.toString(bytes))
        .doesNotContain(java.util.Base64.getEncoder().encodeToString(bytes));
  }

  @Test
  void aKeyThatIsTooShortIsRefusedAndNotShown() {
    assertThatThrownBy(() -> MaskingKey.of("fifteen letters"))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("it has 15 bytes")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("letters"));
    assertThat(MaskingKey.of("sixteen letters!")).hasToString("***");
  }

  @Test
  void aKeyIsWhatItsBytesAre() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    MaskingKey key = MaskingKey.of(bytes);
    bytes[0] = 0;
    key.bytes()[1] = 0;

    assertThat(key).isEqualTo(KEY).hasSameHashCodeAs(KEY);
    assertThat(key).isNotEqualTo(MaskingKey.of(SECRET + "!")).isNotEqualTo(SECRET);
  }

  @ParameterizedTest
  @CsvSource({"UTC, false", "America/Los_Angeles, true", "Pacific/Kiritimati, false"})
  void aYearIsThatOfUtcWhateverTheSessionSays(String zone, String ansi) {
    Rows.with(
        "spark.sql.session.timeZone",
        zone,
        () ->
            Rows.with(
                "spark.sql.ansi.enabled",
                ansi,
                () -> {
                  assertYear("2022-01-01T00:00:00Z", "2022-01-01T00:00:00Z");
                  assertYear("2021-12-31T23:59:59.999999Z", "2021-01-01T00:00:00Z");
                  assertYear("1969-12-31T23:59:59.999999Z", "1969-01-01T00:00:00Z");
                  assertYear("1969-01-01T00:00:00Z", "1969-01-01T00:00:00Z");
                  assertThat(
                          Rows.of(
                              Mask.of("a", Masking.toYear())
                                  .apply(
                                      Rows.sql("SELECT TIMESTAMP_NTZ'2021-12-31 23:59:59' AS a"))))
                      .containsExactly("[2021-01-01T00:00]");
                  return null;
                }));
  }

  private static void assertYear(String time, String expected) {
    Dataset<Row> result =
        Mask.of("a", Masking.toYear()).apply(Rows.sql("SELECT TIMESTAMP'" + time + "' AS a"));

    assertThat(Rows.schema(result)).isEqualTo("a timestamp");
    assertThat(Rows.of(result.selectExpr("unix_micros(a)")))
        .containsExactly(
            "[" + java.time.Instant.parse(expected).getEpochSecond() * 1_000_000L + "]");
  }

  @Test
  void reachesIntoStructsAndArrays() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT array(named_struct('x y', named_struct('to', array('abc', NULL)), 'n', 1), NULL)"
                + " AS `mails.all`, named_struct('s', 'abc', 'n', 2) AS s"
                + " UNION ALL SELECT NULL, NULL");
    Map<String, Masking> maskings = new LinkedHashMap<>();
    maskings.put("`mails.all`.`x y`.to", Masking.keepFirst(1));
    maskings.put("s.s", Masking.sha256());
    Dataset<Row> result = Mask.of(maskings).apply(rows);

    assertThat(Rows.schema(result)).isEqualTo(Rows.schema(rows));
    assertThat(Rows.of(result.selectExpr("to_json(`mails.all`)")))
        .containsExactly("[[{\"x y\":{\"to\":[\"a**\",null]},\"n\":1},null]]", "[null]");
    assertThat(Rows.of(result.selectExpr("length(s.s)", "s.n")))
        .containsExactly("[64,2]", "[null,null]");
    assertThat(Rows.of(result.selectExpr("s IS NULL"))).containsExactly("[false]", "[true]");
  }

  @Test
  void isNarrow() {
    Dataset<Row> result = Mask.of("email", Masking.hmac(KEY)).apply(users().repartition(2));

    assertThat(Rows.occurrences(Rows.physical(result), "Exchange")).isEqualTo(1);
  }

  @Test
  void redactsAnyType() {
    Dataset<Row> rows = Rows.sql("SELECT map('a', 1) AS a, CAST(NULL AS INT) AS b");
    Map<String, Masking> maskings = Map.of("a", Masking.redact("-"), "b", Masking.redact("-"));

    assertThat(Rows.of(Mask.of(maskings).apply(rows))).containsExactly("[-,null]");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(Mask.of(Map.of()), "Cannot mask columns: nothing");
    assertRefused(Mask.of("emial", Masking.sha256()), "Did you mean email?");
    assertRefused(Mask.of("id", Masking.keepLast(4)), "keep_last takes a string, and it is an int");
    assertRefused(
        Mask.of("email", Masking.toYear()), "to_year takes a date or a timestamp, and it is");
    assertRefused(Mask.of("email", Masking.keepFirst(0)), "Say 1 or more");
    assertRefused(Mask.of("email", Masking.keepLast(0)), "Say 1 or more");
    assertRefused(Mask.of("email", Masking.truncate(0)), "Say 1 or more");
    assertThatThrownBy(
            () ->
                Mask.of("a", Masking.sha256())
                    .apply(Rows.sql("SELECT TIMESTAMP'2022-01-01 00:00:00' AS a")))
        .hasMessageContaining("sha256 takes a string, a whole number");
    Map<String, Masking> twice = new LinkedHashMap<>();
    twice.put("email", Masking.sha256());
    twice.put("EMAIL", Masking.sha512());
    assertRefused(Mask.of(twice), "it is named twice");
    Map<String, Masking> overlapping = new LinkedHashMap<>();
    overlapping.put("s", Masking.redact("-"));
    overlapping.put("s.a", Masking.redact("-"));
    assertThatThrownBy(
            () -> Mask.of(overlapping).apply(Rows.sql("SELECT named_struct('a', 'x') AS s")))
        .hasMessageContaining("named twice");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(users()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
