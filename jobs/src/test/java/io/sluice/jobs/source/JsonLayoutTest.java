package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JsonLayoutTest {

  private static final StructType ITEM = StructType.fromDDL("id INT, t STRING");

  @TempDir Path folder;

  @Test
  void findsOutTheLayoutOfEachFileByItself() throws IOException {
    write("a-lines.json", "{\"id\":1}\n{\"id\":2}");
    write("b-array.json", " [{\"id\":3},\r\n {\"id\":4}]\n");
    write("c-pretty.json", "[\n  {\n    \"id\": 5\n  },\n  {\n    \"id\": 6\n  }\n]");
    write("d-firehose.json", "{\n  \"id\": 7\n}{\n  \"id\": 8\n}");
    write("e-compact.json", "{\"id\":9}{\"id\":10}");
    write("f-marked.json", "\uFEFF[{\"id\":11}]");
    write("g-marked.json", "\uFEFF{\"id\":12}\n");
    write("h-first-line-broken.json", "{\"id\":1\n{\"id\":14}\n");
    write("i-empty-array.json", "[]");
    write("j-empty.json", "");
    write("k-blank.json", " \n\n");
    assertThat(read(Layout.AUTO))
        .containsExactlyInAnyOrder(
            "1|null",
            "2|null",
            "3|null",
            "4|null",
            "5|null",
            "6|null",
            "7|null",
            "8|null",
            "9|null",
            "10|null",
            "11|null",
            "12|null",
            "14|null",
            "!cut off: ends before the record is complete");
  }

  @Test
  void losesOneRecordOfAPrettyArrayWhenOneIsBroken() throws IOException {
    write(
        "a.json",
        """
        [
          {
            "id": 1,
            "t": "a"
          },
          {
            "id": 2,
            "t": "b
          },
          {
            "id": 3,
            "t": [ { "id": 9 } ]
          }
        ]
        """);
    assertThat(read(Layout.AUTO))
        .containsExactly(
            "1|a", "!not JSON: a line ends inside a string at byte 27", "3|[ { \"id\": 9 } ]");
  }

  @Test
  void losesOneRecordOfACompactArrayWhenOneIsBroken() throws IOException {
    write("a.json", "[{\"id\":1},{\"id\":2,\"t\":\"x},{\"id\":3},{\"id\":4 5},{\"id\":6}]");
    assertThat(read(Layout.ARRAY))
        .containsExactly(
            "1|null",
            "!not JSON: unexpected 'i' at byte 19",
            "3|null",
            "!not JSON: unexpected '5' at byte 9",
            "6|null");
  }

  @Test
  void takesNoInnerObjectForARecord() throws IOException {
    String kids = "{\"id\":1,\"k\":[{\"id\":7},{\"id\":8}]}";
    String cutOff = "{\"id\":1,\"k\":[{\"id\":7},{\"id\":8}],\"t\":x";
    write("a.json", "[" + kids + "," + cutOff + "," + kids + "]");
    assertThat(read(Layout.ARRAY))
        .containsExactly("1|null", "!not JSON: unexpected 'x' at byte 37");
  }

  @Test
  void losesOneOfConcatenatedRecordsWhenOneIsBroken() throws IOException {
    write("a.json", "{\"id\":1}{\"id\":}{\"id\":3}\n{\"id\":4,\"t\":\"\n{\"id\":5} {\"id\":6}");
    assertThat(read(Layout.CONCATENATED))
        .containsExactly(
            "1|null",
            "!not JSON: unexpected '}' at byte 7",
            "3|null",
            "!not JSON: a line ends inside a string at byte 14",
            "5|null",
            "6|null");
  }

  @Test
  void rejectsWhatIsNoObject() throws IOException {
    write("a.json", "[1, {\"id\":2}, \"x\", [{\"id\":3}], null, {\"id\":4}]");
    assertThat(read(Layout.ARRAY))
        .containsExactly(
            "!not an object",
            "2|null",
            "!not an object",
            "!not an object",
            "!not an object",
            "4|null");
  }

  @Test
  void rejectsWhatIsBetweenRecordsOrBehindThem() throws IOException {
    write("a.json", "[{\"id\":1}, oops {\"id\":2},]");
    write("b.json", "[{\"id\":3}] trailing [{\"id\":4}]");
    write("c.json", "[{\"id\":5} {\"id\":6}");
    assertThat(read(Layout.ARRAY))
        .containsExactlyInAnyOrder(
            "1|null",
            "!not JSON: unexpected 'o' at byte 1",
            "2|null",
            "!not JSON: unexpected ']' at byte 1",
            "3|null",
            "!not JSON: unexpected 't' after the array",
            "5|null",
            "6|null",
            "!cut off: the array ends without a bracket");
  }

  @Test
  void rejectsAFileThatIsNoArrayAsAWhole() throws IOException {
    write("a.json", "{\"id\":1}\n{\"id\":2}");
    assertThat(read(Layout.ARRAY)).containsExactly("!not an array: unexpected '{' before it");
  }

  @ParameterizedTest
  @EnumSource(
      value = Layout.class,
      names = {"ARRAY", "CONCATENATED"})
  void saysThatAFileEndsInsideARecord(Layout layout) throws IOException {
    String open = layout == Layout.ARRAY ? "[" : "";
    String comma = layout == Layout.ARRAY ? "," : "";
    write("a.json", open + "{\"id\":1}" + comma + "{\"id\":2,\"t\":\"abc");
    assertThat(read(layout))
        .containsExactly("1|null", "!cut off: ends before the record is complete");
  }

  @Test
  void readsARecordThatIsLongerThanTheWindow() throws IOException {
    String text = "é".repeat(3_000_000);
    write("a.json", "{\"id\":1,\"t\":\"" + text + "\"}{\"id\":2}");
    write("b.json", "[{\"id\":3,\"t\":\"" + text + "\"},{\"id\":4}]");
    assertThat(read(Layout.AUTO))
        .containsExactlyInAnyOrder("1|" + text, "2|null", "3|" + text, "4|null");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<String> read(Layout layout) {
    return Reading.shown(
        SourceSpec.of("items", folder.toString(), Format.JSON).withSchema(ITEM).withLayout(layout));
  }
}
