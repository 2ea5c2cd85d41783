package io.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Each transform over many rows, against the plain Spark that a good engineer would write for the
 * same result: in turns, in one session, from one Parquet table, into nothing.
 *
 * <pre>
 *   TransformBench FOLDER ROWS TURNS [NAME...]
 * </pre>
 */
public final class TransformBench {

  private final SparkSession spark;
  private final Dataset<Row> table;
  private final int turns;

  private TransformBench(SparkSession spark, Dataset<Row> table, int turns) {
    this.spark = spark;
    this.table = table;
    this.turns = turns;
  }

  /** Writes the table where it is missing, and prints a line of figures for each transform. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    long rows = Long.parseLong(args[1]);
    int turns = Integer.parseInt(args[2]);
    List<String> names = Arrays.asList(args).subList(3, args.length);
    try (SparkSession spark = SparkSession.builder().appName("transform-bench").getOrCreate()) {
      Path whole = folder.resolve("_SUCCESS");
      if (!Files.exists(whole)) {
        System.out.printf("Making %,d rows in %s ...%n", rows, folder);
        TransformRows.of(spark, rows).write().mode("overwrite").parquet(folder.toString());
      }
      Dataset<Row> table = spark.read().parquet(folder.toString());
      TransformBench bench = new TransformBench(spark, table, turns);
      List<TransformPair> pairs =
          TransformPairs.all(spark).stream()
              .filter(pair -> names.isEmpty() || names.contains(pair.name()))
              .toList();
      bench.warmUp(pairs);
      System.out.println("| transform | Sluice | plain Spark | ratio |");
      System.out.println("| --- | --- | --- | --- |");
      pairs.forEach(bench::measure);
    }
  }

  /** A few rows through each plan, so that the first to be measured does not pay for all. */
  private void warmUp(List<TransformPair> pairs) {
    Dataset<Row> few = table.limit(1000);
    for (TransformPair pair : pairs) {
      run(pair.sluice().apply(pair.select(few)));
      run(pair.plain().apply(pair.select(few)));
    }
  }

  private void measure(TransformPair pair) {
    long[] sluice = new long[turns];
    long[] plain = new long[turns];
    for (int turn = 0; turn < turns; turn++) {
      // Whoever goes second may find warmer caches: the order changes with every turn.
      if (turn % 2 == 0) {
        sluice[turn] = millis(() -> run(pair.sluice().apply(pair.select(table))));
        plain[turn] = millis(() -> run(pair.plain().apply(pair.select(table))));
      } else {
        plain[turn] = millis(() -> run(pair.plain().apply(pair.select(table))));
        sluice[turn] = millis(() -> run(pair.sluice().apply(pair.select(table))));
      }
    }
    double ours = best(sluice);
    double theirs = best(plain);
    System.out.printf(
        Locale.ROOT,
        "| `%s` | %.1f s | %.1f s | %.2f |%n",
        pair.name(),
        ours / 1000,
        theirs / 1000,
        ours / theirs);
    spark.catalog().clearCache();
  }

  private static void run(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private static long millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static long best(long[] figures) {
    return Arrays.stream(figures).min().orElseThrow();
  }
}
