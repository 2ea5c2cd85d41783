package io.sluice.transforms;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Makes of all changes of some keys the versions of their rows, each with the time it was valid:
 * slowly changing dimensions of type 2.
 *
 * <p>The changes are those that {@link LatestChanges#byVersion} gives: one for each key and time,
 * deletes among them. A version begins with a change that brings the key, or brings it back, or
 * that differs from the one before it in a compared column; changes that differ in none are one
 * version, with the values of the first. It ends when the next begins or the key is deleted, and
 * lasts where neither happens. So the versions of a key never overlap, and at most one is current.
 * A change without a time is valid since ever, and comes first.
 *
 * <p>The result has the stored columns, then {@link #VALID_FROM}, {@link #VALID_TO} (the first
 * instant that is not of the version; NULL while it lasts) and {@link #IS_CURRENT}. Compared are
 * all stored columns but the keys and the time, unless told otherwise; NULL equals NULL, NaN equals
 * NaN and -0.0 equals 0.0. A key or a time that lies inside a struct does not keep the struct from
 * being compared.
 *
 * <p>With {@link #withSnapshots} the changes are full copies of a table: a key that is not in the
 * next copy ends at its time.
 *
 * <p><b>Cost:</b> one shuffle on the keys and one sort. The snapshots are searched for each row.
 *
 * <pre>{@code
 * Versions.by(List.of("id"), "ts").without(List.of("Op", "ts")).apply(changes);
 * }</pre>
 */
public final class Versions implements Transform {

  /** The column that says since when a version is valid; NULL for since ever. */
  public static final String VALID_FROM = "valid_from";

  /** The column that says since when a version is valid no more; NULL while it is. */
  public static final String VALID_TO = "valid_to";

  /** The column that says whether a version is the last of its key, and valid still. */
  public static final String IS_CURRENT = "is_current";

  private final List<String> keys;
  private final String time;
  private final List<String> without;
  private final Optional<List<String>> compared;
  private final List<String> ignored;
  private final Optional<Column> snapshots;

  private Versions(
      List<String> keys,
      String time,
      List<String> without,
      Optional<List<String>> compared,
      List<String> ignored,
      Optional<Column> snapshots) {
    this.keys = List.copyOf(keys);
    this.time = time;
    this.without = List.copyOf(without);
    this.compared = compared;
    this.ignored = List.copyOf(ignored);
    this.snapshots = snapshots;
  }

  /**
   * Makes versions of the rows with these keys.
   *
   * @param keys the paths of the key columns
   * @param time the column that says since when a row is valid: the first of those that order the
   *     changes
   */
  public static Versions by(List<String> keys, String time) {
    return new Versions(keys, time, List.of(), Optional.empty(), List.of(), Optional.empty());
  }

  /** Leaves columns out of the versions, such as those for operation and time. */
  public Versions without(List<String> columns) {
    return new Versions(keys, time, columns, compared, ignored, snapshots);
  }

  /** Names the stored columns of which a difference makes a version; without this, all. */
  public Versions comparing(List<String> columns) {
    Optional<List<String>> named = Optional.of(List.copyOf(columns));
    return new Versions(keys, time, without, named, ignored, snapshots);
  }

  /** Names stored columns of which a difference makes no version, such as a sequence. */
  public Versions ignoring(List<String> columns) {
    return new Versions(keys, time, without, compared, columns, snapshots);
  }

  /**
   * Says that the changes come as full copies: a key that is not in the next copy ends at its time.
   *
   * @param times the times of all copies seen so far, each once and sorted, as an array
   */
  public Versions withSnapshots(Column times) {
    return new Versions(keys, time, without, compared, ignored, Optional.of(times));
  }

  @Override
  public String name() {
    return "versions";
  }

  @Override
  public Accounting accounting() {
    return Accounting.REWRITES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (keys.isEmpty()) {
      throw TransformErrors.nothingGiven("make versions", "the list of keys is empty");
    }
    if (!Arrays.asList(rows.schema().fieldNames()).contains(LatestChanges.DELETED)) {
      throw TransformErrors.cannot(
          "make versions by",
          String.join(", ", keys),
          "nothing says which rows are deletes: there is no " + LatestChanges.DELETED,
          "Apply LatestChanges by version first.");
    }
    Columns columns = Columns.of(rows, "make versions by");
    columns.requireDistinct(columns.names());
    Columns.Found from = columns.find(SortKey.latest(time).path());
    SortKey.latest(time).over(columns);
    Ranking.keys(columns, keys);
    List<StructField> stored = stored(columns);
    List<StructField> differing = differing(columns, stored, from);
    return new Timeline(columns, keys.stream().map(columns::find).toList(), from)
        .versions(rows, snapshots, stored, differing);
  }

  private List<StructField> stored(Columns columns) {
    Set<String> left = without.stream().map(columns::top).collect(Collectors.toSet());
    List<StructField> stored =
        columns.fields().stream().filter(f -> !left.contains(f.name())).toList();
    for (String name : List.of(VALID_FROM, VALID_TO, IS_CURRENT)) {
      if (stored.stream().anyMatch(f -> columns.same(f.name(), name))) {
        throw TransformErrors.taken("make versions with column", name, "a column of the rows");
      }
    }
    return stored;
  }

  private List<StructField> differing(
      Columns columns, List<StructField> stored, Columns.Found from) {
    Set<String> names = stored.stream().map(StructField::name).collect(Collectors.toSet());
    if (compared.isPresent()) {
      Set<String> asked =
          compared.get().stream().map(columns::top).collect(Collectors.toCollection(TreeSet::new));
      for (String name : asked) {
        if (!names.contains(name)) {
          throw TransformErrors.cannot(
              "compare column", name, "it is not stored", "Store it, or compare others.");
        }
      }
      names.retainAll(asked);
    } else {
      Stream.concat(keys.stream().map(columns::find), Stream.of(from))
          .filter(found -> !found.path().nested())
          .forEach(found -> names.remove(found.path().last()));
    }
    ignored.forEach(name -> names.remove(columns.top(name)));
    return stored.stream().filter(f -> names.contains(f.name())).toList();
  }
}
