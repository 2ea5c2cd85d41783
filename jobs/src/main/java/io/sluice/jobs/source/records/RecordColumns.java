package io.sluice.jobs.source.records;

import io.sluice.transforms.Lineage;
import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The names and types of the columns that say how a record fared. */
public final class RecordColumns {

  /** All reasons why the record is malformed, or NULL. */
  public static final String REASONS = Lineage.PREFIX + "reasons";

  /** The file of a malformed record, or NULL. */
  public static final String BAD_FILE = Lineage.PREFIX + "bad_file";

  /** The file of any record. */
  public static final String FILE = Lineage.FILE;

  /** The bytes of any record. */
  public static final String RAW = Lineage.RAW;

  private RecordColumns() {}

  /** Returns the hidden column of this name. */
  public static StructField hidden(String name) {
    DataType type =
        switch (name) {
          case REASONS -> DataTypes.createArrayType(DataTypes.StringType, false);
          case BAD_FILE, FILE -> DataTypes.StringType;
          case RAW -> DataTypes.BinaryType;
          default -> throw new IllegalArgumentException(name);
        };
    return new StructField(name, type, true, Metadata.empty());
  }

  /** Returns {@code schema} with NULL allowed at every place. */
  public static StructType nullable(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .map(f -> new StructField(f.name(), nullable(f.dataType()), true, f.metadata()))
            .toArray(StructField[]::new));
  }

  private static DataType nullable(DataType type) {
    if (type instanceof StructType struct) {
      return nullable(struct);
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(nullable(array.elementType()), true);
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(nullable(map.keyType()), nullable(map.valueType()), true);
    }
    return type;
  }
}
