package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Parses a column of texts, each a JSON or CSV document, by a schema.
 *
 * <p>A text that is not wholly of the schema rejects its row with a reason such as {@code unbox:
 * payload: not JSON of the schema}, or gives NULL, when {@link FailedCast#NULL} is asked for: never
 * a document of which a part is missing. NULL stays NULL. Times that name no zone are in UTC,
 * whatever the session's zone is.
 *
 * <ul>
 *   <li><b>JSON</b> is read strictly: nothing may stand behind the document, an empty text is none,
 *       names and texts stand between double quotes. A number that does not fit its type, one with
 *       a fraction for a whole number, and a quoted number fail; a decimal is rounded half up to
 *       its scale; a double beyond all doubles is infinite. A string field takes anything, as the
 *       JSON that it is; {@code "NaN"} is a double. A field that is not in the schema is passed
 *       over, one that is not in the document is NULL, whatever the schema says of NULL; of a name
 *       that comes twice in an object the last counts, and in a map both stay. Names are told apart
 *       by case. {@code null} is NULL.
 *   <li><b>CSV</b> is one record as RFC 4180 has it: quotes are doubled inside of quotes and stand
 *       nowhere else, line breaks only inside of them (one at the very end does no harm). The
 *       number of fields must be that of the schema. An empty field is NULL, quoted or not. The
 *       fields are cast as {@link ApplyMapping} casts texts.
 * </ul>
 *
 * <p><b>Cost:</b> narrow. A JSON text is parsed, and its end is looked for in a second, lighter
 * pass over it. Where nobody counts, texts are parsed once more to find those that fail.
 *
 * <pre>{@code
 * Unbox.json("payload", "id INT, tags ARRAY<STRING>").withInto("event").apply(rows);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> the schema is given and not inferred, and what does not parse is
 * rejected, where Glue gives a document with holes.
 */
public final class Unbox implements Transform {

  static final String BOX = Lineage.PREFIX + "box";

  private final String column;
  private final BoxFormat format;
  private final Optional<String> into;
  private final FailedCast failedParse;

  private Unbox(String column, BoxFormat format, Optional<String> into, FailedCast failedParse) {
    this.column = Objects.requireNonNull(column, "column");
    this.format = format;
    this.into = into;
    this.failedParse = Objects.requireNonNull(failedParse, "failedParse");
  }

  /**
   * Parses JSON.
   *
   * @param column the path of the column
   * @param type a struct, an array or a map
   */
  public static Unbox json(String column, DataType type) {
    return new Unbox(column, BoxFormat.json(type), Optional.empty(), FailedCast.REJECT);
  }

  /**
   * Parses JSON.
   *
   * @param column the path of the column
   * @param schema the fields, {@code id INT, name STRING}, or a type, {@code array<int>}
   */
  public static Unbox json(String column, String schema) {
    return json(column, BoxFormat.type(schema));
  }

  /**
   * Parses CSV, comma-separated.
   *
   * @param column the path of the column
   * @param schema the fields, in order
   */
  public static Unbox csv(String column, StructType schema) {
    return new Unbox(column, BoxFormat.csv(schema, ","), Optional.empty(), FailedCast.REJECT);
  }

  /**
   * Parses CSV, comma-separated.
   *
   * @param column the path of the column
   * @param schema the fields, in order: {@code id INT, name STRING}
   */
  public static Unbox csv(String column, String schema) {
    return csv(column, BoxFormat.fields(schema));
  }

  /**
   * Says what stands between the fields of CSV.
   *
   * @param separator one character, neither a quote nor a line break
   */
  public Unbox withSeparator(String separator) {
    return new Unbox(column, format.withSeparator(separator), into, failedParse);
  }

  /** Puts the document into a new column, the last one, and keeps the text. */
  public Unbox withInto(String newColumn) {
    return new Unbox(column, format, Optional.of(newColumn), failedParse);
  }

  /** Says what happens to a row with a text that does not parse. */
  public Unbox withFailedParse(FailedCast failedParse) {
    return new Unbox(column, format, into, failedParse);
  }

  @Override
  public String name() {
    return "unbox";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "unbox");
    columns.requireDistinct(columns.names());
    Columns.Found found = columns.find(column);
    if (!(found.type() instanceof StringType)) {
      throw TransformErrors.cannot(
          "unbox column",
          column,
          "it is " + TypeNames.article(found.type()) + ", not a string",
          "Only texts hold documents.");
    }
    format.requireReadable();
    into.ifPresent(name -> requireFree(name, columns));
    List<Column> boxed = new ArrayList<>(columns.all());
    boxed.addAll(List.of(columns.withLineage(List.of())));
    boxed.add(format.parsed(found.column()).as(BOX));
    Dataset<Row> parsed = rows.select(boxed.toArray(Column[]::new));
    Column failed =
        found.column().isNotNull().and(coalesce(format.failed(found.path(), BOX), lit(true)));
    Column value = expr(format.value(BOX));
    if (failedParse == FailedCast.NULL) {
      return placed(parsed, columns, found, when(failed, lit(null)).otherwise(value));
    }
    Column none = array().cast("array<string>");
    String reason = "unbox: " + column + ": not " + format.name() + " of the schema";
    Column reasons = when(failed, array(lit(reason))).otherwise(none);
    return placed(tally.reject(parsed, reasons), columns, found, value);
  }

  private static void requireFree(String name, Columns columns) {
    FieldPath path = FieldPath.parse(name);
    if (path.nested()) {
      throw TransformErrors.nested("unbox into", name);
    }
    if (Lineage.isLineage(path.last())) {
      throw TransformErrors.reserved("unbox into column", name);
    }
    if (columns.has(path.last())) {
      throw TransformErrors.taken("unbox into column", name, "another column");
    }
  }

  private Dataset<Row> placed(
      Dataset<Row> rows, Columns columns, Columns.Found found, Column value) {
    List<Column> out = new ArrayList<>();
    for (String name : columns.names()) {
      Column own = col(FieldPath.quote(name));
      if (into.isPresent() || !name.equals(found.path().names().get(0))) {
        out.add(own);
      } else if (found.path().nested()) {
        List<String> inside = found.path().names().subList(1, found.path().names().size());
        out.add(own.withField(new FieldPath(inside).sql(), value).as(name));
      } else {
        out.add(value.as(name));
      }
    }
    into.ifPresent(name -> out.add(value.as(FieldPath.parse(name).last())));
    return rows.select(columns.withLineage(out));
  }
}
