package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The files of one table as a migration service leaves them in the raw zone: the table as it was
 * found, then a file for the changes of each while, named by its time. Each row says what was done
 * ({@code I}, {@code U}, {@code D}) and when, as text.
 */
final class MigrationFiles {
  private final Path folder;
  private final List<ParquetRows.Column> columns;

  MigrationFiles(Path folder, ParquetRows.Column... columns) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.columns = new ArrayList<>();
    this.columns.add(ParquetRows.Column.text("Op"));
    this.columns.add(ParquetRows.Column.text("ts"));
    this.columns.addAll(List.of(columns));
  }

  /** Returns a row of such a file. */
  static List<Object> row(String op, String ts, Object... values) {
    List<Object> row = new ArrayList<>(List.of(op, ts));
    row.addAll(Arrays.asList(values));
    return row;
  }

  /** Writes the table as it was found. */
  void load(List<List<Object>> rows) throws IOException {
    file("LOAD00000001", rows);
  }

  /** Writes a file of changes. */
  void changes(String time, List<List<Object>> rows) throws IOException {
    file(time, rows);
  }

  private void file(String name, List<List<Object>> rows) throws IOException {
    try (ParquetRows parquet = new ParquetRows(folder.resolve(name + ".parquet"), columns)) {
      for (List<Object> row : rows) {
        parquet.row(row);
      }
    }
  }
}
