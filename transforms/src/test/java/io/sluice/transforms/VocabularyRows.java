package io.sluice.transforms;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Few rows with a column for whatever a transform may want, the same in every session. */
final class VocabularyRows {

  /** In New York, clocks go forward half an hour later. */
  static final Timestamp SPRING = Timestamp.from(Instant.parse("2022-03-13T06:30:00Z"));

  /** In New York, this is the first of two half past one. */
  static final Timestamp AUTUMN = Timestamp.from(Instant.parse("2022-11-06T05:30:00Z"));

  static final Timestamp NOON = Timestamp.from(Instant.parse("2022-11-06T12:00:00Z"));

  private VocabularyRows() {}

  private static StructField field(Naming naming, String name, DataType type) {
    return new StructField(naming.of(name), type, true, Metadata.empty());
  }

  static StructType schema(Naming n) {
    StructType s =
        struct(
            field(n, "f", DataTypes.IntegerType),
            field(n, "g", DataTypes.StringType),
            field(n, "h", DataTypes.TimestampType));
    StructType item =
        struct(
            field(n, "sku", DataTypes.StringType),
            field(n, "qty", DataTypes.IntegerType),
            field(n, "codes", new ArrayType(DataTypes.StringType, true)));
    return struct(
        field(n, "ident", DataTypes.IntegerType),
        field(n, "k", DataTypes.StringType),
        field(n, "n", DataTypes.IntegerType),
        field(n, "x", DataTypes.DoubleType),
        field(n, "d", DataTypes.createDecimalType(10, 2)),
        field(n, "at", DataTypes.TimestampType),
        field(n, "wall", DataTypes.TimestampNTZType),
        field(n, "day", DataTypes.DateType),
        field(n, "local", DataTypes.StringType),
        field(n, "zone", DataTypes.StringType),
        field(n, "v", DataTypes.StringType),
        field(n, "op", DataTypes.StringType),
        field(n, "doc", DataTypes.StringType),
        field(n, "price", DataTypes.StringType),
        field(n, "jan", DataTypes.IntegerType),
        field(n, "feb", DataTypes.LongType),
        field(n, "s", s),
        field(n, "tags", new ArrayType(DataTypes.StringType, true)),
        field(n, "items", new ArrayType(item, true)),
        field(n, "attrs", new MapType(DataTypes.StringType, DataTypes.IntegerType, true)),
        field(n, "nothing", DataTypes.NullType));
  }

  private static StructType struct(StructField... fields) {
    return new StructType(fields);
  }

  static Dataset<Row> of(Naming naming) {
    List<Row> rows =
        List.of(
            RowFactory.create(
                1,
                "a",
                1,
                1.5,
                new BigDecimal("10.25"),
                SPRING,
                LocalDateTime.parse("2022-03-13T02:30:00"),
                Date.valueOf("2022-03-13"),
                "2022-07-01 08:00:00",
                "America/New_York",
                "a-b",
                "I",
                "{\"x\":1,\"t\":\"2022-03-13 02:30:00\",\"y.z\":\"q\"}",
                "1.5",
                3,
                4L,
                RowFactory.create(1, "z", SPRING),
                List.of("t", "u"),
                Arrays.asList(
                    RowFactory.create("p", 1, List.of("c1", "c2")),
                    RowFactory.create("q", null, null)),
                Map.of("m", 1),
                null),
            RowFactory.create(
                2,
                "a",
                2,
                -0.0,
                new BigDecimal("0.00"),
                AUTUMN,
                LocalDateTime.parse("2022-11-06T01:30:00"),
                Date.valueOf("2022-11-06"),
                "2022-07-01 09:00:00",
                "Asia/Kolkata",
                "c-d",
                "U",
                "not json",
                "free",
                null,
                5L,
                RowFactory.create(2, null, null),
                List.of(),
                List.of(),
                Map.of(),
                null),
            RowFactory.create(
                3,
                "b",
                null,
                Double.NaN,
                null,
                NOON,
                LocalDateTime.parse("2022-11-06T12:00:00"),
                Date.valueOf("2022-11-06"),
                "2022-07-01 10:00:00",
                "UTC",
                "e-f",
                "D",
                "{}",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            RowFactory.create(
                4,
                "c",
                9,
                2.5,
                new BigDecimal("0.01"),
                null,
                null,
                null,
                "2022-07-01 11:00:00",
                "UTC",
                "g-h",
                "I",
                null,
                "7",
                1,
                1L,
                RowFactory.create(5, "y", NOON),
                Arrays.asList("t", null),
                List.of(RowFactory.create("r", 4, List.of())),
                Map.of("o", 3),
                null));
    return TestSpark.session().createDataFrame(rows, schema(naming));
  }

  /** Returns the rows with a lineage column, which differs in every row. */
  static Dataset<Row> withLineage(Naming naming) {
    return of(naming)
        .selectExpr("*", "concat('file-', " + naming.at("ident") + ") AS " + Lineage.FILE);
  }

  /** Returns the rows of another frame, with a key in common. */
  static Dataset<Row> other(Naming n) {
    StructType schema =
        struct(
            field(n, "k", DataTypes.StringType),
            field(n, "w", DataTypes.IntegerType),
            field(n, "midnight", DataTypes.TimestampType));
    List<Row> rows =
        List.of(
            RowFactory.create("a", 10, Timestamp.from(Instant.parse("2022-03-13T00:00:00Z"))),
            RowFactory.create("c", 30, Timestamp.from(Instant.parse("2022-11-06T12:00:00Z"))),
            RowFactory.create(null, 40, null));
    return TestSpark.session().createDataFrame(rows, schema);
  }
}
