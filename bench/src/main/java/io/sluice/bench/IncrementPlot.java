package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Draws what incremental runs took against the number of files processed before, from the table
 * that {@code bench/increment} writes: the median of each kind of run; runs over everything are
 * left out.
 *
 * <pre>
 *   IncrementPlot increment.csv increment.svg
 * </pre>
 */
public final class IncrementPlot {
  private static final String HEADER = "files,run,turn,millis,cpu_millis";
  private static final String FULL = "full";

  private IncrementPlot() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[1]), of(Files.readAllLines(Path.of(args[0]))).svg());
  }

  static LinePlot of(List<String> csv) {
    if (csv.isEmpty() || !csv.get(0).equals(HEADER)) {
      throw new IllegalArgumentException(
          "Cannot draw increments: "
              + (csv.isEmpty() ? "nothing" : csv.get(0))
              + " (its first line is not "
              + HEADER
              + "). Make the table anew with bench/increment.");
    }
    Map<String, NavigableMap<Double, List<Double>>> runs = new LinkedHashMap<>();
    for (String line : csv.subList(1, csv.size())) {
      String[] values = line.split(",", -1);
      if (!values[1].equals(FULL)) {
        runs.computeIfAbsent(values[1], run -> new TreeMap<>())
            .computeIfAbsent(Double.valueOf(values[0]), files -> new ArrayList<>())
            .add(Double.parseDouble(values[3]) / 1000);
      }
    }
    Map<String, NavigableMap<Double, Double>> lines = new LinkedHashMap<>();
    runs.forEach(
        (run, seconds) -> {
          NavigableMap<Double, Double> points = new TreeMap<>();
          seconds.forEach((files, values) -> points.put(files, median(values)));
          lines.put(run, points);
        });
    return new LinePlot(
        "Incremental runs while history grows", "files processed before", "seconds", lines);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
