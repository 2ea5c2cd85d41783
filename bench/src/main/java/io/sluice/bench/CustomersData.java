package io.sluice.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * All customers once a day, in folders {@code YYYY/MM/DD}. Most records repeat what stood there the
 * day before. Of the changes some are corrections, which keep the time of what they correct: then
 * two records of a customer differ, and their {@code ts} does not.
 */
final class CustomersData implements DataSet {
  private static final String NAME = "customers";
  private static final int DAYS = 30;
  private static final int CUSTOMERS = 5;
  private static final LocalDate FIRST_DAY = LocalDate.of(2022, 6, 15);
  private static final String[] NAMES = {
    "Holm Ferry Company", "Brink Dredging", "Mosswater Mills", "Culver Culverts", "Vane Weather"
  };
  private static final String[] SEGMENTS = {"trade", "retail", "trade", "retail", "public"};

  /** Writes {@code customers/YYYY/MM/DD/customers.json}: thirty days of five customers. */
  @Override
  public void sample(Path out, long seed) throws IOException {
    for (int day = 0; day < DAYS; day++) {
      Path file = folder(out, day).resolve(NAME + ".json");
      snapshots(CUSTOMERS).write(file, seed, 1 + (long) day * CUSTOMERS, (day + 1L) * CUSTOMERS);
    }
  }

  /**
   * Writes {@code customers/YYYY/MM/DD/customers-NNN.json}: thirty days of as many customers as
   * give that many rows; where they cannot all have thirty, some are missing on the last day.
   */
  @Override
  public void atScale(Path out, long seed, long rows, int files) throws IOException {
    long customers = Math.max(1, (rows + DAYS - 1) / DAYS);
    Parallel.each(
        files,
        file -> {
          String name = String.format(Locale.ROOT, "%s-%03d.json", NAME, file);
          long last = rows * (file + 1) / files;
          long row = rows * file / files + 1;
          while (row <= last) {
            int day = (int) ((row - 1) / customers);
            long until = Math.min(last, (day + 1) * customers);
            snapshots(customers).write(folder(out, day).resolve(name), seed, row, until);
            row = until + 1;
          }
        });
  }

  private static Path folder(Path out, int day) throws IOException {
    LocalDate date = FIRST_DAY.plusDays(day);
    return Files.createDirectories(
        out.resolve(
            String.format(
                Locale.ROOT,
                "%s/%04d/%02d/%02d",
                NAME,
                date.getYear(),
                date.getMonthValue(),
                date.getDayOfMonth())));
  }

  private static RecordData snapshots(long customers) {
    return RecordData.of(
        NAME,
        ".json",
        CUSTOMERS * DAYS,
        (seed, row) ->
            Json.line(snapshot(seed, (row - 1) % customers + 1, (int) ((row - 1) / customers))));
  }

  private static Map<String, Object> snapshot(long seed, long customer, int day) {
    int kind = (int) ((customer - 1) % NAMES.length);
    Change last = Change.last(seed, customer, day);
    Change told = last;
    while (told.corrects()) {
      told = Change.last(seed, customer, told.day() - 1);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("customerId", customer);
    fields.put("name", customer <= NAMES.length ? NAMES[kind] : NAMES[kind] + " " + customer);
    fields.put("revenue", last.revenue());
    // Only some customers move, so that no segment is ever empty.
    fields.put("segment", kind == 1 && last.moved() ? SEGMENTS[0] : SEGMENTS[kind]);
    fields.put("ts", told.time().toString());
    return fields;
  }

  /**
   * What a customer's record may become on a day.
   *
   * @param corrects whether the record keeps the time of the one before
   */
  private record Change(
      int day, boolean happens, boolean corrects, boolean moved, BigDecimal revenue, Instant time) {

    static Change last(long seed, long customer, int day) {
      Change change = of(seed, customer, day);
      return change.happens() ? change : last(seed, customer, day - 1);
    }

    private static Change of(long seed, long customer, int day) {
      Dice dice = Dice.of(seed, -(customer * 64 + day));
      // So that of each fifth customer it is in doubt which record is the newest.
      boolean doubtful = customer % 5 == 0 && day == DAYS - 1;
      return new Change(
          day,
          dice.oneIn(7) || day == 0 || doubtful,
          (dice.oneIn(3) && day > 0) || doubtful,
          dice.oneIn(2),
          dice.money(100_000, 9_999_999),
          FIRST_DAY
              .plusDays(day)
              .atStartOfDay()
              .plusSeconds(dice.between(6 * 3600, 20 * 3600))
              .toInstant(ZoneOffset.UTC));
    }
  }
}
