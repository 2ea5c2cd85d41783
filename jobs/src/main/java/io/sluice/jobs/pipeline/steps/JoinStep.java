package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Join;
import io.sluice.transforms.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

@StepDoc(
    name = "join",
    summary =
        "Joins the rows with those of another input or step, the right side, on equal"
            + " keys. A key of one name appears once. Of two other columns of one name the left"
            + " keeps it. Rows that an inner join misses are counted as `no_match`, those that"
            + " an anti join leaves out as `match`, and rows that only the right side has as"
            + " `right_only`.",
    cost = "A shuffle of both sides, or a broadcast of the right one where it is small.",
    glue =
        "Glue keeps both keys, and gives the left one of two columns of one name a `.` in"
            + " front; say `names: glue` for the latter.",
    example =
        """
        - join: { with: users, on: { userId: id }, names: glue }
        - join: { with: offices, type: left, on: officeCode, prefix: office_, broadcast: true }
        - join: { with: banned, type: anti, on: [country, city], null_safe: true }
        """,
    demo =
        @Demo(
            inputs = {
              @Demo.Rows(
                  schema = "post INT, userId INT, name STRING",
                  json =
                      """
                        {"post": 10, "userId": 1, "name": "Moths of the quay"}
                        {"post": 11, "userId": 1, "name": "Ropes"}
                        {"post": 12, "userId": 9, "name": "From somebody unknown"}
                        {"post": 13, "userId": null, "name": "From nobody"}
                        """),
              @Demo.Rows(
                  name = "users",
                  schema = "id INT, name STRING",
                  json =
                      """
                        {"id": 1, "name": "Ada"}
                        {"id": 2, "name": "Bo"}
                        """)
            },
            steps =
                """
                - { join: { with: users, on: { userId: id } }, from: rows, as: inner }
                - join: { with: users, type: left, on: { userId: id }, prefix: user_ }
                  from: rows
                  as: left
                """))
record JoinStep(
    @Doc("The input or earlier step that is the right side.") String with,
    @Doc(value = "Which rows come out.", byDefault = "inner") JoinType type,
    @Doc("The columns that must be equal.") Keys on,
    @Doc(
            value =
                "Where both sides have a column of one name: `prefix` gives the right one a prefix,"
                    + " `glue` gives the left one a `.` in front.",
            byDefault = "prefix")
        Names names,
    @Doc(value = "What stands in front of the right side's column then.", byDefault = "right_")
        String prefix,
    @Doc(value = "Whether a null key matches a null key.", byDefault = "false") boolean nullSafe,
    @Doc(value = "Whether the right side is sent whole to every executor.", byDefault = "false")
        boolean broadcast)
    implements StepArguments {

  /** Which rows a join gives. */
  enum JoinType {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    SEMI,
    ANTI
  }

  /** What becomes of two columns of one name. */
  enum Names {
    PREFIX,
    GLUE
  }

  /** Columns of the left side to columns of the right side. */
  record Keys(Map<String, String> pairs) {

    Keys {
      if (pairs.isEmpty()) {
        throw new IllegalArgumentException("a join needs at least one key");
      }
    }

    @Form("a column that both sides have")
    static Keys of(String column) {
      return new Keys(Map.of(column, column));
    }

    @Form("columns that both sides have")
    static Keys of(List<String> columns) {
      Map<String, String> pairs = new LinkedHashMap<>();
      columns.forEach(column -> pairs.put(column, column));
      return new Keys(pairs);
    }

    @Form("columns of the left side to columns of the right side")
    static Keys of(Map<String, String> pairs) {
      return new Keys(pairs);
    }
  }

  @Override
  public List<String> inputs() {
    return List.of(with);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Dataset<Row> right = inputs.rows(with);
    Join join =
        switch (type) {
          case INNER -> Join.inner(right);
          case LEFT -> Join.left(right);
          case RIGHT -> Join.right(right);
          case FULL -> Join.full(right);
          case SEMI -> Join.semi(right);
          case ANTI -> Join.anti(right);
        };
    join = join.on(on.pairs());
    join = names == Names.GLUE ? join.withGlueNames() : join.withPrefix(prefix);
    join = nullSafe ? join.withNullSafe() : join;
    return broadcast ? join.withBroadcast() : join;
  }
}
