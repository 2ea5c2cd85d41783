package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Values that users write as text, for a column of any type that text can become. */
final class Constants {

  private static final String TEXT = "text";

  private Constants() {}

  /**
   * Returns the value that a cast of {@code text} gives, as a constant of type {@code type}, or
   * nothing where it gives none.
   */
  static Optional<Column> of(SparkSession spark, String text, DataType type) {
    if (!CastRules.possible(DataTypes.StringType, type) || isLost(spark, text, type)) {
      return Optional.empty();
    }
    return Optional.of(expr(CastText.of(sql(text), DataTypes.StringType, type)));
  }

  /** As hexadecimal digits: settings give backslashes and quotes different meanings. */
  private static String sql(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "CAST(X'" + HexFormat.of().formatHex(bytes) + "' AS STRING)";
  }

  /** Works it out of the one row that is here: no job runs for it. */
  private static boolean isLost(SparkSession spark, String text, DataType type) {
    StructType schema = new StructType().add(TEXT, DataTypes.StringType);
    String value = CastText.of(TEXT, DataTypes.StringType, type);
    return spark
        .createDataFrame(List.of(RowFactory.create(text)), schema)
        .selectExpr(value + " IS NULL")
        .collectAsList()
        .get(0)
        .getBoolean(0);
  }
}
