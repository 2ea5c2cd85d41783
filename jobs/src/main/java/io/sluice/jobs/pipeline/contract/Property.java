package io.sluice.jobs.pipeline.contract;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * A column, or a field of a nested one.
 *
 * @param name as it is in the data: the physical name where the contract gives one
 * @param type the Spark type, from the physical type or else the logical one
 * @param required whether it must never be null
 * @param unique whether no two rows may have the same value
 * @param primaryKeyPosition its place in the primary key, from 1
 * @param limits what values it may have
 * @param classification how confidential it is, such as {@code restricted}
 * @param fields what a nested column is made of: the fields of an object, or those of the objects
 *     in an array
 * @param items what an array holds, with its own rules and no name
 */
public record Property(
    String name,
    DataType type,
    boolean required,
    boolean unique,
    Optional<Integer> primaryKeyPosition,
    Limits limits,
    Optional<String> classification,
    List<String> tags,
    List<QualityRule> quality,
    String description,
    List<Property> fields,
    Optional<Property> items) {

  public Property {
    tags = List.copyOf(tags);
    quality = List.copyOf(quality);
    fields = List.copyOf(fields);
  }

  /** Returns it as a field of a Spark schema, with its description as comment. */
  public StructField field() {
    MetadataBuilder metadata = new MetadataBuilder();
    if (!description.isEmpty()) {
      metadata.putString("comment", description);
    }
    return DataTypes.createStructField(name, type, !required, metadata.build());
  }
}
