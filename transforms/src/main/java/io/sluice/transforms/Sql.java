package io.sluice.transforms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs one SELECT over named frames.
 *
 * <p>The step's own rows are the table {@code input}, and also what {@link #withInputName} says;
 * other frames have the names they were given. The names hold within this one query only, whatever
 * else runs in the session, and hide tables of the catalog of the same name; other tables of the
 * catalog can be read, but nobody will know that they were: make them inputs. WITH is allowed, and
 * anything that a SELECT may hold; statements that define or change something are refused. Columns
 * of the result must have names of their own. Lineage ends: a {@code *} does not show it.
 *
 * <p><b>Cost:</b> what the query costs.
 *
 * <pre>{@code
 * Sql.of("SELECT p.*, u.name FROM input p JOIN users u ON u.id = p.userId")
 *     .with("users", users)
 *     .apply(posts);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> no view stays behind in the session, and the books know only how
 * many rows came and went.
 */
public final class Sql implements Transform {

  private static final String INPUT = "input";

  private final String select;
  private final String inputName;
  private final Map<String, Dataset<Row>> others;

  private Sql(String select, String inputName, Map<String, Dataset<Row>> others) {
    this.select = Objects.requireNonNull(select, "select");
    this.inputName = Objects.requireNonNull(inputName, "inputName");
    this.others = Collections.unmodifiableMap(others);
  }

  /** Runs this query over the rows, which it calls {@code input}. */
  public static Sql of(String select) {
    return new Sql(select, INPUT, Map.of());
  }

  /** Lets the query call this frame by this name. */
  public Sql with(String name, Dataset<Row> rows) {
    Map<String, Dataset<Row>> more = new LinkedHashMap<>(others);
    if (name.equalsIgnoreCase(INPUT)
        || name.equalsIgnoreCase(inputName)
        || more.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      throw TransformErrors.taken("name input", name, "another input of the query");
    }
    more.put(name, Objects.requireNonNull(rows, "rows"));
    return new Sql(select, inputName, more);
  }

  /** Lets the query call the step's own rows by this name too. */
  public Sql withInputName(String name) {
    if (others.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      throw TransformErrors.taken("name input", name, "another input of the query");
    }
    return new Sql(select, name, others);
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Accounting accounting() {
    return Accounting.REWRITES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    String query = QueryText.select(select);
    Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
    inputs.put(INPUT, rows);
    if (!inputName.equalsIgnoreCase(INPUT)) {
      inputs.put(inputName, rows);
    }
    inputs.putAll(others);
    List<String> known = new ArrayList<>();
    inputs.forEach((name, frame) -> known.addAll(Columns.of(frame, "select").names()));
    Dataset<Row> result =
        AnalysisFailure.translating(
            () -> analyzed(rows.sparkSession(), query, inputs),
            failure ->
                TransformErrors.badQuery(
                    select, failure, inputs.keySet(), known.stream().distinct().toList()));
    Columns columns = Columns.of(result, "select");
    columns.requireDistinct(columns.names());
    columns.lineage().stream()
        .findFirst()
        .ifPresent(
            name -> {
              throw TransformErrors.reserved("select column", name);
            });
    return result;
  }

  /**
   * The views' names are nobody else's, and the plan holds what they stand for once it is analysed:
   * they are dropped before anybody could see them.
   */
  private static Dataset<Row> analyzed(
      SparkSession session, String query, Map<String, Dataset<Row>> inputs) {
    List<String> views = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    try {
      inputs.forEach(
          (name, frame) -> {
            String view = Lineage.PREFIX + UUID.randomUUID().toString().replace("-", "");
            Columns.of(frame, "select").hideLineage(frame).createOrReplaceTempView(view);
            views.add(view);
            tables.add(FieldPath.quote(name) + " AS (SELECT * FROM " + view + ")");
          });
      return session.sql(
          "WITH " + String.join(", ", tables) + " SELECT * FROM (\n" + query + "\n)");
    } finally {
      views.forEach(view -> session.catalog().dropTempView(view));
    }
  }
}
