package io.sluice.jobs.pipeline.contract;

import io.sluice.jobs.pipeline.Origin;
import io.sluice.jobs.pipeline.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What the columns of a table are agreed to be.
 *
 * @param name by which pipelines refer to it
 * @param version the contract's own version, such as {@code 1.0.0}
 * @param quality rules on whole rows or on the table
 */
public record Contract(
    TableName name,
    String version,
    String status,
    String description,
    List<Property> properties,
    List<QualityRule> quality,
    Origin origin) {

  public Contract {
    properties = List.copyOf(properties);
    quality = List.copyOf(quality);
  }

  /** Returns the record that a contract's file is read into, whose keys are its keys. */
  public static Class<?> file() {
    return ContractFile.class;
  }

  /** Returns the columns; those that are not required may be null. */
  public StructType schema() {
    return new StructType(properties.stream().map(Property::field).toArray(StructField[]::new));
  }

  /** Returns the column of this name. */
  public Optional<Property> property(String column) {
    return properties.stream().filter(p -> p.name().equals(column)).findFirst();
  }

  /** Returns the columns of the primary key, in its order; none where it has none. */
  public List<String> primaryKey() {
    return properties.stream()
        .filter(p -> p.primaryKeyPosition().isPresent())
        .sorted(Comparator.comparing(p -> p.primaryKeyPosition().get()))
        .map(Property::name)
        .toList();
  }
}
