package io.sluice.bench;

import java.time.LocalDate;

/** Sales as CSV, with product names that hold commas, quotes and line breaks. */
final class SalesData {
  private static final int ROWS = 400;
  private static final LocalDate FIRST_DAY = LocalDate.of(2022, 6, 1);
  private static final int DAYS = 30;
  private static final String[] PRODUCTS = {
    "Rope, hemp, 10 m",
    "Rope, hemp, 25 m",
    "Windlass",
    "Lantern \"Second Bend\"",
    "Lantern \"Second Bend\", amber glass",
    "Tide table\n(pocket edition)",
    "Tide table",
    "Postcards,\nset of six",
    "Mooring pin",
    "Kettle, 1.5 l",
    "Crème de café",
    "Boat hook, 2 m,\n\"well-kept\""
  };

  private SalesData() {}

  static DataSet of() {
    return RecordData.of("sales", ".csv", ROWS, SalesData::line)
        .withHeader("sale_id,product_name,sale_date,sale_amount");
  }

  private static byte[] line(long seed, long row) {
    Dice dice = Dice.of(seed, row);
    return Csv.line(
        row,
        dice.pick(PRODUCTS),
        FIRST_DAY.plusDays(dice.below(DAYS)),
        dice.money(95, 24_999).toPlainString());
  }
}
