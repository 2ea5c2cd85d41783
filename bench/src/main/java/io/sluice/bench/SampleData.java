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
 * Makes the raw data of the sample lake, or the same kind of posts at scale. The same arguments
 * give the same bytes on every machine.
 *
 * <pre>
 *   SampleData --out sample-data/raw                          the whole sample lake
 *   SampleData --out sample-data/raw --only users,firehose    a part of it
 *   SampleData --out /data --rows 10000000 [--files 8] [--seed 7]   posts as JSON lines, about 250 bytes each
 * </pre>
 */
public final class SampleData {
  static final long SEED = 20220628;

  private static final Map<String, Writer> DATA_SETS = new LinkedHashMap<>();

  static {
    DATA_SETS.put("posts", PostsData::sample);
    DATA_SETS.put("users", UsersData::sample);
    DATA_SETS.put("firehose", FirehoseData::sample);
  }

  private SampleData() {}

  private interface Writer {
    void write(Path out, long seed) throws IOException;
  }

  public static void main(String[] args) throws IOException {
    try {
      write(Arguments.parse(args));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
    }
  }

  static void write(Arguments arguments) throws IOException {
    if (arguments.rows() > 0) {
      PostsData.lines(arguments.out(), arguments.seed(), arguments.rows(), arguments.files());
      return;
    }
    for (String name : arguments.only()) {
      DATA_SETS.get(name).write(arguments.out(), arguments.seed());
    }
  }

  /**
   * What the command line asks for.
   *
   * @param out the folder that gets one folder a data set
   * @param only the data sets to make
   * @param rows zero for the sample lake; else how many posts to write as JSON lines
   * @param files over how many files those posts go
   * @param seed what the invented text depends on
   */
  record Arguments(Path out, Set<String> only, long rows, int files, long seed) {

    static Arguments parse(String... args) {
      Map<String, String> given = new LinkedHashMap<>();
      Set<String> known = new TreeSet<>(List.of("--out", "--only", "--rows", "--files", "--seed"));
      for (int i = 0; i < args.length; i += 2) {
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
      Set<String> known = atScale ? Set.of("posts") : DATA_SETS.keySet();
      String value = given.getOrDefault("--only", String.join(",", known));
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
