package io.sluice.jobs.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;

/** The sample lake that ships with the project, and what a run over it must tell. */
final class SampleLake {

  private SampleLake() {}

  /**
   * A lake that was built, for all tests that only look at it.
   *
   * @param duck a second engine over it
   * @param books what the run told
   */
  record Built(Duck duck, Books books) {}

  /** Holds the lake, for it is built when the first test asks. */
  private static final class Once {
    static final Built LAKE = build();
  }

  /** Returns the lake that the tests of this JVM share. */
  static Built built() {
    return Once.LAKE;
  }

  private static Built build() {
    Path folder = Project.root().resolve("jobs/target/sample lake");
    try {
      FileUtils.deleteDirectory(folder.toFile());
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Path lake = folder.resolve("a lake");
    return new Built(new Duck(lake), Books.of(SparkSubmit.sluice(folder).run(arguments(lake))));
  }

  /** Returns the arguments that build it under {@code lake}. */
  static String[] arguments(Path lake) {
    Path root = Project.root();
    return new String[] {
      "run",
      "--env",
      "local",
      "--conf",
      root.resolve("conf").toString(),
      "--set",
      "lake.root=" + lake,
      "--json"
    };
  }

  /** Returns the tables for which a run reads only what no earlier one has. */
  static List<String> incremental() {
    return List.of(
        "cleaned.access_logs",
        "cleaned.app_users",
        "cleaned.app_users_history",
        "cleaned.customers",
        "cleaned.employees",
        "cleaned.web_logs",
        "curated.hourly_requests");
  }

  static Map<String, String> figures() {
    Map<String, String> figures = new TreeMap<>();
    figures.put("cleaned.posts_all", "in 100 out 100 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.posts", "in 100 out 70 filtered 30 rejected 0 deduplicated 0");
    figures.put("cleaned.posts_stream", "in 12 out 12 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.users", "in 10 out 10 filtered 0 rejected 0 deduplicated 0");
    figures.put("curated.long_posts", "in 100 out 47 filtered 53 rejected 0 deduplicated 0");
    // Ten users are looked up and are no rows of their own.
    figures.put("curated.posts_by_user", "in 110 out 100 filtered 0 rejected 0 deduplicated 0");
    figures.put(
        "curated.posts_by_user_athena", "in 110 out 100 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.sales", "in 400 out 400 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.offices", "in 7 out 7 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.web_logs", "in 500 out 490 filtered 0 rejected 10 deduplicated 0");
    figures.put("curated.user_activity", "in 100 out 100 filtered 0 rejected 0 deduplicated 0");
    figures.put("curated.revenue_timeline", "in 150 out 90 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.department_users", "in 4 out 5 filtered 2 rejected 0 deduplicated 0");
    figures.put("cleaned.courses", "in 60 out 54 filtered 0 rejected 0 deduplicated 6");
    figures.put("cleaned.access_logs", "in 200 out 200 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.orders", "in 50 out 50 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.orders_items", "in 50 out 97 filtered 14 rejected 0 deduplicated 0");
    figures.put(
        "cleaned.orders_items_discounts", "in 50 out 95 filtered 47 rejected 0 deduplicated 0");
    figures.put("cleaned.orders_tags", "in 50 out 66 filtered 21 rejected 0 deduplicated 0");
    figures.put("cleaned.customers", "in 150 out 5 filtered 0 rejected 0 deduplicated 145");
    // One of these is a departure, of which the table keeps no row.
    figures.put("cleaned.employees", "in 29 out 24 filtered 0 rejected 0 deduplicated 5");
    figures.put("cleaned.app_users", "in 3 out 2 filtered 0 rejected 0 deduplicated 1");
    figures.put("cleaned.app_users_history", "in 3 out 3 filtered 0 rejected 0 deduplicated 0");
    figures.put("curated.employee_offices", "in 30 out 23 filtered 0 rejected 0 deduplicated 0");
    figures.put("curated.hourly_requests", "in 200 out 24 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.customer_days", "in 150 out 150 filtered 0 rejected 0 deduplicated 0");
    figures.put("curated.daily_sales", "in 400 out 30 filtered 0 rejected 0 deduplicated 0");
    return figures;
  }
}
