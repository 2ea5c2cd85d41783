package io.sluice.jobs.source.records;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Spark's way to {@link RecordInput}. Only {@link #rows} makes use of it: Spark wants a class that
 * it can make by name.
 */
public final class RecordProvider implements TableProvider {

  /** What {@link #rows} wants read. A list of files is no thing to hand over as an option. */
  private static final ThreadLocal<Table> HANDED_OVER = new ThreadLocal<>();

  /** Made by Spark. */
  public RecordProvider() {}

  /** Returns the records of {@code input} as rows. Nothing is read yet. */
  public static Dataset<Row> rows(SparkSession spark, RecordInput input) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    HANDED_OVER.set(new RecordTable(spark, input));
    try {
      // Spark looks the class up through the thread, and a thread of a pool may see fewer classes.
      thread.setContextClassLoader(RecordProvider.class.getClassLoader());
      return spark.read().format(RecordProvider.class.getName()).load();
    } finally {
      thread.setContextClassLoader(loader);
      HANDED_OVER.remove();
    }
  }

  /** Returns whether the name of a folder can be a value of {@code type}. */
  public static boolean isValue(String text, DataType type) {
    TextValue reader = TextValues.of(type, new RecordOptions(Map.of()).times());
    byte[] bytes = UTF8String.fromString(text).getBytes();
    Object value = reader == null ? TextValue.WRONG : reader.read(bytes, 0, bytes.length);
    return value != TextValue.WRONG && value != TextValue.OUT_OF_RANGE;
  }

  /** Returns the fields of the first CSV record there is: the header, in files that have one. */
  public static List<String> firstFields(RecordInput input, Configuration configuration) {
    RecordOptions options = new RecordOptions(input.options());
    CsvFormat format = CsvFormat.of(options);
    for (RecordFile file : input.files()) {
      try (ByteFeed stored = new ByteFeed(StoredFile.open(configuration, file.uri(), 0), 0);
          ByteFeed feed = stored.inUtf8(format.charset())) {
        feed.skipMark();
        List<String> fields = CsvRecords.fields(feed, format, options.longest());
        if (!fields.isEmpty()) {
          return fields;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.of();
  }

  /** Returns why {@code input} can never be read, whatever its files hold; or nothing. */
  public static Optional<String> problem(RecordInput input) {
    RecordOptions options = new RecordOptions(input.options());
    TimeFormats times;
    try {
      times = options.times();
      if (options.longest() < 1) {
        return Optional.of("maxRecordBytes (it is not positive). Give a number of bytes");
      }
      if (input.kind() == RecordKind.CSV || input.kind() == RecordKind.CSV_LINES) {
        CsvFormat.of(options);
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.of("its options (" + e.getMessage() + "). Correct them");
    }
    for (StructField field : input.schema().fields()) {
      boolean flat =
          input.pathColumns().contains(field.name())
              || input.kind() == RecordKind.CSV
              || input.kind() == RecordKind.CSV_LINES;
      DataType no =
          flat && TextValues.of(field.dataType(), times) == null
              ? field.dataType()
              : JsonTypes.unsupported(field.dataType(), times);
      if (no != null) {
        return Optional.of(
            "column "
                + field.name()
                + " (it cannot be read as "
                + no.catalogString()
                + "). Read it as string, and cast it in a step");
      }
    }
    return Optional.empty();
  }

  @Override
  @SuppressWarnings("deprecation") // Its successor columns() gives the same in other words.
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return handedOver().schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return handedOver();
  }

  private static Table handedOver() {
    Table table = HANDED_OVER.get();
    if (table == null) {
      throw new IllegalStateException(
          "Cannot read with format: "
              + RecordProvider.class.getName()
              + " (it does not know which files). Open a Source and ask it for its rows.");
    }
    return table;
  }
}
