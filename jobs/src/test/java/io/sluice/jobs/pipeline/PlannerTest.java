package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.jobs.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

  @TempDir Path folder;
  private Conf conf;
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void files() {
    conf = Conf.in(folder);
  }

  private List<Plan> plan(String... selectors) {
    Project project = conf.load();
    InputSchemas schemas =
        (input, read) -> {
          asked.add(input);
          return project
              .declaredSchema(read)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          Problem.of(Messages.cannot("read", input, "it is not there", ""))));
        };
    return new Planner(TestSpark.session(), project, schemas)
        .plan(project.select(List.of(selectors)));
  }

  private List<String> problems() {
    return conf.shown(catchThrowableOfType(InvalidInputException.class, () -> plan()));
  }

  @Test
  void knowsTheColumnsAfterEachStep() {
    conf.posts(
        "cleaned.posts",
        """
        steps:
          - apply_mapping:
              - [userId, int, UserID, bigint]
              - [title, Title]
          - filter: UserID NOT IN (1, 3, 7)
          - derive: { length: length(Title) }
        write: { partition_by: [UserID] }
        """);
    Plan plan = plan().get(0);

    assertThat(plan.inputs().get("posts").toDDL())
        .isEqualTo("userId INT NOT NULL,id INT,title STRING,body STRING");
    assertThat(plan.steps())
        .extracting(s -> s.result().step().transform() + " " + s.schema().simpleString())
        .containsExactly(
            "apply_mapping struct<UserID:bigint,Title:string>",
            "filter struct<UserID:bigint,Title:string>",
            "derive struct<UserID:bigint,Title:string,length:int>");
    assertThat(plan.output().simpleString())
        .isEqualTo("struct<UserID:bigint,Title:string,length:int>");
  }

  @Test
  void showsEachStepAndItsColumns() {
    conf.posts(
        "cleaned.posts", "steps:\n  - drop_fields: [body]\n  - filter: id > 3\n    as: few\n");

    assertThat(plan().get(0))
        .hasToString(
            """
            cleaned.posts
              read posts: json raw/posts
                  userId int not null, id int, title string, body string
              1. drop_fields
                  userId int not null, id int, title string
              2. filter as few
                  the same columns
              write parquet, overwrite""");
  }

  @Test
  void takesTheColumnsOfATableFromThePlanOfItsPipelineWhereThatRunsToo() {
    conf.posts("cleaned.a", "steps:\n  - select_fields: [id]\n")
        .pipeline("cleaned.b", "table: cleaned.b\nread: { rows: { table: cleaned.a } }\n");

    assertThat(plan().get(1).output().simpleString()).isEqualTo("struct<id:int>");
    assertThat(asked).containsExactly("posts");
  }

  @Test
  void readsTheLakeForATableOutsideTheSelection() {
    conf.posts("cleaned.a", "")
        .pipeline("cleaned.b", "table: cleaned.b\nread: { rows: { table: cleaned.a } }\n");

    InvalidInputException e =
        catchThrowableOfType(InvalidInputException.class, () -> plan("cleaned.b"));
    assertThat(conf.shown(e))
        .containsExactly(
            "conf/pipelines/cleaned/b.yaml:2: read.rows: Cannot read: rows (it is not there).");
  }

  @Test
  void findsTheFaultsOfAllPipelinesAtOnce() {
    conf.posts("cleaned.a", "steps:\n  - filter: idd > 3\n")
        .posts("cleaned.b", "steps:\n  - drop_fields: [id]\n  - derive: { x: id + 1 }\n")
        .pipeline("cleaned.c", "table: cleaned.c\nread: { rows: { table: cleaned.a } }\n");

    assertThat(problems())
        .hasSize(2)
        .satisfies(
            p ->
                assertThat(p.get(0))
                    .startsWith("conf/pipelines/cleaned/a.yaml:5: steps[0].filter: Cannot "),
            p -> assertThat(p.get(0)).contains("idd").contains("Did you mean id?"),
            p ->
                assertThat(p.get(1))
                    .startsWith("conf/pipelines/cleaned/b.yaml:6: steps[1].derive: Cannot "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write: { partition_by: [usrId] } | write.partition_by[0]: Cannot find column: usrId (the result has no such column). Did you mean userId?",
        "write: { format: delta }\\nsteps: [ derive: { 'a b': id } ] | Rename it, or set write.properties: { delta.columnMapping.mode: name }",
        "write: { format: orc }\\nsteps: [ sql: 'SELECT id AS `a``b` FROM input' ] | orc loses a backtick in a name",
        "write: { partition_by: [_x] }\\nsteps: [ derive: { _x: 'id' } ] | are invisible to readers",
        "write: { sort_by: [x] } | write.sort_by[0]: Cannot find column: x",
        "write: { partition_by: [userId, id, title, body] } | no column would be left in the files",
        "steps: [ derive: { x: 'array(id)' } ]\\nwrite: { format: csv } | csv cannot hold array<int>",
        "steps: [ derive: { x: 'array(id)' } ]\\nwrite: { partition_by: [x] } | array<int> cannot be a folder's name",
        "steps: [ derive: { x: 'NULL' } ] | Cast it: CAST(NULL AS string).",
        "steps: [ derive: { x: 'struct(array(NULL) AS y)' } ] | Cannot write column: x.y[]",
      })
  void refusesAResultThatCannotBeWritten(String rest, String reason) {
    conf.posts("cleaned.posts", rest.replace("\\n", "\n") + "\n");

    assertThat(problems()).singleElement().asString().contains(reason);
  }

  @Test
  void plansStepsOverSeveralInputs() {
    conf.pipeline(
        "cleaned.x",
        """
        table: cleaned.x
        read:
          posts: { path: raw/posts, format: json, contract: raw.posts }
          users: { path: raw/users, format: json, schema: "id INT, name STRING" }
        steps:
          - filter: id > 3
            as: late
          - join: { with: users, on: { userId: id }, names: glue }
            as: joined
          - aggregate: { group_by: [name], values: { n: count(*) } }
            from: late
            as: never
        """
                .replace("group_by: [name]", "group_by: [userId]")
            + """
              - sql: SELECT never.n, joined.* FROM joined JOIN never ON never.userId = joined.userId
                from: joined
            """);

    assertThat(plan().get(0).output().fieldNames())
        .containsExactly("n", "userId", ".id", "title", "body", "id", "name");
  }

  @Test
  void stampsTheSourceFileOfRowsThatComeFromFiles() {
    conf.posts("cleaned.posts", "steps:\n  - stamp: { source_file: file }\n");

    assertThat(plan().get(0).output().fieldNames())
        .containsExactly("userId", "id", "title", "body", "file");
    assertThat(conf.load().pipelines().get(0).readsSourceFile()).isTrue();
  }

  @Test
  void checksThePredicateOfATable() {
    conf.posts("cleaned.a", "")
        .pipeline(
            "cleaned.b",
            "table: cleaned.b\nread: { rows: { table: cleaned.a, where: usrId > 3 } }\n");

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("conf/pipelines/cleaned/b.yaml:2: read.rows.where: Cannot apply where: usrId");
  }

  @Test
  void readsNoData() {
    conf.posts("cleaned.posts", "");
    StructType declared = conf.load().contracts().get(0).schema();

    assertThat(plan().get(0).output()).isEqualTo(declared);
    assertThat(conf.files()).noneMatch(file -> file.startsWith("lake"));
  }
}
