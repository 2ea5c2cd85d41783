package io.sluice.jobs.pipeline.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Writes the files of docs/ that are generated. */
public final class GenerateDocs {

  private GenerateDocs() {}

  /**
   * Returns the text of each file, by its name.
   *
   * @param spark runs the examples
   */
  static Map<String, String> files(SparkSession spark) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pipeline.schema.json", PipelineSchema.text());
    files.put("pipeline-reference.md", ReferencePages.files());
    files.put("transform-reference.md", ReferencePages.transforms(spark));
    return files;
  }

  /**
   * Writes the files.
   *
   * @param args the folder to write them to
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()) {
      for (Map.Entry<String, String> file : files(spark).entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }
}
