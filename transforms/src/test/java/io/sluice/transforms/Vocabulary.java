package io.sluice.transforms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Every transform there is, with arguments that fit the rows of {@link VocabularyRows}. */
final class Vocabulary {

  /** What a transform does to the partitions of its rows. */
  enum Cost {
    /** Nothing: no exchange, no window. */
    NARROW,
    /** Rows travel once. */
    ONE_SHUFFLE,
    /** Rows travel once, and each partition sends only what may come out. */
    ONE_PRUNED_SHUFFLE,
    /** The other frame goes to every executor, the rows stay where they are. */
    BROADCAST,
    /** Spark decides, or the user's own query does. */
    OTHER
  }

  /** One transform, by the names of the columns it is applied to. */
  record Entry(String label, Cost cost, Function<Naming, Transform> making) {

    Transform of(Naming naming) {
      return making.apply(naming);
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** The versions of rows of which none is a delete. */
  private record OfRows(Versions versions) implements Transform {

    @Override
    public String name() {
      return versions.name();
    }

    @Override
    public Accounting accounting() {
      return versions.accounting();
    }

    @Override
    public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
      return versions.apply(rows.withColumn(LatestChanges.DELETED, functions.lit(false)), tally);
    }
  }

  /** Rows in envelopes, as updates of themselves. */
  private record Enveloped(UnwrapDebezium unwrap) implements Transform {

    @Override
    public String name() {
      return unwrap.name();
    }

    @Override
    public Accounting accounting() {
      return unwrap.accounting();
    }

    @Override
    public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
      Columns columns = Columns.of(rows, "put into envelopes");
      Column image = functions.struct(columns.all().toArray(Column[]::new));
      List<Column> envelope =
          List.of(
              image.as("before"),
              image.as("after"),
              functions.lit("u").as("op"),
              functions.lit(1L).as("ts_ms"));
      return unwrap.apply(rows.select(columns.withLineage(envelope)), tally);
    }
  }

  private static final MaskingKey KEY = MaskingKey.of("a key that is long enough");

  private Vocabulary() {}

  static Stream<Entry> all() {
    return Stream.of(columns(), values(), rows(), frames(), groups(), forks())
        .flatMap(List::stream);
  }

  private static Entry narrow(String label, Function<Naming, Transform> making) {
    return new Entry(label, Cost.NARROW, making);
  }

  private static Entry entry(String label, Cost cost, Function<Naming, Transform> making) {
    return new Entry(label, cost, making);
  }

  private static List<Entry> columns() {
    return List.of(
        narrow(
            "apply_mapping",
            n ->
                ApplyMapping.of(
                        Mapping.of(n.at("k"), n.at("key")),
                        Mapping.of(n.at("s", "f"), n.at("t", "u"), "long"),
                        Mapping.of(n.at("at"), n.at("at_text"), "string"),
                        Mapping.of(n.at("at"), n.at("at_day"), "date"),
                        Mapping.of(n.at("day"), n.at("day_at"), "timestamp"),
                        Mapping.of(n.at("wall"), n.at("wall_at"), "timestamp"),
                        Mapping.of(n.at("local"), n.at("local_at"), "timestamp"),
                        Mapping.of(n.at("x"), n.at("x_dec"), "decimal(12,3)"),
                        Mapping.of(n.at("price"), n.at("price"), "double"))
                    .withFailedCast(FailedCast.NULL)),
        narrow(
            "apply_mapping that rejects",
            n ->
                ApplyMapping.of(
                    Mapping.of(n.at("price"), n.at("price"), "decimal(10,2)"),
                    Mapping.of(n.at("s"), n.at("s")),
                    Mapping.of(n.at("items"), n.at("items")))),
        narrow("select_fields", n -> SelectFields.of(n.at("n"), n.at("s", "g"))),
        narrow("drop_fields", n -> DropFields.of(n.at("x"), n.at("items", "qty"))),
        narrow("rename_field", n -> RenameField.of(n.at("s", "f"), FieldPath.quote("new.name"))),
        narrow(
            "derive",
            n -> {
              Map<String, String> expressions = new LinkedHashMap<>();
              expressions.put(n.at("twice"), n.at("n") + " * 2");
              expressions.put(n.at("more"), n.at("twice") + " + " + n.at("s", "f"));
              return Derive.of(expressions);
            }),
        narrow("unnest", n -> Unnest.all()),
        narrow("standardize_names", n -> StandardizeNames.lowerSnakeCase()),
        narrow("drop_null_fields", n -> DropNullFields.nullType()),
        narrow(
            "stamp",
            n ->
                Stamp.at(VocabularyRows.NOON.toInstant())
                    .withIngestTime(n.at("ingested"))
                    .withEventTime(n.at("at"))
                    .withDateParts("event_", List.of(DatePart.YEAR, DatePart.HOUR))));
  }

  private static List<Entry> values() {
    return List.of(
        narrow(
            "conform_values",
            n -> ConformValues.of(n.at("k"), Map.of("a", 1, "b", 2)).withUnmatched(Unmatched.NULL)),
        narrow(
            "conform_time",
            n ->
                ConformTime.of(n.at("local"), List.of("yyyy-MM-dd HH:mm:ss"))
                    .withZoneColumn(n.at("zone"))
                    .withInto(n.at("utc"))),
        narrow(
            "split_field",
            n -> SplitField.by(n.at("v"), "-", List.of(n.at("left"), n.at("right")))),
        narrow(
            "fill_missing",
            n ->
                FillMissing.with(Map.of(n.at("n"), "7", n.at("at"), "2022-03-13 02:30:00"))
                    .withColumns(Map.of(n.at("feb"), n.at("jan")))
                    .withTypeDefaults(Map.of("string", "none"))),
        entry(
            "fill_missing from earlier rows",
            Cost.ONE_SHUFFLE,
            n ->
                FillMissing.nothing()
                    .withPrevious(List.of(n.at("n")), List.of(n.at("k")), List.of(n.at("at")))),
        narrow(
            "resolve_choice",
            n ->
                ResolveChoice.of(
                        Map.of(
                            n.at("price"), Choice.makeCols("double", "string"),
                            n.at("local"), Choice.cast("timestamp")))
                    .withFailedCast(FailedCast.NULL)),
        narrow(
            "unbox",
            n ->
                Unbox.json(n.at("doc"), "x INT, t TIMESTAMP, `y.z` STRING")
                    .withInto(n.at("boxed"))
                    .withFailedParse(FailedCast.NULL)),
        narrow(
            "unbox csv",
            n ->
                Unbox.csv(n.at("v"), "p STRING, q STRING")
                    .withSeparator("-")
                    .withFailedParse(FailedCast.NULL)),
        narrow(
            "mask",
            n ->
                Mask.of(
                    Map.of(
                        n.at("k"), Masking.sha256(),
                        n.at("v"), Masking.keepLast(1),
                        n.at("local"), Masking.hmac(KEY),
                        n.at("day"), Masking.toYear(),
                        n.at("at"), Masking.toYear()))));
  }

  private static List<Entry> rows() {
    return List.of(
        narrow("unwrap_debezium", n -> new Enveloped(UnwrapDebezium.envelopes())),
        narrow(
            "unwrap_debezium by key",
            n -> new Enveloped(UnwrapDebezium.envelopes().withKeys(List.of(n.at("k"))))),
        narrow("filter", n -> Filter.where(n.at("n") + " > 1 OR " + n.at("s", "g") + " = 'z'")),
        narrow(
            "validate",
            n ->
                Validate.of(
                    RowRule.required(n.at("k")),
                    RowRule.between(n.at("n"), "1", "100"),
                    RowRule.between(n.at("at"), "2022-03-13 06:00:00", "2022-11-07"),
                    RowRule.check("has f", n.at("s", "f") + " > 0"))),
        entry("validate unique", Cost.ONE_SHUFFLE, n -> Validate.of(RowRule.unique(n.at("k")))),
        entry(
            "validate references",
            Cost.OTHER,
            n ->
                Validate.of(
                    RowRule.references(n.at("k"), VocabularyRows.other(n), n.at("k"), "other"))),
        entry(
            "drop_duplicates",
            Cost.ONE_SHUFFLE,
            n -> DropFields.of(n.at("attrs")).then(DropDuplicates.wholeRows())),
        entry(
            "drop_duplicates by key",
            Cost.ONE_PRUNED_SHUFFLE,
            n -> DropDuplicates.by(List.of(n.at("k")), List.of(n.at("at") + " desc"))),
        entry(
            "keep_latest",
            Cost.ONE_PRUNED_SHUFFLE,
            n -> KeepLatest.by(List.of(n.at("k")), List.of(n.at("wall"), n.at("at")))),
        entry(
            "current_state",
            Cost.ONE_PRUNED_SHUFFLE,
            n ->
                CurrentState.by(List.of(n.at("k")))
                    .withOperation(n.at("op"))
                    .withTime(n.at("at"))
                    .withSequence(List.of(n.at("n")))),
        entry(
            "merge",
            Cost.ONE_PRUNED_SHUFFLE,
            n ->
                LatestChanges.by(List.of(n.at("k")), List.of(n.at("at"), n.at("n")))
                    .withDeleteWhen(n.at("op") + " = 'D'")),
        entry(
            "history",
            Cost.ONE_PRUNED_SHUFFLE,
            n -> LatestChanges.by(List.of(n.at("k")), List.of(n.at("wall"))).byVersion()),
        entry(
            "versions",
            Cost.ONE_SHUFFLE,
            n ->
                new OfRows(
                    Versions.by(List.of(n.at("k")), n.at("at"))
                        .without(List.of(n.at("op")))
                        .ignoring(List.of(n.at("n"))))),
        narrow(
            "explode",
            n -> Explode.of(n.at("items")).withInto(n.at("item")).withPosition(n.at("place"))),
        narrow(
            "explode map",
            n ->
                Explode.of(n.at("attrs"))
                    .withInto(List.of(n.at("name"), n.at("number")))
                    .withOuter()),
        narrow(
            "unpivot",
            n ->
                Unpivot.of(List.of(n.at("k")), List.of(n.at("jan"), n.at("feb")))
                    .withNames(n.at("month"), n.at("sold"))
                    .withNullsDropped()));
  }

  private static List<Entry> frames() {
    return List.of(
        entry(
            "join",
            Cost.OTHER,
            n -> Join.left(VocabularyRows.other(n)).on(n.at("k")).withPrefix("r_")),
        entry("semi join", Cost.OTHER, n -> Join.semi(VocabularyRows.other(n)).on(n.at("k"))),
        entry(
            "lookup",
            Cost.BROADCAST,
            n ->
                Lookup.in(VocabularyRows.other(n))
                    .on(n.at("k"))
                    .withColumns(List.of(n.at("w"), n.at("midnight")))
                    .withDefaults(Map.of(n.at("w"), "-1"))),
        entry("union", Cost.OTHER, n -> Union.with(List.of(VocabularyRows.of(n)))),
        entry(
            "merge_frames",
            Cost.OTHER,
            n ->
                MergeFrames.with(VocabularyRows.other(n), List.of(n.at("k")))
                    .withMissing(Missing.NULL)),
        entry(
            "sql", Cost.OTHER, n -> Sql.of("SELECT *, " + n.at("n") + " + 1 AS more FROM input")));
  }

  private static List<Entry> groups() {
    return List.of(
        entry(
            "aggregate",
            Cost.ONE_SHUFFLE,
            n ->
                Aggregate.by(
                    List.of(n.at("k"), n.at("s", "g")),
                    Map.of(n.at("total"), "sum(" + n.at("n") + ")"))),
        entry(
            "window",
            Cost.ONE_SHUFFLE,
            n ->
                Window.over(
                    List.of(n.at("k")),
                    List.of(n.at("at") + " desc"),
                    Map.of(n.at("running"), "sum(" + n.at("n") + ")"))),
        entry(
            "pivot",
            Cost.ONE_SHUFFLE,
            n ->
                Pivot.by(
                    List.of(n.at("k")),
                    n.at("op"),
                    List.of("I", "U"),
                    Map.of(n.at("total"), "sum(" + n.at("n") + ")"))),
        entry(
            "pivot of a time",
            Cost.ONE_SHUFFLE,
            n ->
                Pivot.by(
                    List.of(n.at("k")),
                    n.at("at"),
                    List.of("2022-03-13 06:30:00", "2022-11-06 05:30:00"),
                    Map.of(n.at("total"), "sum(" + n.at("n") + ")"))));
  }

  private static List<Entry> forks() {
    List<Entry> entries = new ArrayList<>();
    entries.addAll(
        branches("split_rows", n -> SplitRows.where(n.at("n") + " > 1"), "others", Cost.NARROW));
    entries.addAll(branches("sample", n -> Sample.fraction(0.5), "sample", Cost.NARROW));
    entries.addAll(
        branches(
            "relationalize",
            n -> Relationalize.of("root").withKeys(List.of(n.at("ident"))),
            "",
            Cost.NARROW));
    return entries;
  }

  /** Returns the main branch of a fork and one other, the first where its name is not given. */
  private static List<Entry> branches(
      String label, Function<Naming, Fork> making, String other, Cost cost) {
    return List.of(
        entry(label, cost, n -> making.apply(n).main()),
        entry(
            label + ", other branch",
            cost,
            n -> {
              Map<String, Transform> others = making.apply(n).others(VocabularyRows.of(n).schema());
              List<Transform> all = List.copyOf(others.values());
              return other.isEmpty() ? all.get(0) : others.get(other);
            }));
  }

  /**
   * Returns whether the rows that leave still say where they came from. Here the rows of other
   * frames do not, and so those that are united with them do not either.
   */
  static boolean carriesLineage(Transform transform) {
    return transform instanceof Chain
        || !Set.of(Accounting.AGGREGATES, Accounting.REWRITES, Accounting.UNITES)
            .contains(transform.accounting());
  }

  /** Returns the rows as text, in an order of their own. */
  static List<String> sorted(Dataset<Row> rows) {
    return Rows.of(rows).stream().sorted().toList();
  }
}
