package io.sluice.jobs.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.decode;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.encode;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.sluice.transforms.Lineage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The shape of quarantined rows: {@code raw string, reasons array<string>, source_file string,
 * run_id string, quarantined_at timestamp, raw_bytes binary}.
 *
 * <p>{@code raw} is the text of the record. Where its bytes are not UTF-8, {@code raw} shows them
 * with replacement characters and {@code raw_bytes} holds them as they were; else that is NULL.
 */
public final class Quarantine {

  private static final String RAW = "raw";
  private static final String REASONS = "reasons";

  /** Reasons beyond so many are not told apart in a ledger; the rows themselves hold them all. */
  private static final int MOST_REASONS = 100;

  private Quarantine() {}

  /**
   * Returns rejected rows in this shape, but for the columns that a run stamps on them.
   *
   * @param raw the bytes of the record, binary
   * @param reasons why it was rejected, {@code array<string>}
   * @param file the URI of its file, or NULL
   */
  public static Dataset<Row> rows(Dataset<Row> rejected, Column raw, Column reasons, Column file) {
    return rejected.select(
        raw.cast("binary").as("raw_bytes"),
        reasons.as(REASONS),
        file.cast("string").as("source_file"));
  }

  /**
   * Returns what stands in for the text of a record that has none of its own: its columns as JSON,
   * in UTF-8, binary.
   */
  public static Column text(StructType schema) {
    Column[] visible =
        Lineage.visible(schema).stream()
            .map(field -> col("`" + field.name().replace("`", "``") + "`"))
            .toArray(Column[]::new);
    return to_json(struct(visible)).cast("binary");
  }

  /** Returns the rows complete, as they are stored. */
  public static Dataset<Row> stamped(Dataset<Row> rows, String runId, Instant now) {
    Column bytes = col("raw_bytes");
    Column text = decode(bytes, "UTF-8");
    return rows.select(
        text.as(RAW),
        col(REASONS),
        col("source_file"),
        lit(runId).as("run_id"),
        lit(now).as("quarantined_at"),
        when(encode(text, "UTF-8").notEqual(bytes), bytes).as("raw_bytes"));
  }

  /**
   * Returns how many stored rows have each reason, most first; a row with two counts under both.
   * Positions and values are taken off the reasons first: {@code wrong type: userId: expected int,
   * found string} counts as {@code wrong type: userId}. Cost: reads the quarantined rows back.
   */
  public static Map<String, Long> reasons(Dataset<Row> stored) {
    Column reason = col("reason");
    Column brief =
        regexp_replace(
            regexp_replace(reason, "^((?:[a-zA-Z]+ ?){1,2}: [^:]+): .*$", "$1"),
            " at (byte|line|offset) \\d+.*$",
            "");
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Row row :
        stored
            .select(explode(col(REASONS)).as("reason"))
            .groupBy(brief.as("reason"))
            .agg(count(lit(1)).as("rows"))
            .orderBy(desc("rows"), col("reason"))
            .limit(MOST_REASONS)
            .collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }
}
