package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the raw data of the sample lake, or the same kinds of data at scale. The same arguments
 * give the same bytes on every machine.
 *
 * <pre>
 *   SampleData --out sample-data/raw                          the whole sample lake
 *   SampleData users,firehose --out sample-data/raw           a part of it
 *   SampleData orders --out /data --rows 10000000 [--files 8] [--seed 7]   many rows, over several files
 * </pre>
 */
public final class SampleData {
  static final long SEED = 20220628;

  private static final Map<String, DataSet> DATA_SETS = new LinkedHashMap<>();

  static {
    DATA_SETS.put("posts", new PostsData());
    DATA_SETS.put("users", new UsersData());
    DATA_SETS.put("firehose", new FirehoseData());
    DATA_SETS.put("departments", DepartmentsData.of());
    DATA_SETS.put("courses", CoursesData.of());
    DATA_SETS.put("web_logs", WebLogsData.of());
    DATA_SETS.put("access_logs", AccessLogsData.of());
    DATA_SETS.put("sales", SalesData.of());
    DATA_SETS.put("orders", OrdersData.of());
    DATA_SETS.put("customers", new CustomersData());
    DATA_SETS.put("offices", new OfficesData());
    DATA_SETS.put("employees", new EmployeesData());
    DATA_SETS.put("app_users", new AppUsersData());
  }

  private SampleData() {}

  public static void main(String[] args) throws IOException {
    try {
      write(Arguments.parse(args));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
    }
  }

  static void write(Arguments arguments) throws IOException {
    for (String name : arguments.only()) {
      DataSet data = DATA_SETS.get(name);
      if (arguments.rows() > 0) {
        data.atScale(arguments.out(), arguments.seed(), arguments.rows(), arguments.files());
      } else {
        data.sample(arguments.out(), arguments.seed());
      }
    }
  }

  /**
   * What the command line asks for.
   *
   * @param out the folder that gets one folder a data set
   * @param only the data sets to make
   * @param rows zero for the sample lake; else how many rows each data set gets
   * @param files over how many files those rows go
   * @param seed what the invented text depends on
   */
  record Arguments(Path out, Set<String> only, long rows, int files, long seed) {

    static Arguments parse(String... args) {
      Map<String, String> given = new LinkedHashMap<>();
      Set<String> known = new TreeSet<>(List.of("--out", "--only", "--rows", "--files", "--seed"));
      int first = args.length > 0 && !args[0].startsWith("--") ? 1 : 0;
      if (first == 1) {
        given.put("--only", args[0]);
      }
      for (int i = first; i < args.length; i += 2) {
        if (!known.contains(args[i])) {
          throw new IllegalArgumentException(
              "Cannot read argument: " + args[i] + " (not one of " + known + "). Leave it out.");
        }
        if (i + 1 == args.length) {
          throw new IllegalArgumentException(
              "Cannot read argument: " + args[i] + " (its value is missing). Put it behind.");
        }
        given.put(args[i], args[i + 1]);
      }
      if (!given.containsKey("--out")) {
        throw new IllegalArgumentException(
            "Cannot write sample data: --out is missing (it names the folder). Add --out DIR.");
      }
      long rows = number(given, "--rows", 0);
      return new Arguments(
          Path.of(given.get("--out")),
          only(given, rows > 0),
          rows,
          Math.toIntExact(number(given, "--files", 8)),
          number(given, "--seed", SEED));
    }

    private static Set<String> only(Map<String, String> given, boolean atScale) {
      Set<String> known = DATA_SETS.keySet();
      String value = given.getOrDefault("--only", atScale ? "posts" : String.join(",", known));
      Set<String> only = new TreeSet<>(Arrays.asList(value.split(",", -1)));
      for (String name : only) {
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              "Cannot make data set: " + name + " (not one of " + known + "). Correct --only.");
        }
      }
      return only;
    }

    private static long number(Map<String, String> given, String key, long fallback) {
      String value = given.get(key);
      if (value == null) {
        return fallback;
      }
      try {
        return Long.parseLong(value.replace("_", ""));
      } catch (NumberFormatException wrong) {
        throw new IllegalArgumentException(
            "Cannot read argument: " + key + " " + value + " (not a whole number). Correct it.",
            wrong);
      }
    }
  }
}
