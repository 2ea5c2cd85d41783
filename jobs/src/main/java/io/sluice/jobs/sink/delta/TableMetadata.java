package io.sluice.jobs.sink.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What Delta's log says of a whole table: its {@code metaData} action, in the JSON that the
 * protocol lays down.
 */
final class TableMetadata {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACTION = "metaData";
  private static final String COMMENT = "comment";
  private static final String LAST_COLUMN = "delta.columnMapping.maxColumnId";

  private final ObjectNode tree;

  private TableMetadata(ObjectNode tree) {
    this.tree = tree;
  }

  /** Returns what a new table begins with. */
  static TableMetadata of(DeltaLayout layout) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("id", UUID.randomUUID().toString());
    tree.putObject("format").put("provider", "parquet").putObject("options");
    tree.put("createdTime", Clock.systemUTC().millis());
    return new TableMetadata(tree).replacedBy(layout);
  }

  static boolean isIn(String action) {
    return action.startsWith("{\"" + ACTION + "\":");
  }

  static TableMetadata parse(String action) {
    try {
      return new TableMetadata((ObjectNode) JSON.readTree(action).get(ACTION));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read metadata of a Delta table: " + action, e);
    }
  }

  String json() {
    return JSON.createObjectNode().set(ACTION, tree).toString();
  }

  String id() {
    return tree.get("id").asText();
  }

  StructType schema() {
    return (StructType) DataType.fromJson(tree.get("schemaString").asText());
  }

  List<String> partitionBy() {
    List<String> names = new ArrayList<>();
    tree.get("partitionColumns").forEach(name -> names.add(name.asText()));
    return names;
  }

  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    tree.path("configuration")
        .fields()
        .forEachRemaining(entry -> properties.put(entry.getKey(), entry.getValue().asText()));
    return properties;
  }

  /** Returns what a column is called in files and partition values; see Delta's column mapping. */
  String physicalName(String column) {
    String mapped = "delta.columnMapping.physicalName";
    Metadata metadata = schema().apply(column).metadata();
    return metadata.contains(mapped) ? metadata.getString(mapped) : column;
  }

  /** Returns the metadata of the same table with other columns and partitions. */
  TableMetadata replacedBy(DeltaLayout layout) {
    ObjectNode copy = tree.deepCopy();
    copy.put("schemaString", storable(layout.schema()).json());
    ArrayNode partitions = copy.putArray("partitionColumns");
    layout.partitionBy().forEach(partitions::add);
    return new TableMetadata(copy).with(DeltaTransaction.canonical(layout.properties()));
  }

  /** Returns the metadata of the same table when rows of this layout join it. */
  TableMetadata joinedBy(DeltaLayout layout) {
    return with(DeltaSchemas.joined(schema(), storable(layout.schema())))
        .with(DeltaTransaction.canonical(layout.properties()));
  }

  /**
   * Returns the metadata of the same table with the columns and properties that it lacks and files
   * were {@code written} with: the names that these columns have in the files included.
   */
  TableMetadata joinedBy(TableMetadata written) {
    Map<String, String> properties = written.properties();
    properties.computeIfPresent(
        LAST_COLUMN,
        (key, last) ->
            String.valueOf(
                Math.max(
                    Long.parseLong(last),
                    Long.parseLong(properties().getOrDefault(LAST_COLUMN, "0")))));
    return with(DeltaSchemas.joined(schema(), written.schema())).with(properties);
  }

  private TableMetadata with(StructType schema) {
    ObjectNode copy = tree.deepCopy();
    copy.put("schemaString", schema.json());
    return new TableMetadata(copy);
  }

  private TableMetadata with(Map<String, String> properties) {
    ObjectNode copy = tree.deepCopy();
    ObjectNode all = copy.withObject("/configuration");
    properties.forEach(all::put);
    return new TableMetadata(copy);
  }

  /** Returns whether the two say the same of columns, partitions and properties. */
  boolean sameAs(TableMetadata other) {
    return schema().equals(other.schema())
        && partitionBy().equals(other.partitionBy())
        && properties().equals(other.properties());
  }

  /**
   * All columns may be NULL, as in every other format; of what Spark keeps beside a column, only
   * its comment is the table's.
   */
  private static StructType storable(StructType schema) {
    StructType stored = new StructType();
    for (StructField field : schema.asNullable().fields()) {
      Metadata metadata =
          field.metadata().contains(COMMENT)
              ? new MetadataBuilder()
                  .putString(COMMENT, field.metadata().getString(COMMENT))
                  .build()
              : Metadata.empty();
      stored = stored.add(new StructField(field.name(), field.dataType(), true, metadata));
    }
    return stored;
  }
}
