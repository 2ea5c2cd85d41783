package io.sluice.transforms;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Small frames, and what is in them. */
final class Rows {

  private Rows() {}

  static Dataset<Row> sql(String query) {
    return TestSpark.session().sql(query);
  }

  /** Returns the rows as text, in the order in which they come. */
  static List<String> of(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }

  /** Returns the schema as {@code name type, ...}. */
  static String schema(Dataset<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (var field : rows.schema().fields()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(field.name())
          .append(' ')
          .append(field.dataType().catalogString());
    }
    return text.toString();
  }

  static String optimized(Dataset<Row> rows) {
    return rows.queryExecution().optimizedPlan().toString();
  }

  static String physical(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  static int occurrences(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  /** Runs {@code body} while the session has a setting, and puts back what it was. */
  static <T> T with(String key, String value, Callable<T> body) {
    SparkSession session = TestSpark.session();
    String before = session.conf().get(key);
    session.conf().set(key, value);
    try {
      return body.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      session.conf().set(key, before);
    }
  }
}
