package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {

  private static final StructType SALES =
      StructType.fromDDL("id INT NOT NULL, name STRING, sold DATE, amount DECIMAL(10,2)");

  @TempDir Path folder;

  @Test
  void findsColumnsByTheNamesInTheHeaderOfEachFile() throws IOException {
    write("a.csv", "id,name,sold,amount\r\n1,\"Lamp, red\",2024-01-31,12.50\r\n");
    write("b.csv", "\uFEFFamount,extra,sold,name,id\n3,x,2024-02-01,\"two\nlines\",2\n");
    assertThat(read(Map.of("header", "true")))
        .containsExactlyInAnyOrder("1|Lamp, red|2024-01-31|12.50", "2|two\nlines|2024-02-01|3.00");
  }

  @Test
  void tellsNothingFromAnEmptyText() throws IOException {
    write("a.csv", "1,,,\n2,\"\",\"\",\n");
    assertThat(read(Map.of())).containsExactly("1|null|null|null", "2||null|null");
  }

  @Test
  void resolvesDoubledAndEscapedQuotes() throws IOException {
    write(
        "a.csv",
        "1,\"say \"\"hi\"\"\",,\n2,\"say \\\"hi\\\"\",,\n3,\"C:\\dir\\\\\",,\n4,a \"b\" c\\d,,\n");
    assertThat(read(Map.of()))
        .containsExactly(
            "1|say \"hi\"|null|null",
            "2|say \"hi\"|null|null",
            "3|C:\\dir\\|null|null",
            "4|a \"b\" c\\d|null|null");
  }

  @Test
  void rejectsARecordWithAllThatIsWrongWithIt() throws IOException {
    write(
        "a.csv",
        "1,a,2024-01-31,1.5\n2,b\n,c,never,1234567890.00\n4,d,2024-02-30,1.005\n\"5\"x,e,,\n6,f,,\n");
    assertThat(read(Map.of()))
        .containsExactly(
            "1|a|2024-01-31|1.50",
            "!wrong number of fields: expected 4, found 2",
            "!required: id; wrong type: sold: expected date, found other text; "
                + "out of range: amount: does not fit decimal(10,2)",
            "!wrong type: sold: expected date, found other text; "
                + "out of range: amount: does not fit decimal(10,2)",
            "!text after a closing quote at byte 4",
            "6|f|null|null");
  }

  @Test
  void rejectsEverythingBehindAQuoteThatIsNeverClosed() throws IOException {
    write("a.csv", "1,a,,\n2,\"b,,\n3,c,,\n");
    assertThat(read(Map.of())).containsExactly("1|a|null|null", "!unclosed quote at byte 3");
  }

  @Test
  void keepsTheTextOfARecordToTheLetter() throws IOException {
    write("a.csv", "1,\"x\ny\" ,,\r\nbad\n");
    List<String> raw =
        Reading.open(spec(Map.of()))
            .rows(EnumSet.of(Hidden.REASONS, Hidden.RAW))
            .collectAsList()
            .stream()
            .map(r -> new String(r.<byte[]>getAs(Hidden.RAW.column()), StandardCharsets.UTF_8))
            .toList();
    assertThat(raw).containsExactly("1,\"x\ny\" ,,", "bad");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE", "windows-1252", "UTF-8"})
  void readsOtherEncodings(String encoding) throws IOException {
    Files.write(
        folder.resolve("a.csv"), "1,é à ü,,\n".repeat(3).getBytes(Charset.forName(encoding)));
    assertThat(read(Map.of("encoding", encoding)))
        .containsExactly("1|é à ü|null|null", "1|é à ü|null|null", "1|é à ü|null|null");
  }

  @Test
  void rejectsOnlyTheRecordThatIsNotInTheEncoding() throws IOException {
    byte[] bytes = "1,a,,\n2,?,,\n3,c,,\n".getBytes(StandardCharsets.ISO_8859_1);
    bytes[8] = (byte) 0xE9;
    Files.write(folder.resolve("a.csv"), bytes);
    assertThat(read(Map.of()))
        .containsExactly("1|a|null|null", "!invalid UTF-8 at byte 3", "3|c|null|null");
    bytes[8] = (byte) 0x81;
    Files.write(folder.resolve("a.csv"), bytes);
    assertThat(read(Map.of("encoding", "windows-1252")))
        .containsExactly("1|a|null|null", "!invalid windows-1252 at byte 3", "3|c|null|null");
  }

  @Test
  void rejectsTheRecordsOfAFileWithoutAColumn() throws IOException {
    write("a.csv", "id,name,sold\n1,a,\n");
    write("b.csv", "id,name,sold,amount\n2,b,,\n");
    assertThat(read(Map.of("header", "true")))
        .containsExactlyInAnyOrder("!missing column: amount", "2|b|null|null");
  }

  @Test
  void obeysItsOptions() throws IOException {
    write("a.csv", "# remark\n1;; 'a''b' ;; ;;NA\n");
    assertThat(
            read(
                Map.of(
                    "sep",
                    ";;",
                    "quote",
                    "'",
                    "comment",
                    "#",
                    "nullValue",
                    "NA",
                    "ignoreLeadingWhiteSpace",
                    "true",
                    "ignoreTrailingWhiteSpace",
                    "true")))
        .containsExactly("1|a'b|null|null");
    write("a.csv", "1|a|31.01.2024|");
    assertThat(read(Map.of("sep", "|", "dateFormat", "dd.MM.yyyy")))
        .containsExactly("1|a|2024-01-31|null");
    write("a.csv", "id\tname\tsold\tamount\tmore\n1\ta\t\t\tx\n");
    assertThat(read(Map.of("sep", "\\t", "header", "true", "enforceHeader", "true")))
        .containsExactly("!unknown column: more");
  }

  @Test
  void splitsAFileWhoseRecordsAreLines() throws IOException {
    StringBuilder text = new StringBuilder("name,id,sold,amount\n");
    for (int i = 0; i < 2_000; i++) {
      text.append("n").append(i).append(',').append(i).append(",,\n");
    }
    write("a.csv", text.toString());
    String before = TestSpark.session().conf().get("spark.sql.files.maxPartitionBytes");
    TestSpark.session().conf().set("spark.sql.files.maxPartitionBytes", "1000");
    try {
      Source source = Reading.open(spec(Map.of("header", "true", "multiLine", "false")));
      assertThat(source.rows(EnumSet.noneOf(Hidden.class)).rdd().getNumPartitions())
          .isGreaterThan(10);
      assertThat(Reading.shown(source))
          .hasSize(2_000)
          .doesNotHaveDuplicates()
          .allMatch(r -> r.matches("(\\d+)\\|n\\1\\|null\\|null"));
    } finally {
      TestSpark.session().conf().set("spark.sql.files.maxPartitionBytes", before);
    }
  }

  @Test
  void guessesColumnsWhenToldTo() throws IOException {
    write("a.csv", "id,name,price\n1,\"a\nb\",1.5\n2,c,2\n");
    Source source =
        Reading.open(
            SourceSpec.of("sales", folder.toString(), Format.CSV)
                .withOptions(Map.of("header", "true"))
                .inferring());
    assertThat(source.schema().toDDL()).isEqualTo("id INT,name STRING,price DOUBLE");
    assertThat(Reading.shown(source)).containsExactly("1|a\nb|1.5", "2|c|2.0");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private SourceSpec spec(Map<String, String> options) {
    return SourceSpec.of("sales", folder.toString(), Format.CSV)
        .withSchema(SALES)
        .withOptions(options);
  }

  private List<String> read(Map<String, String> options) {
    return Reading.shown(spec(options));
  }
}
