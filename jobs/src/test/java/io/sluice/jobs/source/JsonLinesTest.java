package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonLinesTest {

  private static final StructType POSTS =
      StructType.fromDDL("userId INT NOT NULL, id INT, title STRING");

  @TempDir Path folder;

  @Test
  void givesGoodRecordsTheirValuesAndBadOnesTheirReasons() throws Exception {
    Files.writeString(
        folder.resolve("a.json"),
        """
        {"userId":1,"id":2,"title":"a \\u00e9 \\ud83d\\ude00"}
        {"id":"x","title":17}

        {"userId":3,"userId":4}
        {"userId":3,"id":
        hello
        """);
    assertThat(Reading.shown(spec()))
        .containsExactly(
            "1|2|a é 😀",
            "!wrong type: id: expected int, found string; required: userId",
            "!duplicate key: userId",
            "!cut off: ends before the record is complete",
            "!not JSON: unexpected 'h' at byte 1");
  }

  private SourceSpec spec() {
    return SourceSpec.of("posts", folder.toString(), Format.JSON)
        .withSchema(POSTS)
        .withLayout(Layout.LINES);
  }
}
