package io.sluice.bench;

import static io.sluice.bench.MigrationFiles.row;

import io.sluice.bench.ParquetRows.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The users of an application: two of them, and one whose age was corrected. */
final class AppUsersData implements DataSet {

  /** Writes {@code dms/app/users}: {@code LOAD00000001.parquet} and a file of changes. */
  @Override
  public void sample(Path out, long seed) throws IOException {
    MigrationFiles files =
        new MigrationFiles(
            out.resolve("dms/app/users"),
            Column.number("id"),
            Column.text("name"),
            Column.number("age"));
    String loaded = "2022-07-04 08:00:12.004000";
    files.load(List.of(row("I", loaded, 1, "joe", 47), row("I", loaded, 2, "jack", 22)));
    files.changes(
        "20220705-093301188", List.of(row("U", "2022-07-05 09:32:40.517000", 1, "joe", 51)));
  }
}
