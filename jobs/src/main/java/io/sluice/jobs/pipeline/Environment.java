package io.sluice.jobs.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are: {@code conf/env/<name>.yaml} with all overrides applied.
 *
 * @param base the folder that holds conf/; relative paths of the lake start there
 */
public record Environment(
    String name,
    Path base,
    @Doc("Where the lake and its raw data lie.") Lake lake,
    @Doc(value = "Where tables are made known.", byDefault = "{}") Catalog catalog,
    @Doc("Settings of the Spark session; every key begins with `spark.`.")
        Map<String, String> spark,
    @Doc(value = "The AWS services to use.", byDefault = "{}") Aws aws,
    @Doc("Values that pipeline files use as `${name}`.") Map<String, String> variables,
    Origin origin) {

  /** The folders of a lake. */
  public record Lake(
      @Doc("The folder of all tables: a URI, or a path from the folder that holds conf/.")
          String root,
      @Doc("The folder of the raw data; by default `<lake.root>/raw`.") Optional<String> raw) {}

  /** Where tables are made known. */
  public record Catalog(
      @Doc(
              value =
                  "`session` is Spark's own catalog, `glue` is AWS Glue's; neither is supported yet.",
              byDefault = "none")
          CatalogType type) {}

  /** The kinds of catalog. */
  public enum CatalogType {
    SESSION,
    GLUE,
    NONE
  }

  /** The AWS services to use. */
  public record Aws(
      @Doc("The region; by default what the machine is set to.") Optional<String> region,
      @Doc("The URL of the services, where they are not AWS's own.") Optional<String> endpoint) {}

  /** Returns the folder of all tables: an absolute path, or a URI. */
  public String lakeRoot() {
    return Paths.under(base.toString(), lake.root());
  }

  /** Returns the folder of the raw data: an absolute path, or a URI. */
  public String lakeRaw() {
    return lake.raw().isPresent()
        ? Paths.under(base.toString(), lake.raw().get())
        : Paths.under(lakeRoot(), "raw");
  }

  /**
   * Returns where {@code path} is. What begins with {@code raw/} lies under {@link #lakeRaw}, any
   * other relative path under {@link #lakeRoot}; a URI or an absolute path stays as it is.
   */
  public String resolve(String path) {
    if (path.equals("raw") || path.startsWith("raw/")) {
      return Paths.under(lakeRaw(), path.substring("raw".length()).replaceFirst("^/+", ""));
    }
    return Paths.under(lakeRoot(), path);
  }
}
