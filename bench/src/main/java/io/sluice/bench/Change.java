package io.sluice.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** One change to a customer's row: the whole row as it is from {@code ts} on, or its end. */
record Change(
    long id,
    String name,
    BigDecimal amount,
    String status,
    String address,
    String note,
    Instant ts,
    boolean deleted) {

  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("name", DataTypes.StringType)
          .add("amount", DataTypes.createDecimalType(12, 2))
          .add("status", DataTypes.StringType)
          .add("address", DataTypes.StringType)
          .add("note", DataTypes.StringType)
          .add("ts", DataTypes.TimestampType)
          .add("deleted", DataTypes.BooleanType);

  private static final String[] STATES = {"new", "active", "dormant", "closed"};
  private static final String[] STREETS = {"Lock Lane", "Mill Street", "Harbour Row", "Towpath"};
  private static final int NOTE_SHORTEST = 50;
  private static final int NOTE_LONGEST = 90;

  static Change invent(Dice dice, long id, long micros, boolean deleted) {
    StringBuilder text = new StringBuilder(256);
    PseudoText.headline(dice, text);
    String name = text.toString();
    text.setLength(0);
    PseudoText.paragraph(dice, dice.between(NOTE_SHORTEST, NOTE_LONGEST), text);
    String address =
        "%s %d, %05d".formatted(dice.pick(STREETS), dice.between(1, 300), dice.below(100_000));
    return new Change(
        id,
        name,
        dice.money(0, 100_000_000),
        dice.pick(STATES),
        address,
        text.toString(),
        Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
        deleted);
  }

  Row row() {
    return RowFactory.create(
        id, name, amount, status, address, note, java.sql.Timestamp.from(ts), deleted);
  }
}
