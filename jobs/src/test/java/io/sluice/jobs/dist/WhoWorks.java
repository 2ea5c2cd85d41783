package io.sluice.jobs.dist;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A program for the cluster: prints its arguments, its heap and the process ids of those who did
 * its tasks.
 */
public final class WhoWorks {

  private WhoWorks() {}

  /**
   * The first argument says how many tasks there are, the second how many milliseconds each takes.
   */
  public static void main(String[] args) {
    System.out.println("arguments=" + List.of(args));
    System.out.println("heap=" + Runtime.getRuntime().maxMemory() / (1 << 20));
    System.out.println("given=" + System.getProperty("given"));
    System.out.println("driver=" + ProcessHandle.current().pid());
    int tasks = Integer.parseInt(args[0]);
    long millis = Long.parseLong(args[1]);
    try (SparkSession spark = SparkSession.builder().appName("who-works").getOrCreate();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext())) {
      System.out.println("master=" + context.master());
      List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
      List<Long> workers =
          context
              .parallelize(numbers, tasks)
              .map(
                  number -> {
                    Thread.sleep(millis);
                    return ProcessHandle.current().pid();
                  })
              .collect();
      System.out.println("tasks=" + workers.size());
      System.out.println("workers=" + workers.stream().distinct().sorted().toList());
    }
    if (args.length > 2 && args[2].equals("fail")) {
      System.exit(3);
    }
  }
}
