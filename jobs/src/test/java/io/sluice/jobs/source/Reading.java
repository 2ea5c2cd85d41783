package io.sluice.jobs.source;

import io.sluice.jobs.TestSpark;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** Reads an input and shows each row as a line that tests can compare. */
final class Reading {

  private Reading() {}

  static Source open(SourceSpec spec) {
    return Sources.open(TestSpark.session(), spec);
  }

  /** Good records as their values with bars between, bad ones as {@code !} and their reasons. */
  static List<String> shown(Source source) {
    return source.rows(EnumSet.of(Hidden.REASONS)).collectAsList().stream()
        .map(Reading::shown)
        .toList();
  }

  static List<String> shown(SourceSpec spec) {
    return shown(open(spec));
  }

  private static String shown(Row row) {
    int reasons = row.fieldIndex(Hidden.REASONS.column());
    if (!row.isNullAt(reasons)) {
      return "!" + String.join("; ", row.<String>getList(reasons));
    }
    return IntStream.range(0, reasons)
        .mapToObj(i -> String.valueOf(row.get(i)))
        .collect(Collectors.joining("|"));
  }
}
