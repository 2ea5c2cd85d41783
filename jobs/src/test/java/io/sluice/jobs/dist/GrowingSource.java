package io.sluice.jobs.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A raw zone that grows as a seed says, and what each table that is made of it must hold. What is
 * expected depends on the files alone, not on which run has read which of them.
 *
 * <ul>
 *   <li>{@code events}: JSON lines, a few of them broken; each record is new.
 *   <li>{@code days}: a folder a day with one file, which is now and then written anew in place.
 *   <li>{@code changes}: Parquet files of inserts, updates and deletes, late ones and repeated
 *       files among them; no two changes of a key are of one time, except where a file is repeated.
 * </ul>
 */
final class GrowingSource {
  static final String BROKEN = "{\"id\": \"cut\n";
  private static final List<String> NAMES = List.of("Śliwa", "Arai", "de la Cruz");
  private static final int KEYS = 40;
  private static final int NOBODY = -1;
  private static final int PARTS = 4;
  private static final int REACH = 60;

  private final Path raw;
  private final Random random;
  private final List<String> events = new ArrayList<>();
  private final Map<String, List<String>> days = new TreeMap<>();
  private final TreeSet<Change> changes = new TreeSet<>(Change.IN_ORDER);
  private final List<List<Change>> files = new ArrayList<>();
  private long broken;
  private long changeRows;
  private long keyless;
  private int eventFiles;
  private int number;
  private int clock = REACH;

  GrowingSource(Path raw, long seed) {
    this.raw = raw;
    this.random = new Random(seed);
  }

  /** A change of one key's row; two are the same when key and time are. */
  private record Change(int id, int second, boolean deletes, String name, int value) {
    static final Comparator<Change> IN_ORDER =
        Comparator.comparingInt(Change::id).thenComparingInt(Change::second);

    String sql() {
      String key = id == NOBODY ? "NULL" : "" + id;
      return deletes
          ? "('D', %d, %s, NULL, NULL)".formatted(second, key)
          : "('%s', %d, %s, '%s', %d)"
              .formatted(value % 3 == 0 ? "I" : "U", second, key, name, value);
    }

    String row() {
      return id + "/" + name + "/" + value;
    }
  }

  /** Adds files of each kind. */
  void grow() {
    for (int i = random.nextInt(2); i >= 0; i--) {
      addEvents();
    }
    for (int i = random.nextInt(2); i >= 0; i--) {
      addDay();
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      addChanges();
    }
  }

  private void addEvents() {
    StringBuilder lines = new StringBuilder();
    for (int i = 5 + random.nextInt(40); i > 0; i--) {
      String part = "p" + random.nextInt(PARTS);
      int id = number++;
      int value = random.nextInt(1000);
      lines.append("{\"id\": %d, \"part\": \"%s\", \"value\": %d}\n".formatted(id, part, value));
      events.add(id + "/" + part + "/" + value);
      if (random.nextInt(30) == 0) {
        lines.append(BROKEN);
        broken++;
      }
    }
    write("events/%05d.json".formatted(eventFiles++), lines.toString());
  }

  private void addDay() {
    boolean again = !days.isEmpty() && random.nextInt(3) == 0;
    int day = again ? random.nextInt(days.size()) : days.size();
    String name = "d%04d".formatted(day);
    List<String> rows = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 3 + random.nextInt(20); i > 0; i--) {
      int id = number++;
      lines.append("{\"id\": %d, \"value\": %d}\n".formatted(id, i));
      rows.add(name + "/" + id + "/" + i);
    }
    days.put(name, rows);
    write("days/" + name + "/rows.json", lines.toString());
  }

  private void addChanges() {
    if (!files.isEmpty() && random.nextInt(8) == 0) {
      store(files.get(random.nextInt(files.size())));
      return;
    }
    List<Change> made = new ArrayList<>();
    for (int i = 3 + random.nextInt(25); i > 0; i--) {
      boolean late = random.nextInt(6) == 0;
      Change change =
          new Change(
              random.nextInt(KEYS),
              late ? clock - random.nextInt(REACH) : clock++,
              random.nextInt(5) == 0,
              NAMES.get(random.nextInt(NAMES.size())),
              number++);
      if (changes.add(change)) {
        made.add(change);
      }
      if (random.nextInt(40) == 0) {
        made.add(new Change(NOBODY, clock, false, "nobody", number++));
      }
    }
    store(made);
  }

  private void store(List<Change> rows) {
    if (rows.isEmpty()) {
      return;
    }
    String values = rows.stream().map(Change::sql).collect(Collectors.joining(", "));
    Path file = folder("changes").resolve("%05d.parquet".formatted(files.size()));
    Duck.run(
        "COPY (SELECT op AS Op, to_timestamp(second) AS ts, id::INTEGER AS id, name,"
            + " value::INTEGER AS value FROM (VALUES "
            + values
            + ") AS rows(op, second, id, name, value)) TO '"
            + file
            + "' (FORMAT parquet)");
    files.add(rows);
    changeRows += rows.size();
    keyless += rows.stream().filter(change -> change.id() == NOBODY).count();
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(raw.resolve(name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void write(String path, String text) {
    try {
      Path file = raw.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns how many records the events have, broken ones included. */
  long eventRecords() {
    return events.size() + broken;
  }

  /** Returns how many events are broken. */
  long brokenEvents() {
    return broken;
  }

  /** Returns how many rows the files of changes have, repeated ones included. */
  long changeRecords() {
    return changeRows;
  }

  /** Returns how many of these have no key. */
  long keylessChanges() {
    return keyless;
  }

  /** Returns {@code id/part/value} of every event. */
  List<String> events() {
    return events.stream().sorted().toList();
  }

  /** Returns {@code part/number/sum} of the events of each part. */
  List<String> totals() {
    Map<String, LongSummaryStatistics> parts =
        events.stream()
            .map(event -> event.split("/", -1))
            .collect(
                Collectors.groupingBy(
                    event -> event[1],
                    TreeMap::new,
                    Collectors.summarizingLong(event -> Long.parseLong(event[2]))));
    return parts.entrySet().stream()
        .map(e -> e.getKey() + "/" + e.getValue().getCount() + "/" + e.getValue().getSum())
        .toList();
  }

  /** Returns {@code day/id/value} of the days as their files are now. */
  List<String> days() {
    return days.values().stream().flatMap(List::stream).sorted().toList();
  }

  /** Returns {@code id/name/value} of the keys that are there after all changes. */
  List<String> state() {
    return byKey().values().stream()
        .map(versions -> versions.get(versions.size() - 1))
        .filter(last -> !last.deletes())
        .map(Change::row)
        .sorted()
        .toList();
  }

  /** Returns {@code id/name/value/from/to/current} of all versions, times in seconds. */
  List<String> history() {
    return byKey().values().stream()
        .flatMap(
            versions ->
                IntStream.range(0, versions.size())
                    .filter(i -> !versions.get(i).deletes())
                    .mapToObj(
                        i -> {
                          boolean last = i + 1 == versions.size();
                          String to = last ? "open" : "" + versions.get(i + 1).second();
                          return versions.get(i).row()
                              + "/"
                              + versions.get(i).second()
                              + "/"
                              + to
                              + "/"
                              + last;
                        }))
        .sorted()
        .toList();
  }

  private Map<Integer, List<Change>> byKey() {
    return changes.stream()
        .collect(Collectors.groupingBy(Change::id, TreeMap::new, Collectors.toList()));
  }
}
