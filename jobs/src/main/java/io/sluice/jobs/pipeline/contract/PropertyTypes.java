package io.sluice.jobs.pipeline.contract;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Origin;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.transforms.TypeNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the Spark type of a contract's field. The physical type decides; where there is none, the
 * logical one does: string, date, timestamp and boolean are the types of those names, {@code time}
 * is a string, {@code integer} a bigint (or tinyint, smallint, int for the formats i8, i16, i32),
 * {@code number} a double (or float for the format f32), {@code object} a struct of its properties,
 * {@code array} an array of its items.
 */
final class PropertyTypes {

  private static final Map<String, DataType> LOGICAL =
      Map.of(
          "string", DataTypes.StringType,
          "date", DataTypes.DateType,
          "timestamp", DataTypes.TimestampType,
          "time", DataTypes.StringType,
          "boolean", DataTypes.BooleanType,
          "integer", DataTypes.LongType,
          "number", DataTypes.DoubleType);

  private static final Map<String, DataType> FORMATS =
      Map.of(
          "i8", DataTypes.ByteType,
          "i16", DataTypes.ShortType,
          "i32", DataTypes.IntegerType,
          "f32", DataTypes.FloatType);

  private static final List<String> LOGICAL_NAMES =
      List.of(
          "string", "date", "timestamp", "time", "number", "integer", "boolean", "object", "array");

  /**
   * A type, and what it is made of.
   *
   * @param fields the properties of an object, or of the objects that an array holds
   * @param items what an array holds
   */
  record Typed(DataType type, List<Property> fields, Optional<Property> items) {

    Typed(DataType type, List<Property> fields) {
      this(type, fields, Optional.empty());
    }
  }

  private final PropertyReader reader;
  private final Origin origin;
  private final Problems problems;

  PropertyTypes(PropertyReader reader, Origin origin, Problems problems) {
    this.reader = reader;
    this.origin = origin;
    this.problems = problems;
  }

  Optional<Typed> type(ContractFile.Field field, String key) {
    Optional<String> logical = field.logicalType();
    if (logical.isPresent() && !LOGICAL_NAMES.contains(logical.get())) {
      refuse(key + ".logicalType", logical.get(), "no such logical type", LOGICAL_NAMES);
      return Optional.empty();
    }
    String physical = field.physicalType().orElse("");
    boolean object = physical.equalsIgnoreCase("struct") || physical.equalsIgnoreCase("object");
    boolean array = physical.equalsIgnoreCase("array");
    if (!physical.isEmpty() && !object && !array) {
      List<Property> fields = reader.properties(field.properties(), key + ".properties");
      return physical(physical, key + ".physicalType").map(type -> new Typed(type, fields));
    }
    if (object || logical.equals(Optional.of("object"))) {
      return struct(field, key);
    }
    if (array || logical.equals(Optional.of("array"))) {
      return array(field, key);
    }
    if (logical.isEmpty()) {
      refuse(
          key, field.name().orElse("?"), "it has neither physicalType nor logicalType", List.of());
      return Optional.empty();
    }
    Optional<String> format = field.logicalTypeOptions().flatMap(ContractFile.Options::format);
    boolean numeric = logical.get().equals("integer") || logical.get().equals("number");
    return Optional.of(
        new Typed(
            numeric && format.isPresent() && FORMATS.containsKey(format.get())
                ? FORMATS.get(format.get())
                : LOGICAL.get(logical.get()),
            List.of()));
  }

  private Optional<DataType> physical(String name, String key) {
    try {
      return Optional.of(TypeNames.parse(name));
    } catch (IllegalArgumentException e) {
      String said = String.valueOf(e.getMessage());
      problems.add(
          origin.problem(
              key,
              said.startsWith("Cannot ") ? said : Messages.cannot("read type", name, said, "")));
      return Optional.empty();
    }
  }

  private Optional<Typed> struct(ContractFile.Field field, String key) {
    if (field.properties().isEmpty()) {
      refuse(key, "object", "it has no properties", List.of());
      return Optional.empty();
    }
    List<Property> fields = reader.properties(field.properties(), key + ".properties");
    StructField[] columns = fields.stream().map(Property::field).toArray(StructField[]::new);
    return Optional.of(new Typed(new StructType(columns), fields));
  }

  private Optional<Typed> array(ContractFile.Field field, String key) {
    if (field.items().isEmpty()) {
      refuse(key, "array", "it has no items", List.of());
      return Optional.empty();
    }
    return reader
        .property(field.items().get(), "", Optional.empty(), key + ".items")
        .map(
            items ->
                new Typed(
                    DataTypes.createArrayType(items.type(), !items.required()),
                    items.fields(),
                    Optional.of(items)));
  }

  private void refuse(String key, String value, String reason, List<String> known) {
    problems.add(
        origin.problem(
            key,
            Messages.cannot(
                "read type",
                value,
                reason,
                known.isEmpty() ? "" : Messages.known("Types are", value, known))));
  }
}
