package io.sluice.jobs.source;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * An input whose files have been listed and whose columns are known; nothing has been read.
 *
 * <p>Every record of every file is one row of {@link #rows}: the good ones with their values, the
 * malformed ones with their reasons. What is rejected, and why, depends on the bytes and the schema
 * alone: not on which columns a query happens to use, and not on how files were split between
 * tasks.
 */
public interface Source {

  /** Returns what will be read, listed once, sorted by URI; empty if there is nothing. */
  List<SourceFile> files();

  /**
   * Returns the data columns as steps see them: those of the schema in its order, then those taken
   * from the path that the schema does not have. All may be NULL, since a rejected record has none
   * of them; a column that the schema says is NOT NULL is never NULL in a good record.
   */
  StructType schema();

  /**
   * Returns the data columns, then the hidden ones in the order of {@link Hidden}. One scan,
   * narrow; columns that are not used are not built.
   *
   * <p>Without {@link Hidden#REASONS} a malformed record fails the read, since nobody would see it.
   *
   * @param hidden what to add
   */
  Dataset<Row> rows(Set<Hidden> hidden);

  /** Returns the same input restricted to those of its files whose URIs are in {@code uris}. */
  Source only(Set<String> uris);

  /**
   * Returns whether single records can be malformed. Where not (Parquet, ORC, Avro, tables), {@link
   * Hidden#REASONS} and {@link Hidden#BAD_FILE} are NULL in all rows.
   */
  boolean canReject();

  /**
   * Returns the files that are not what they claim to be and are not among the rows. Empty where
   * {@link #canReject()}: there a bad file is a row with reasons. The first call opens every file.
   */
  List<BadFile> unreadable();
}
