package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.contract.Contract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** All pipelines and contracts of a folder, read for one environment, and found to be valid. */
public final class Project {

  private final Environment environment;
  private final Map<TableName, Pipeline> pipelines;
  private final Map<TableName, Contract> contracts;
  private final Dependencies dependencies;

  Project(
      Environment environment,
      Map<TableName, Pipeline> pipelines,
      Map<TableName, Contract> contracts) {
    this.environment = environment;
    this.pipelines = pipelines;
    this.contracts = contracts;
    this.dependencies = new Dependencies(this);
  }

  /**
   * Reads conf/env/, conf/pipelines/ and the schemas/ beside conf/. No Spark session is needed.
   *
   * @param conf the folder that holds env/ and pipelines/
   * @param environment the name of a file in env/, without its ending
   * @param overrides dotted keys of the environment, or variables, to values
   * @throws InvalidInputException with everything that is wrong in any of the files
   */
  public static Project load(Path conf, String environment, Map<String, String> overrides) {
    return new ProjectLoader(conf, environment, overrides).load();
  }

  public Environment environment() {
    return environment;
  }

  /** Returns all pipelines, by name, in alphabetical order. */
  public List<Pipeline> pipelines() {
    return List.copyOf(pipelines.values());
  }

  public Optional<Pipeline> pipeline(TableName table) {
    return Optional.ofNullable(pipelines.get(table));
  }

  /** Returns the pipeline that makes a table, as its own or as one of its outputs. */
  public Optional<Pipeline> maker(TableName table) {
    return pipeline(table)
        .or(
            () ->
                pipelines.values().stream()
                    .filter(p -> p.targets().stream().anyMatch(t -> t.table().equals(table)))
                    .findFirst());
  }

  /** Returns a table that a pipeline makes. */
  public Optional<Target> target(TableName table) {
    return maker(table)
        .flatMap(p -> p.targets().stream().filter(t -> t.table().equals(table)).findFirst());
  }

  /** Returns all contracts, by name, in alphabetical order. */
  public List<Contract> contracts() {
    return List.copyOf(contracts.values());
  }

  Dependencies dependencies() {
    return dependencies;
  }

  public Optional<Contract> contract(TableName name) {
    return Optional.ofNullable(contracts.get(name));
  }

  /** Returns the columns that an input's contract or DDL declares, if it has either. */
  public Optional<StructType> declaredSchema(Read read) {
    return read.contract()
        .map(name -> contracts.get(name).schema())
        .or(() -> read.schema().map(Ddl::parse));
  }

  /** Returns where a table is written: an absolute path, or a URI. */
  public String tablePath(Target target) {
    String usual = target.table().database() + "/" + target.table().table();
    return environment.resolve(target.write().path().orElse(usual));
  }

  /** Returns where a table lies, whether or not a pipeline of this project makes it. */
  public String tablePath(TableName table) {
    return target(table)
        .map(this::tablePath)
        .orElseGet(
            () -> Paths.under(environment.lakeRoot(), table.database() + "/" + table.table()));
  }

  /**
   * Returns the pipelines that {@code selectors} name, in dependency order: a table, a glob ({@code
   * cleaned.*}), {@code +x} with all that x needs, {@code x+} with all that needs x; none for all.
   *
   * @throws InvalidInputException when a selector matches nothing
   */
  public Selection select(List<String> selectors) {
    return Selection.of(this, selectors);
  }
}
