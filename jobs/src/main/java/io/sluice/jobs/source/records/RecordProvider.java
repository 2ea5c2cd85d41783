package io.sluice.jobs.source.records;

import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;
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
