package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Takes rows out of the envelopes in which Debezium sends changes.
 *
 * <p>An envelope has the columns {@code before}, {@code after} (structs of one type), {@code
 * source}, {@code op} and {@code ts_ms}, at the top or inside a struct {@code payload}. The row is
 * that of {@code after}, or of {@code before} for a delete; behind its fields stand {@code __op},
 * {@code __ts_ms} and of {@code source} the fields named, as {@code __source_lsn}. All else in the
 * envelope is left out.
 *
 * <p>Operations are {@code c}, {@code r}, {@code u} and {@code d}. A row with another ({@code t}
 * for a truncate, {@code m} for a message), and one that lacks the image it needs, is rejected. An
 * envelope with neither operation nor images is the tombstone of Kafka that follows a delete; it is
 * counted under {@code tombstone}.
 *
 * <p>With {@link #withKeys} an update that changes a key gives two rows: a delete of the old key,
 * counted as added under {@code key_change}, and the new row. An update that does not tell all of
 * its old key, because it has no {@code before} or NULL there, has not changed it.
 *
 * <p><b>Cost:</b> narrow; one projection, and with keys a second. Fields that nobody reads later
 * are not read from columnar files.
 *
 * <pre>{@code
 * UnwrapDebezium.envelopes().withSourceFields(List.of("lsn")).withKeys(List.of("id")).apply(log);
 * }</pre>
 */
public final class UnwrapDebezium implements Transform {

  private static final String PAYLOAD = "payload";
  private static final String BEFORE = "before";
  private static final String AFTER = "after";
  private static final String OP = "op";
  private static final String TIME = "ts_ms";
  private static final String SOURCE = "source";
  private static final String OLD = Lineage.PREFIX + "old";

  private final String prefix;
  private final List<String> sourceFields;
  private final List<String> keys;

  private UnwrapDebezium(String prefix, List<String> sourceFields, List<String> keys) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    this.sourceFields = List.copyOf(sourceFields);
    this.keys = List.copyOf(keys);
  }

  /** Takes rows out of envelopes, with operation and time. */
  public static UnwrapDebezium envelopes() {
    return new UnwrapDebezium("__", List.of(), List.of());
  }

  /** Says what stands in front of the names that are not the row's own: {@code __} otherwise. */
  public UnwrapDebezium withPrefix(String prefix) {
    return new UnwrapDebezium(prefix, sourceFields, keys);
  }

  /** Takes these fields of {@code source} too, each as {@code source_<field>}. */
  public UnwrapDebezium withSourceFields(List<String> fields) {
    return new UnwrapDebezium(prefix, fields, keys);
  }

  /** Names the key of the rows, so that a change of it deletes the old one. */
  public UnwrapDebezium withKeys(List<String> keys) {
    return new UnwrapDebezium(prefix, sourceFields, keys);
  }

  @Override
  public String name() {
    return "unwrap_debezium";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "unwrap");
    columns.requireDistinct(columns.names());
    boolean top = columns.has(OP) || !columns.has(PAYLOAD);
    String base = top ? "" : PAYLOAD + ".";
    Columns.Found before = columns.find(base + BEFORE);
    Columns.Found after = columns.find(base + AFTER);
    StructType image = image(before, after);
    Columns.Found operation = columns.find(base + OP);
    if (!(operation.type() instanceof StringType)) {
      throw TransformErrors.cannot(
          "read operation from column",
          operation.path(),
          "it is " + TypeNames.article(operation.type()) + ", not a string",
          "Declare it as Debezium writes it.");
    }
    Column op = operation.column();
    Column old = keys.isEmpty() ? op.equalTo("d") : op.equalTo("d").or(col(OLD));
    Map<String, Column> out = new LinkedHashMap<>();
    for (StructField field : image.fields()) {
      put(
          columns,
          out,
          field.name(),
          when(old, before.column().getField(field.name()))
              .otherwise(after.column().getField(field.name())));
    }
    put(columns, out, prefix + OP, keys.isEmpty() ? op : when(col(OLD), "d").otherwise(op));
    put(columns, out, prefix + TIME, columns.find(base + TIME).column());
    for (String field : sourceFields) {
      Columns.Found found = columns.find(base + SOURCE + "." + field);
      put(columns, out, prefix + SOURCE + "_" + found.path().last(), found.column());
    }
    Column moved = moved(columns, base, op, before.column());

    Column there = op.isNotNull().or(before.column().isNotNull()).or(after.column().isNotNull());
    Dataset<Row> sound =
        tally.reject(
            tally.keep(rows, there, "tombstone"), reasons(op, before.column(), after.column()));
    if (!keys.isEmpty()) {
      List<Column> doubled = new ArrayList<>(columns.all());
      doubled.add(
          explode(when(moved, array(lit(true), lit(false))).otherwise(array(lit(false)))).as(OLD));
      sound = tally.added(sound.select(columns.withLineage(doubled)), col(OLD), "key_change");
    }
    List<Column> named = new ArrayList<>();
    out.forEach((name, value) -> named.add(value.as(name)));
    return sound.select(columns.withLineage(named));
  }

  private static StructType image(Columns.Found before, Columns.Found after) {
    for (Columns.Found found : List.of(before, after)) {
      if (!(found.type() instanceof StructType)) {
        throw TransformErrors.cannot(
            "unwrap column",
            found.path(),
            "it is " + TypeNames.article(found.type()) + ", not a struct",
            "Parse it with unbox first.");
      }
    }
    // Which of them may be NULL does not matter, and is not in this text.
    if (!before.type().catalogString().equals(after.type().catalogString())) {
      throw TransformErrors.cannot(
          "unwrap column",
          before.path(),
          "it is of another type than " + after.path(),
          "Declare both alike, with the same fields in the same order.");
    }
    return (StructType) after.type();
  }

  private static void put(Columns columns, Map<String, Column> out, String name, Column value) {
    if (Lineage.isLineage(name)) {
      throw TransformErrors.reserved("unwrap into column", name);
    }
    if (out.keySet().stream().anyMatch(n -> columns.same(n, name))) {
      throw TransformErrors.taken("unwrap into column", name, "another column of the row");
    }
    out.put(name, value);
  }

  /** Returns whether the row is an update that is known to have changed a key. */
  private Column moved(Columns columns, String base, Column op, Column before) {
    Column known = op.equalTo("u").and(before.isNotNull());
    Column differs = lit(false);
    for (String key : keys) {
      Columns.Found was = columns.find(base + BEFORE + "." + key);
      Columns.Found is = columns.find(base + AFTER + "." + key);
      Comparing.require(key, is.type());
      known = known.and(was.column().isNotNull());
      differs = differs.or(not(was.column().eqNullSafe(is.column())));
    }
    return known.and(differs);
  }

  private Column reasons(Column op, Column before, Column after) {
    Column changes = op.isin("c", "r", "u");
    Column reason =
        when(changes.and(after.isNull()), name() + ": after: missing")
            .when(op.equalTo("d").and(before.isNull()), name() + ": before: missing")
            .when(changes.or(op.equalTo("d")), lit(null).cast("string"))
            .when(op.equalTo("t"), name() + ": op: truncate")
            .when(op.equalTo("m"), name() + ": op: message")
            .otherwise(name() + ": op: unknown operation");
    return array_compact(array(reason));
  }
}
