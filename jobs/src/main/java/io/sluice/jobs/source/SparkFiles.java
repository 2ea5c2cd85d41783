package io.sluice.jobs.source;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Spark's own readers, told exactly which files to read. */
final class SparkFiles {

  private static final String LISTING = "spark.sql.sources.parallelPartitionDiscovery.threshold";

  private SparkFiles() {}

  /**
   * @param base the folder below which {@code name=value} is a column; null for nowhere
   */
  static Dataset<Row> load(
      SparkSession spark,
      SourceSpec spec,
      List<String> uris,
      Optional<StructType> schema,
      String base) {
    DataFrameReader reader =
        spark
            .read()
            .format(spec.format().name().toLowerCase(Locale.ROOT))
            .options(spec.options())
            // The names are names by now, also where they hold a star or a bracket.
            .option("__globPaths__", "false");
    if (schema.isPresent()) {
      reader = reader.schema(schema.get());
    }
    if (base != null) {
      reader = reader.option("basePath", base);
    }
    String[] paths =
        uris.stream().map(u -> new Path(URI.create(u)).toString()).toArray(String[]::new);
    if (!uris.get(0).startsWith("file:")) {
      return reader.load(paths);
    }
    return withoutListingJob(spark, reader, paths);
  }

  /** Spark would start a job with a task for each file only to see that it is there. */
  private static synchronized Dataset<Row> withoutListingJob(
      SparkSession spark, DataFrameReader reader, String[] paths) {
    String before = spark.conf().get(LISTING);
    spark.conf().set(LISTING, String.valueOf(Integer.MAX_VALUE));
    try {
      return reader.load(paths);
    } finally {
      spark.conf().set(LISTING, before);
    }
  }

  /** Returns the names in the folders {@code name=value} from {@code root} to {@code file}. */
  static List<String> hiveNames(Path root, SourceFile file) {
    return new ArrayList<>(PathColumns.hive().names(List.of(new FileListing.Found(file, root))));
  }
}
