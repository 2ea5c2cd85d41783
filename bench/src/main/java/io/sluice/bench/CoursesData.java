package io.sluice.bench;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Courses as CSV. Every tenth row repeats the one three before it in all fields. When a course came
 * out is told in its own place's time, month first and day last: {@code 05202203 14:30} is the
 * third of May 2022, half past two.
 */
final class CoursesData {
  private static final int ROWS = 60;
  private static final LocalDate FIRST_DAY = LocalDate.of(2021, 1, 4);
  private static final String[] AUTHORS = {
    "Henrike Moss", "Jabari Stott", "Zoë Larkspur", "Ambrose Quill", "Petronella Vane"
  };
  private static final String[] SUBJECTS = {
    "Splicing rope", "Reading the tide", "Lock keeping", "Ledgers by lamplight", "Dredging, slowly"
  };
  private static final String[] LEVELS = {"for beginners", "in a weekend", "once more", "by ear"};
  private static final String[] ZONES = {
    "Europe/London", "Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"
  };
  private static final String[] STREETS = {"Weir Row", "Heron Walk", "Granary Steps", "Mill Lane"};
  private static final String[] CITIES = {"Stonelock", "Netherferry", "Port Almond", "Millsedge"};

  private CoursesData() {}

  static DataSet of() {
    return RecordData.of("courses", ".csv", ROWS, CoursesData::line)
        .withHeader(
            "course_id,title,author,original_price,discount,survey,published_local,zone,address");
  }

  private static byte[] line(long seed, long row) {
    long id = row % 10 == 0 ? row - 3 : row;
    Dice dice = Dice.of(seed, id);
    int price = dice.between(10, 180) * 100 + 99;
    int discount = dice.oneIn(3) ? 0 : dice.between(1, price / 2);
    LocalDate day = FIRST_DAY.plusDays(dice.below(700));
    return Csv.line(
        id,
        dice.pick(SUBJECTS) + " " + dice.pick(LEVELS),
        dice.pick(AUTHORS),
        BigDecimal.valueOf(price, 2),
        BigDecimal.valueOf(discount, 2),
        dice.oneIn(4) ? "Dislike" : "Like",
        published(day, dice),
        dice.pick(ZONES),
        dice.between(1, 180)
            + (" " + dice.pick(STREETS))
            + (", " + dice.pick(CITIES))
            + (", " + Digits.padded(dice.below(100_000), 5)));
  }

  /** By day: no clock is put forward or back then. */
  private static String published(LocalDate day, Dice dice) {
    return Digits.padded(day.getMonthValue(), 2)
        + Digits.padded(day.getYear(), 4)
        + Digits.padded(day.getDayOfMonth(), 2)
        + (" " + Digits.padded(dice.between(7, 21), 2))
        + (":" + Digits.padded(dice.below(60), 2));
  }
}
