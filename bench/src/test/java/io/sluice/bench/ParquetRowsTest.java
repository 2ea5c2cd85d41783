package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.bench.ParquetRows.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
  private static final List<Column> COLUMNS = List.of(Column.text("name"), Column.number("age"));

  @TempDir Path folder;

  @Test
  void writesTextsNumbersAndNullsOverSeveralRowGroups() throws IOException {
    Dice dice = Dice.of(1, 1);
    List<List<?>> rows = new ArrayList<>();
    for (int i = 0; i < 120_001; i++) {
      rows.add(
          Arrays.asList(
              // Long runs of either kind, and short ones.
              i / 1000 % 2 == 0 || dice.oneIn(3) ? "Śluza " + i : null,
              dice.oneIn(2) ? dice.between(Integer.MIN_VALUE / 4, Integer.MAX_VALUE / 4) : null));
    }
    assertThat(written(rows)).isEqualTo(rows);
  }

  @Test
  void writesColumnsThatAreNullThroughout() throws IOException {
    List<List<?>> rows = List.of(Arrays.asList("a", null), Arrays.asList("", null));
    assertThat(written(rows)).isEqualTo(rows);
  }

  @Test
  void writesAFileWithoutRows() throws IOException {
    assertThat(written(List.of())).isEmpty();
  }

  private List<List<?>> written(List<List<?>> rows) throws IOException {
    Path file = folder.resolve("rows.parquet");
    try (ParquetRows parquet = new ParquetRows(file, COLUMNS)) {
      for (List<?> row : rows) {
        parquet.row(row);
      }
    }
    List<List<?>> read = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        read.add(
            Arrays.asList(
                row.getFieldRepetitionCount("name") == 0 ? null : row.getString("name", 0),
                row.getFieldRepetitionCount("age") == 0 ? null : row.getInteger("age", 0)));
      }
    }
    return read;
  }
}
