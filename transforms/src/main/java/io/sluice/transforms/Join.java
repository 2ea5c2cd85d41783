package io.sluice.transforms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Joins the rows with those of another frame, the right one, where keys are equal.
 *
 * <p>The right columns follow the left ones. A key that bears one name on both sides appears once;
 * where the left row is missing, it holds the right row's value. Any other right column whose name
 * the left has gets a prefix, {@code right_} unless said otherwise. A join of a frame with itself
 * is no special case.
 *
 * <p>A NULL key matches nothing, unless {@link #withNullSafe()}. NaN equals NaN and -0.0 equals
 * 0.0. Keys of two types are compared in the wider one, when it holds every value of both; other
 * pairs are an error.
 *
 * <p>Left rows that find nothing are counted as {@code no_match} in inner, right and semi joins;
 * those that find something as {@code match} in anti joins; right rows that find nothing are
 * counted as brought in, {@code right_only}, in right and full joins. Lineage of the left rows
 * stays, that of the right rows ends.
 *
 * <p><b>Cost:</b> a shuffle of both sides on the keys; with {@link #withBroadcast()}, or where
 * Spark knows the right side to be small, a broadcast of it and no shuffle. While rows are counted,
 * inner and semi joins run as left outer joins and right joins as full ones, to see the misses in
 * the same pass; semi and anti joins then reduce the right side to its distinct keys first.
 *
 * <pre>{@code
 * Join.inner(users).on(Map.of("userId", "id")).withGlueNames().apply(posts);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> a key of one name appears once; names clash into a prefix on the
 * right unless {@link #withGlueNames()}.
 */
public final class Join implements Transform {

  /** Which rows a join keeps of those that find no match. */
  enum Kind {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    SEMI,
    ANTI
  }

  /** What a join is told beside the frames. */
  record Options(
      Kind kind,
      Map<String, String> keys,
      String prefix,
      boolean glueNames,
      boolean nullSafe,
      boolean broadcast) {}

  private final Dataset<Row> right;
  private final Options options;

  private Join(Dataset<Row> right, Options options) {
    this.right = Objects.requireNonNull(right, "right");
    this.options = options;
  }

  private static Join of(Kind kind, Dataset<Row> right) {
    return new Join(right, new Options(kind, Map.of(), "right_", false, false, false));
  }

  /** Keeps the pairs of rows that match. */
  public static Join inner(Dataset<Row> right) {
    return of(Kind.INNER, right);
  }

  /** Keeps every left row, with NULLs where nothing matches. */
  public static Join left(Dataset<Row> right) {
    return of(Kind.LEFT, right);
  }

  /** Keeps every right row, with NULLs where nothing matches. */
  public static Join right(Dataset<Row> right) {
    return of(Kind.RIGHT, right);
  }

  /** Keeps every row of both, with NULLs where nothing matches. */
  public static Join full(Dataset<Row> right) {
    return of(Kind.FULL, right);
  }

  /** Keeps the left rows that match, once each, with their own columns only. */
  public static Join semi(Dataset<Row> right) {
    return of(Kind.SEMI, right);
  }

  /** Keeps the left rows that do not match, with their own columns only. */
  public static Join anti(Dataset<Row> right) {
    return of(Kind.ANTI, right);
  }

  /** Joins on keys that bear the same names on both sides. */
  public Join on(String... keys) {
    return on(List.of(keys));
  }

  /** Joins on keys that bear the same names on both sides. */
  public Join on(List<String> keys) {
    Map<String, String> both = new LinkedHashMap<>();
    keys.forEach(k -> both.put(k, k));
    return on(both);
  }

  /**
   * Joins on keys that may be named differently.
   *
   * @param leftToRight from the left key's path to the right key's
   */
  public Join on(Map<String, String> leftToRight) {
    Map<String, String> keys = Collections.unmodifiableMap(new LinkedHashMap<>(leftToRight));
    return new Join(
        right,
        new Options(
            options.kind,
            keys,
            options.prefix,
            options.glueNames,
            options.nullSafe,
            options.broadcast));
  }

  /** Puts this before right columns whose names the left has. */
  public Join withPrefix(String prefix) {
    return new Join(
        right,
        new Options(
            options.kind,
            options.keys,
            Objects.requireNonNull(prefix, "prefix"),
            false,
            options.nullSafe,
            options.broadcast));
  }

  /**
   * Puts a dot before the left column where names clash, as AWS Glue does, and leaves the right one
   * alone: {@code posts.id} becomes {@code .id}, {@code users.id} stays {@code id}.
   */
  public Join withGlueNames() {
    return new Join(
        right,
        new Options(
            options.kind, options.keys, options.prefix, true, options.nullSafe, options.broadcast));
  }

  /** Lets a NULL key match a NULL key. */
  public Join withNullSafe() {
    return new Join(
        right,
        new Options(
            options.kind,
            options.keys,
            options.prefix,
            options.glueNames,
            true,
            options.broadcast));
  }

  /**
   * Sends the whole right side to every executor, which must hold it in memory. Right and full
   * joins cannot and shuffle all the same.
   */
  public Join withBroadcast() {
    return new Join(
        right,
        new Options(
            options.kind, options.keys, options.prefix, options.glueNames, options.nullSafe, true));
  }

  @Override
  public String name() {
    return "join";
  }

  @Override
  public Accounting accounting() {
    return options.kind == Kind.SEMI || options.kind == Kind.ANTI
        ? Accounting.ROW_FOR_ROW
        : Accounting.FANS_OUT;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (options.keys.isEmpty()) {
      throw TransformErrors.nothingGiven("join", "there is no key to join on");
    }
    return new JoinPlan(rows, right, options).joined(tally);
  }
}
