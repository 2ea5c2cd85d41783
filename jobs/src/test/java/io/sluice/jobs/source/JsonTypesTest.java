package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTypesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BOOLEAN | true | true",
        "BOOLEAN | \"true\" | !wrong type: v: expected boolean, found string",
        "BYTE | -128 | -128",
        "BYTE | 128 | !out of range: v: does not fit tinyint",
        "SHORT | 32767 | 32767",
        "INT | -0 | 0",
        "INT | 2147483648 | !out of range: v: does not fit int",
        "INT | 1.0 | !wrong type: v: expected int, found fraction",
        "INT | 1e3 | !wrong type: v: expected int, found fraction",
        "INT | \"1\" | !wrong type: v: expected int, found string",
        "INT | 01 | !not JSON: unexpected '1' at byte 7",
        "INT | -x | !not JSON: unexpected 'x' at byte 7",
        "INT | {} | !wrong type: v: expected int, found object",
        "BIGINT | 9223372036854775807 | 9223372036854775807",
        "BIGINT | -9223372036854775808 | -9223372036854775808",
        "BIGINT | 9223372036854775808 | !out of range: v: does not fit bigint",
        "DOUBLE | 1 | 1.0",
        "DOUBLE | -1.5e-3 | -0.0015",
        "DOUBLE | \"NaN\" | NaN",
        "DOUBLE | \"-Infinity\" | -Infinity",
        "DOUBLE | \"1.5\" | !wrong type: v: expected double, found string",
        "DOUBLE | 1e999 | !out of range: v: does not fit double",
        "DOUBLE | 1. | !not JSON: unexpected '}' at byte 8",
        "FLOAT | 0.1 | 0.1",
        "FLOAT | 1e39 | !out of range: v: does not fit float",
        "DECIMAL(5,2) | 1.5 | 1.50",
        "DECIMAL(5,2) | 1.500 | 1.50",
        "DECIMAL(5,2) | \"-999.99\" | -999.99",
        "DECIMAL(5,2) | 1000 | !out of range: v: does not fit decimal(5,2)",
        "DECIMAL(5,2) | 1.005 | !out of range: v: does not fit decimal(5,2)",
        "DECIMAL(5,2) | \"abc\" | !wrong type: v: expected decimal(5,2), found string",
        "DECIMAL(38,10) | 1234567890123456789012345678.0123456789 "
            + "| 1234567890123456789012345678.0123456789",
        "DECIMAL(5,2) | 1e999999999 | !out of range: v: does not fit decimal(5,2)",
        "STRING | \"a\\u0062\\n\" | ab\\n",
        "STRING | 1.0 | 1.0",
        "STRING | true | true",
        "STRING | {\"a\": [1, 2]} | {\"a\": [1, 2]}",
        "STRING | \"\\ud800\" | !unpaired surrogate at byte 7",
        "STRING | \"\\x\" | !not JSON: not an escape at byte 7",
        "DATE | \"2024-02-29\" | 2024-02-29",
        "DATE | \"2023-02-29\" | !wrong type: v: expected date, found other text",
        "DATE | 19000 | !wrong type: v: expected date, found number",
        "TIMESTAMP | \"2024-01-31T10:00:00.5Z\" | 2024-01-31 10:00:00.5",
        "TIMESTAMP | \"2024-01-31 10:00:00+02:00\" | 2024-01-31 08:00:00",
        "TIMESTAMP | \"2024-01-31\" | 2024-01-31 00:00:00",
        "TIMESTAMP | \"2024-01-31T25:00:00\" "
            + "| !wrong type: v: expected timestamp, found other text",
        "TIMESTAMP | \"10:00:00\" | !wrong type: v: expected timestamp, found other text",
        "TIMESTAMP | 1700000000 | !wrong type: v: expected timestamp, found number",
        "TIMESTAMP_NTZ | \"2024-01-31T10:00:00\" | 2024-01-31 10:00:00",
        "TIMESTAMP_NTZ | \"2024-01-31T10:00:00Z\" "
            + "| !wrong type: v: expected timestamp_ntz, found other text",
        "BINARY | \"aGk=\" | hi",
        "BINARY | \"?\" | !wrong type: v: expected binary, found other text",
        "ARRAY<INT> | [1, null ,3] | [1, null, 3]",
        "ARRAY<INT> | [1,] | !not JSON: unexpected ']' at byte 9",
        "ARRAY<INT> | [\"a\", 2.5] | !wrong type: v[]: expected int, found string; "
            + "wrong type: v[]: expected int, found fraction",
        "MAP<STRING, INT> | {\"a\":1, \"b\":null} | {a -> 1, b -> null}",
        "MAP<STRING, INT> | {\"a\":1, \"a\":2} | !duplicate key: a",
        "STRUCT<a: INT NOT NULL, b: ARRAY<STRUCT<c: STRING>>> "
            + "| {\"b\":[{\"c\":\"x\"},{\"d\":1},{}],\"a\":1} | {1, [{x}, {null}, {null}]}",
        "STRUCT<a: INT NOT NULL> | {\"a\":null} | !required: v.a",
        "STRUCT<a: INT NOT NULL> | {} | !required: v.a",
        "INT | null | NULL",
      })
  void readsAValueAsItsType(String type, String value, String shown) throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"v\":" + value + "}");
    Source source = Reading.open(spec("v " + type));
    Row row =
        source
            .rows(Set.of(Hidden.REASONS))
            .selectExpr(
                "if(__sluice_reasons is null, coalesce(cast(v as string), 'NULL'),"
                    + " concat('!', array_join(__sluice_reasons, '; ')))")
            .head();
    assertThat(row.getString(0)).isEqualTo(shown.replace("\\n", "\n"));
  }

  @Test
  void rejectsBytesThatAreNoTextEvenInFieldsNobodyReads() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[][] bad = {
      {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0xFF}, {0}, {9},
    };
    for (byte[] bytes : bad) {
      out.write("{\"x\":{\"y\":\"".getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.write("\"},\"v\":1}\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve("a.json"), out.toByteArray());
    assertThat(Reading.shown(spec("v INT")))
        .containsExactly(
            "!invalid UTF-8 at byte 12; invalid UTF-8 at byte 13",
            "!invalid UTF-8 at byte 12; invalid UTF-8 at byte 13; invalid UTF-8 at byte 14",
            "!invalid UTF-8 at byte 12",
            "!not JSON: control character 0x00 in a string at byte 12",
            "!not JSON: control character 0x09 in a string at byte 12");
    List<Row> raw =
        Reading.open(spec("v INT"))
            .rows(EnumSet.of(Hidden.REASONS, Hidden.RAW))
            .select(Hidden.RAW.column())
            .collectAsList();
    assertThat(raw.get(2).<byte[]>getAs(0)).contains((byte) 0xFF);
  }

  @Test
  void noticesAKeyThatComesTwiceAtAnyDepthAndInAnySpelling() throws IOException {
    Files.writeString(
        folder.resolve("a.json"),
        """
        {"v":1,"x":[{"a":1,"b":{"c":1,"c":2}}]}
        {"v":1,"x":1,"\\u0076":2}
        {"v":1,"x":1,"y":2,"x":3}
        {"v":1,"V":2}
        """);
    assertThat(Reading.shown(spec("v INT")))
        .containsExactly("!duplicate key: c", "!duplicate key: v", "!duplicate key: x", "1");
  }

  @Test
  void noticesAKeyThatComesTwiceAmongManyThousands() throws IOException {
    StringBuilder keys = new StringBuilder("{\"v\":1");
    for (int i = 0; i < 20_000; i++) {
      keys.append(",\"k").append(i).append("\":").append(i);
    }
    Files.writeString(
        folder.resolve("a.json"), keys + "}\n" + keys + ",\"k19999\":1}\n" + keys + "}\n");
    assertThat(Reading.shown(spec("v INT"))).containsExactly("1", "!duplicate key: k19999", "1");
  }

  @Test
  void readsDeepAndLongRecordsAndRefusesWhatIsTooDeep() throws IOException {
    String deep = "[".repeat(200) + "]".repeat(200);
    String deeper = "[".repeat(100_000) + "]".repeat(100_000);
    String text = "x".repeat(10 * 1024 * 1024);
    Files.writeString(
        folder.resolve("a.json"),
        "{\"v\":1,\"x\":"
            + deep
            + "}\n{\"v\":2,\"x\":"
            + deeper
            + "}\n{\"v\":3,\"x\":\""
            + text
            + "\"}\n");
    assertThat(Reading.shown(spec("v INT")))
        .containsExactly("1", "!too deep: more than 1000 levels", "3");
  }

  @Test
  void rejectsARecordLongerThanAllowedInPieces() throws IOException {
    Files.writeString(
        folder.resolve("a.json"),
        "{\"v\":1}\n{\"v\":2,\"x\":\"" + "x".repeat(2_000) + "\"}\n{\"v\":3}");
    assertThat(Reading.shown(spec("v INT").withOptions(Map.of("maxRecordBytes", "1000"))))
        .containsExactly(
            "1",
            "!too long: a record of more than 1000 bytes",
            "!too long: a record of more than 1000 bytes",
            "!too long: a record of more than 1000 bytes",
            "3");
  }

  @Test
  void rejectsTheSameRecordsWhicheverColumnsAreUsed() throws IOException {
    Files.writeString(
        folder.resolve("a.json"), "{\"v\":1,\"w\":\"x\"}\n{\"v\":\"x\"}\n{\"w\":1}\n{\"v\":2}\n");
    Dataset<Row> rows =
        Reading.open(spec("v INT NOT NULL, w STRING")).rows(EnumSet.of(Hidden.REASONS));
    Dataset<Row> onlyReasons =
        rows.where(functions.col(Hidden.REASONS.column()).isNotNull())
            .select(Hidden.REASONS.column());
    assertThat(onlyReasons.queryExecution().executedPlan().toString())
        .contains("columns=[__sluice_reasons]");
    assertThat(onlyReasons.collectAsList()).hasSize(2);
    assertThat(rows.select("w").count()).isEqualTo(4);
    assertThat(rows.select("w").queryExecution().executedPlan().toString())
        .contains("json", "files=1", "columns=[w]");
  }

  @Test
  void failsOnABadRecordWhenNobodyAskedForReasons() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"v\":\n");
    Dataset<Row> rows = Reading.open(spec("v INT")).rows(Collections.emptySet());
    org.assertj.core.api.Assertions.assertThatThrownBy(rows::collectAsList)
        .hasStackTraceContaining("Cannot read a record of file:");
  }

  @Test
  void readsTimesByPatternsAndInTheZoneItWasGiven() throws IOException {
    Files.writeString(
        folder.resolve("a.json"),
        "{\"d\":\"31.01.2024\",\"t\":\"31/01/2024 10:05\"}\n{\"d\":\"2024-01-31\"}\n");
    assertThat(
            Reading.shown(
                spec("d DATE, t TIMESTAMP")
                    .withOptions(
                        Map.of(
                            "dateFormat", "dd.MM.yyyy",
                            "timestampFormat", "dd/MM/yyyy HH:mm",
                            "timeZone", "America/New_York"))))
        .containsExactly(
            "2024-01-31|2024-01-31 15:05:00.0", "!wrong type: d: expected date, found other text");
  }

  @Test
  void guessesColumnsWhenToldTo() throws IOException {
    Files.writeString(
        folder.resolve("a.json"),
        "[\n {\"id\": 1, \"tags\": [\"a\"]},\n {\"id\": 2.5, \"o\": {\"x\": true}}\n]");
    Source source = Reading.open(SourceSpec.of("x", folder.toString(), Format.JSON).inferring());
    assertThat(source.schema().toDDL())
        .isEqualTo("id DOUBLE,o STRUCT<x: BOOLEAN>,tags ARRAY<STRING>");
    assertThat(source.rows(Set.of()).count()).isEqualTo(2);
  }

  @Test
  void readsLinesOfText() throws IOException {
    Files.write(
        folder.resolve("a.txt"), "\uFEFFone\r\n\ntwo \n\u00ff\n".getBytes(StandardCharsets.UTF_8));
    Files.write(folder.resolve("b.txt"), new byte[] {'x', (byte) 0xFE, '\n'});
    assertThat(Reading.shown(SourceSpec.of("x", folder.toString(), Format.TEXT)))
        .containsExactlyInAnyOrder("one", "", "two ", "ÿ", "!invalid UTF-8 at byte 2");
  }

  private SourceSpec spec(String ddl) {
    return SourceSpec.of("x", folder.toString(), Format.JSON).withSchema(StructType.fromDDL(ddl));
  }

  static {
    TestSpark.session();
  }

  @Test
  void givesEachFieldItsOwnValueWhenOthersOfItsStructAreNotAskedFor() throws IOException {
    Files.writeString(
        folder.resolve("a.json"), "{\"s\": {\"a\": \"first\", \"b\": \"second\", \"c\": 3}}\n");
    SourceSpec spec =
        SourceSpec.of("items", folder.toString(), Format.JSON)
            .withSchema(StructType.fromDDL("s STRUCT<a: STRING, b: STRING, c: INT>"));

    Dataset<Row> rows = Reading.open(spec).rows(EnumSet.noneOf(Hidden.class));

    assertThat(rows.select("s.b", "s.c").collectAsList())
        .containsExactly(RowFactory.create("second", 3));
    assertThat(rows.filter("s.b = 'second'").select("s.c").collectAsList())
        .containsExactly(RowFactory.create(3));
  }
}
