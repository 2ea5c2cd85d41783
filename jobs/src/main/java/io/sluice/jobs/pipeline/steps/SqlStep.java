package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Sql;
import io.sluice.transforms.Transform;
import java.util.Collection;
import java.util.List;

@StepDoc(
    name = "sql",
    summary =
        "One SELECT; WITH may stand in front of it. The step's own rows are called"
            + " `input`; every input and every earlier step with `as` has its own name. The"
            + " books know only how many rows came and went.",
    cost = "What the query costs.",
    glue =
        "Glue's gives names to its frames in `sql_aliases`; here they have them already,"
            + " and no view stays behind.",
    example =
        """
        - sql: SELECT UserID, count(*) AS posts FROM input GROUP BY UserID
        - sql:
            query: |
              SELECT i.*, u.name
              FROM input i JOIN users u ON u.id = i.UserID
            inputs: [users]
        """,
    demo =
        @Demo(
            inputs = {
              @Demo.Rows(
                  schema = "id INT, UserID INT",
                  json =
                      """
                        {"id": 10, "UserID": 1}
                        {"id": 11, "UserID": 1}
                        {"id": 12, "UserID": 9}
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
                - sql: |
                    SELECT u.name, count(i.id) AS posts
                    FROM users u LEFT JOIN input i ON i.UserID = u.id
                    GROUP BY u.name
                """))
record SqlStep(
    @Doc("The SELECT; WITH may stand in front of it.") String query,
    @Doc("The names that the query may use besides `input`; all of them when left out.")
        List<String> inputs)
    implements StepArguments {

  @Form("the query alone")
  static SqlStep of(String query) {
    return new SqlStep(query, List.of());
  }

  @Override
  public boolean takesAllInputs() {
    return inputs.isEmpty();
  }

  @Override
  public Transform transform(StepInputs known, RunFacts facts) {
    Collection<String> names = inputs.isEmpty() ? known.names() : inputs;
    Sql sql = Sql.of(query);
    for (String name : names) {
      boolean own = known.current().filter(name::equals).isPresent();
      sql = own ? sql.withInputName(name) : sql.with(name, known.rows(name));
    }
    return sql;
  }
}
