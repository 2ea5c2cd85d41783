package io.sluice.jobs.source;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * What to read, and as what.
 *
 * @param name what messages call this input
 * @param paths URIs or local paths of files, folders (with all below them) or globs
 * @param format what the files are
 * @param layout how JSON records follow each other; other formats ignore it
 * @param options as Spark's reader of the format has them; their names are matched without regard
 *     to case, and an unknown one is refused
 * @param schema the columns; where absent, files must carry a schema or {@code infer} be true
 * @param infer whether columns may be guessed from the first records
 * @param partitionTemplate names for the levels of folders between a path and its files, such as
 *     {@code {year}/{month}/{day}}; absent, folders of the form {@code name=value} are columns
 * @param allowEmpty whether it is all right that there are no files
 */
public record SourceSpec(
    String name,
    List<String> paths,
    Format format,
    Layout layout,
    Map<String, String> options,
    Optional<StructType> schema,
    boolean infer,
    Optional<String> partitionTemplate,
    boolean allowEmpty) {

  /** Copies the collections. */
  public SourceSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(layout, "layout");
    paths = List.copyOf(paths);
    options = Map.copyOf(options);
  }

  /**
   * Returns the plainest reading of one path: JSON in whichever layout, for all else its defaults.
   */
  public static SourceSpec of(String name, String path, Format format) {
    return new SourceSpec(
        name,
        List.of(path),
        format,
        Layout.AUTO,
        Map.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        false);
  }

  /** Returns a copy with these columns. */
  public SourceSpec withSchema(StructType columns) {
    return new SourceSpec(
        name,
        paths,
        format,
        layout,
        options,
        Optional.of(columns),
        infer,
        partitionTemplate,
        allowEmpty);
  }

  /** Returns a copy with these options and no others. */
  public SourceSpec withOptions(Map<String, String> given) {
    return new SourceSpec(
        name, paths, format, layout, given, schema, infer, partitionTemplate, allowEmpty);
  }

  /** Returns a copy with this layout. */
  public SourceSpec withLayout(Layout given) {
    return new SourceSpec(
        name, paths, format, given, options, schema, infer, partitionTemplate, allowEmpty);
  }

  /** Returns a copy whose folders are named by {@code template}. */
  public SourceSpec withPartitions(String template) {
    return new SourceSpec(
        name, paths, format, layout, options, schema, infer, Optional.of(template), allowEmpty);
  }

  /** Returns a copy that may guess its columns. */
  public SourceSpec inferring() {
    return new SourceSpec(
        name, paths, format, layout, options, schema, true, partitionTemplate, allowEmpty);
  }

  /** Returns a copy that may find no files. */
  public SourceSpec allowingEmpty() {
    return new SourceSpec(
        name, paths, format, layout, options, schema, infer, partitionTemplate, true);
  }
}
