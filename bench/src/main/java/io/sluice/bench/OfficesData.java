package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The offices of a company, as a migration service unloads a table: Parquet, by numbered files. */
final class OfficesData implements DataSet {
  private static final List<ParquetRows.Column> COLUMNS =
      Stream.of("officeCode", "city", "country", "postalCode", "phone", "addressLine1", "territory")
          .map(ParquetRows.Column::text)
          .toList();
  private static final String[][] OFFICES = {
    {"Stonelock", "United Kingdom", "SL1 4QX", "555-0131", "12 Weir Row", "EMEA"},
    {"Netherferry", "United Kingdom", "NF7 2BD", "555-0132", "3 Heron Walk", "EMEA"},
    {"Port Almond", "Ireland", "D99 X0A1", "555-0133", "88 Granary Steps", "EMEA"},
    {"Brzeg Dolny", "Poland", "00-999", "555-0134", "ul. Śluzowa 5", "EMEA"},
    {"Millsedge", "USA", "00417", "555-0135", "1400 Mill Lane", "NA"},
    {"Hikawa-machi", "Japan", "000-0021", "555-0136", "2-11-7 Suirocho", "APAC"},
    {"Lower Brackwater", "Australia", "0099", "555-0137", "6 Towpath Lane", "APAC"}
  };

  /** Writes {@code dms/classicmodels/offices/LOAD00000001.parquet}: seven offices. */
  @Override
  public void sample(Path out, long seed) throws IOException {
    atScale(out, seed, OFFICES.length, 1);
  }

  /** Writes {@code dms/classicmodels/offices/LOADnnnnnnnn.parquet}, one file a part. */
  @Override
  public void atScale(Path out, long seed, long rows, int files) throws IOException {
    Path folder = Files.createDirectories(out.resolve("dms/classicmodels/offices"));
    Parallel.each(
        files,
        file -> {
          String name = String.format(Locale.ROOT, "LOAD%08X.parquet", file + 1);
          try (ParquetRows parquet = new ParquetRows(folder.resolve(name), COLUMNS)) {
            for (long code = rows * file / files + 1; code <= rows * (file + 1) / files; code++) {
              parquet.row(office(code));
            }
          }
        });
  }

  private static List<String> office(long code) {
    String[] office = OFFICES[(int) ((code - 1) % OFFICES.length)];
    String number = code > OFFICES.length ? " " + code : "";
    return List.of(
        Long.toString(code),
        office[0] + number,
        office[1],
        office[2],
        office[3],
        office[4],
        office[5]);
  }
}
