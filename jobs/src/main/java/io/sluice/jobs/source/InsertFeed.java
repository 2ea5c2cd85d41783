package io.sluice.jobs.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.pipeline.ChangeColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** All rows of a Delta table as changes that inserted them: where a reader of changes begins. */
final class InsertFeed implements Source {

  private final Source table;
  private final long version;

  InsertFeed(Source table, long version) {
    this.table = table;
    this.version = version;
  }

  @Override
  public List<SourceFile> files() {
    return table.files();
  }

  @Override
  public StructType schema() {
    return ChangeColumns.with(table.schema());
  }

  @Override
  public Dataset<Row> rows(Set<Hidden> hidden) {
    List<Column> columns = new ArrayList<>();
    for (String name : table.schema().fieldNames()) {
      columns.add(col("`" + name.replace("`", "``") + "`"));
    }
    columns.add(lit("insert").as(ChangeColumns.TYPE));
    columns.add(lit(version).as(ChangeColumns.VERSION));
    columns.add(lit(null).cast("timestamp").as(ChangeColumns.TIMESTAMP));
    for (Hidden h : Hidden.values()) {
      if (hidden.contains(h)) {
        columns.add(col(h.column()));
      }
    }
    return table.rows(hidden).select(columns.toArray(Column[]::new));
  }

  @Override
  public Source only(Set<String> uris) {
    return new InsertFeed(table.only(uris), version);
  }

  @Override
  public boolean canReject() {
    return false;
  }

  @Override
  public List<BadFile> unreadable() {
    return table.unreadable();
  }
}
