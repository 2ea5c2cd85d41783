package io.sluice.jobs.sink;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/** How values are spelled in the files of a table, so that they come back as they went in. */
public final class WrittenFiles {

  /** Spark's own default for text leaves microseconds out. */
  private static final Map<String, String> TIMES =
      Map.of(
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][XXX]",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]");

  /** Quotes are doubled, as every reader of CSV takes them; blanks are kept, which Spark drops. */
  private static final Map<String, String> CSV =
      Map.of(
          "header", "true",
          "escape", "\"",
          "ignoreLeadingWhiteSpace", "false",
          "ignoreTrailingWhiteSpace", "false");

  /** Stands in for what has no quotes and no characters; no text is this. */
  private static final String NULL = "\u0001NULL\u0001";

  private WrittenFiles() {}

  /** Returns the options with which files of a format are written. */
  static Map<String, String> options(String format) {
    Map<String, String> options = new HashMap<>();
    if (format.equals("csv") || format.equals("json")) {
      options.putAll(TIMES);
    }
    if (format.equals("csv")) {
      options.putAll(CSV);
    }
    return options;
  }

  /**
   * Returns a reader of files that were written with {@link #options}. Paths are names to it, also
   * where they hold a star or a bracket.
   */
  public static DataFrameReader reader(SparkSession session, String format) {
    DataFrameReader reader =
        session.read().format(format).options(options(format)).option("__globPaths__", "false");
    if (!format.equals("csv")) {
      return reader;
    }
    // With Spark's own, an empty text in quotes would be taken for a NULL.
    return reader.option("multiLine", "true").option("nullValue", NULL);
  }
}
