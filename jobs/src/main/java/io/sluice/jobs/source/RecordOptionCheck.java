package io.sluice.jobs.source;

import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.source.records.RecordInput;
import io.sluice.jobs.source.records.RecordProvider;
import io.sluice.transforms.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is wrong with the options and types of an input, before anything is read. */
final class RecordOptionCheck {

  private static final List<String> COMMON = List.of("maxRecordBytes");
  private static final List<String> TIMES = List.of("dateFormat", "timestampFormat", "timeZone");
  private static final List<String> CSV =
      List.of(
          "sep",
          "delimiter",
          "quote",
          "escape",
          "comment",
          "header",
          "enforceHeader",
          "multiLine",
          "nullValue",
          "emptyValue",
          "encoding",
          "charset",
          "ignoreLeadingWhiteSpace",
          "ignoreTrailingWhiteSpace");

  private static final Set<String> UNPACKED_BY_NOBODY =
      Set.of(".snappy", ".lz4", ".lzo", ".xz", ".zip", ".7z", ".br", ".z", ".tar", ".tgz", ".rar");

  private RecordOptionCheck() {}

  /** Returns all problems, or nothing. */
  static List<Problem> problems(SourceSpec spec, RecordInput input, List<SourceFile> files) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> known = new TreeMap<>();
    List<String> names = new ArrayList<>(COMMON);
    if (spec.format() != Format.TEXT) {
      names.addAll(TIMES);
    }
    if (spec.format() == Format.CSV) {
      names.addAll(CSV);
    }
    names.forEach(n -> known.put(n.toLowerCase(Locale.ROOT), n));
    for (String name : new TreeSet<>(spec.options().keySet())) {
      if (!known.containsKey(name.toLowerCase(Locale.ROOT))) {
        problems.add(
            Problem.of(
                "Cannot read input "
                    + spec.name()
                    + " with option: "
                    + name
                    + " ("
                    + spec.format().name().toLowerCase(Locale.ROOT)
                    + " has no such option). It has "
                    + String.join(", ", known.values())
                    + "."
                    + Nearest.hint(name, known.values())));
      }
    }
    RecordProvider.problem(input)
        .ifPresent(
            reason ->
                problems.add(Problem.of("Cannot read input " + spec.name() + ": " + reason + ".")));
    files.stream()
        .map(SourceFile::uri)
        .filter(RecordOptionCheck::isPackedOtherwise)
        .findFirst()
        .ifPresent(
            uri ->
                problems.add(
                    Problem.of(
                        "Cannot read input "
                            + spec.name()
                            + ": "
                            + uri
                            + " (no way to unpack it is known). Use gzip, bzip2, zstd or deflate,"
                            + " or leave such files out.")));
    return problems;
  }

  private static boolean isPackedOtherwise(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    return UNPACKED_BY_NOBODY.stream().anyMatch(lower::endsWith);
  }
}
