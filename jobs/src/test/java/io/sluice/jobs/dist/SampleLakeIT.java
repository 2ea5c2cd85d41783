package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample lake through spark-submit and the shaded jar, read back with another engine. */
class SampleLakeIT {
  @TempDir static Path folder;
  private static Duck duck;
  private static Books books;

  @BeforeAll
  static void build() {
    duck = SampleLake.built().duck();
    books = SampleLake.built().books();
  }

  @Test
  void accountsForEveryRow() {
    assertThat(books.figures()).containsExactlyInAnyOrderEntriesOf(SampleLake.figures());
  }

  @Test
  void keepsPostsAllAsTheyWere() {
    assertThat(duck.columns("cleaned.posts_all"))
        .containsExactly("userId INTEGER", "id INTEGER", "title VARCHAR", "body VARCHAR");
    String raw =
        "read_json('" + Project.root() + "/sample-data/raw/posts/posts.json', format = 'array')";
    assertThat(duck.rows("SELECT userId, id, title, body FROM {cleaned.posts_all} ORDER BY id"))
        .hasSize(100)
        .isEqualTo(duck.rows("SELECT userId, id, title, body FROM " + raw + " ORDER BY id"));
  }

  @Test
  void leavesTheBogusAccountsOutOfPosts() {
    assertThat(duck.columns("cleaned.posts"))
        .containsExactly("UserID INTEGER", "PostID INTEGER", "Title VARCHAR", "Content VARCHAR");
    assertThat(
            duck.rows(
                "SELECT UserID, count(*), count(DISTINCT PostID) FROM {cleaned.posts}"
                    + " GROUP BY ALL ORDER BY 1"))
        .extracting(row -> String.join(" ", row))
        .containsExactly(
            "2 10 10", "4 10 10", "5 10 10", "6 10 10", "8 10 10", "9 10 10", "10 10 10");
  }

  @Test
  void splitsWhatFirehoseJoinedAndFilesItByHour() throws IOException {
    assertThat(
            duck.rows(
                "SELECT year, month, day, hour, count(*), count(DISTINCT id), min(id), max(id),"
                    + " bool_and(body_length = length(body))"
                    + " FROM {cleaned.posts_stream} GROUP BY ALL"))
        .containsExactly(List.of("2022", "06", "28", "13", "12", "12", "101", "112", "true"));
    try (Stream<Path> files = Files.walk(duck.lake().resolve("cleaned/posts_stream"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
          .allMatch(
              file -> file.getParent().endsWith(Path.of("year=2022/month=06/day=28/hour=13")));
    }
  }

  @Test
  void laysUsersFlat() {
    assertThat(duck.columns("cleaned.users"))
        .containsExactly(
            "id INTEGER",
            "name VARCHAR",
            "username VARCHAR",
            "email VARCHAR",
            "address.street VARCHAR",
            "address.suite VARCHAR",
            "address.city VARCHAR",
            "address.zipcode VARCHAR",
            "address.geo.lat VARCHAR",
            "address.geo.lng VARCHAR",
            "phone VARCHAR",
            "website VARCHAR",
            "company.name VARCHAR",
            "company.catchPhrase VARCHAR",
            "company.bs VARCHAR");
    assertThat(duck.number("SELECT count(DISTINCT id) FROM {cleaned.users}")).isEqualTo(10);
  }

  @Test
  void putsEveryPostBesideItsAuthor() {
    assertThat(duck.columns("curated.posts_by_user"))
        .hasSize(19)
        .startsWith("userId INTEGER", ".id INTEGER", "title VARCHAR", "body VARCHAR", "id INTEGER")
        .contains("company.name VARCHAR", "address.geo.lng VARCHAR");
    assertThat(
            duck.number(
                "SELECT count(DISTINCT p.\".id\") FROM {curated.posts_by_user} p"
                    + " JOIN {cleaned.users} u ON p.id = u.id AND p.userId = u.id"
                    + " AND p.\"company.name\" = u.\"company.name\""
                    + " AND p.\"address.geo.lng\" = u.\"address.geo.lng\""))
        .isEqualTo(100);
  }

  @Test
  void givesAthenaNamesThatNeedNoQuotes() {
    assertThat(duck.columns("curated.posts_by_user_athena"))
        .hasSize(19)
        .contains("user_id INTEGER", "company_name VARCHAR", "address_geo_lng VARCHAR")
        .allMatch(column -> column.matches("[A-Za-z][A-Za-z_]* \\w+"));
    assertThat(duck.number("SELECT count(*) FROM {curated.posts_by_user_athena}")).isEqualTo(100);
  }

  @Test
  void keepsLongPostsOnly() {
    assertThat(
            duck.rows(
                "SELECT count(*), min(length(body)) > 180, bool_and(body_length = length(body))"
                    + " FROM {curated.long_posts}"))
        .containsExactly(List.of("47", "true", "true"));
    assertThat(duck.number("SELECT count(*) FROM {cleaned.posts_all} WHERE length(body) > 180"))
        .isEqualTo(47);
  }

  @Test
  void countsWhatEachUserHasWrittenSoFar() {
    assertThat(duck.columns("curated.user_activity"))
        .containsExactly(
            "userId INTEGER",
            "id INTEGER",
            "title VARCHAR",
            "posts_so_far BIGINT",
            "characters_so_far BIGINT");
    String raw = "read_json([posts/posts.json], format = 'array')";
    assertThat(duck.rows("SELECT * FROM {curated.user_activity} ORDER BY id"))
        .hasSize(100)
        .isEqualTo(
            duck.rows(
                "SELECT p.userId, p.id, p.title, count(*), sum(length(earlier.body)) FROM "
                    + raw
                    + " p JOIN "
                    + raw
                    + " earlier ON earlier.userId = p.userId AND earlier.id <= p.id"
                    + " GROUP BY ALL ORDER BY p.id"));
  }

  @Test
  void givesEachUserOfADepartmentARowAndCountsTheDepartmentsWithoutAny() {
    assertThat(duck.columns("cleaned.department_users"))
        .containsExactly("department VARCHAR", "user VARCHAR");
    assertThat(
            duck.rows("SELECT department, \"user\" FROM {cleaned.department_users} ORDER BY ALL"))
        .hasSize(5)
        .isEqualTo(
            duck.rows(
                "SELECT department, unnest(users) AS u"
                    + " FROM read_json([departments/departments.json]) ORDER BY ALL"));
    assertThat(books.counts("cleaned.department_users", "explode"))
        .isEqualTo(Map.of("null users", 1L, "empty users", 1L, "fan_out", 3L));
  }

  @Test
  void readsBackWithSparkToo() {
    Dataset<Row> posts =
        TestSpark.session().read().parquet(duck.lake().resolve("cleaned/posts").toString());
    assertThat(posts.schema().simpleString())
        .isEqualTo("struct<UserID:int,PostID:int,Title:string,Content:string>");
    assertThat(posts.where("UserID IN (1, 3, 7)").isEmpty()).isTrue();
    assertThat(posts.selectExpr("count(DISTINCT PostID)").first().getLong(0)).isEqualTo(70);
  }

  @Test
  void leavesTheSameLakeWhenRunAgain() throws IOException {
    Path lake = folder.resolve("again");
    FileUtils.copyDirectory(duck.lake().toFile(), lake.toFile());
    Duck again = new Duck(lake);
    Books second = Books.of(SparkSubmit.sluice(folder).run(SampleLake.arguments(lake)));

    Map<String, String> expected = books.figures();
    for (String table : SampleLake.incremental()) {
      expected.put(table, "in 0 out 0 filtered 0 rejected 0 deduplicated 0");
    }
    assertThat(second.figures()).isEqualTo(expected);
    for (String table : SampleLake.figures().keySet()) {
      String all = "SELECT * FROM {" + table + "} ORDER BY ALL";
      assertThat(again.rows(all)).as(table).isEqualTo(duck.rows(all));
    }
  }

  @Test
  void exitsWithTwoAndWritesNothingWhenThePipelineIsUnknown() {
    Path lake = folder.resolve("never");
    Program.Outcome outcome =
        SparkSubmit.sluice(folder)
            .run(
                "run",
                "cleaned.pots",
                "--conf",
                Project.root().resolve("conf").toString(),
                "--set",
                "lake.root=" + lake);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("cleaned.pots").contains("cleaned.posts");
    assertThat(lake).doesNotExist();
  }
}
