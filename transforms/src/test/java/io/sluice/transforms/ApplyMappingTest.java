package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyMappingTest {

  private static Dataset<Row> posts() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 10, 'First', 'a'), (2, 20, 'Second', NULL)"
            + " AS t(userId, id, title, body)");
  }

  private static Dataset<Row> users() {
    return Rows.sql(
        "SELECT 7 AS id, named_struct('city', 'Ulm', 'geo', named_struct('lat', '48.4', 'lng', 'x'))"
            + " AS address, array(named_struct('price', 1)) AS items, map('k', 'v') AS attributes,"
            + " 'dotted' AS `a.b`, 'blank' AS `two words`, 'umlaut' AS `größe`, 'tick' AS `t``k`");
  }

  private static Dataset<Row> map(Dataset<Row> rows, Mapping... mappings) {
    return ApplyMapping.of(mappings).apply(rows);
  }

  private static void assertFails(ThrowingCallable call, String... parts) {
    var thrown = assertThatThrownBy(call).isInstanceOf(InvalidTransformException.class);
    for (String part : parts) {
      thrown.hasMessageContaining(part);
    }
  }

  @Test
  void givesWhatIsMappedInOrderRenamedAndCast() {
    Dataset<Row> result =
        map(
            posts(),
            Mapping.of("id", "int", "PostID", "long"),
            Mapping.of("userId", "int", "UserID", "int"),
            Mapping.of("title", "Title"),
            Mapping.of("body"));

    assertThat(Rows.schema(result))
        .isEqualTo("PostID bigint, UserID int, Title string, body string");
    assertThat(Rows.of(result)).containsExactly("[10,1,First,a]", "[20,2,Second,null]");
  }

  @Test
  void walksAndBuildsStructs() {
    Dataset<Row> result =
        map(
            users(),
            Mapping.of("address.geo.lat", "place.point.lat", "double"),
            Mapping.of("id"),
            Mapping.of("address.city", "place.name"));

    assertThat(Rows.schema(result))
        .isEqualTo("place struct<point:struct<lat:double>,name:string>, id int");
    assertThat(Rows.of(result)).containsExactly("[[[48.4],Ulm],7]");
  }

  @Test
  void keepsAPathInPlaceWhenOnlyTheSourceIsNamed() {
    assertThat(Rows.schema(map(users(), Mapping.of("address.geo.lat"))))
        .isEqualTo("address struct<geo:struct<lat:string>>");
  }

  @Test
  void readsNamesWithDotsBlanksBackticksAndOtherLetters() {
    Dataset<Row> result =
        map(
            users(),
            Mapping.of("`a.b`", "`c.d`"),
            Mapping.of("two words", "drei worte"),
            Mapping.of("größe", "größe", "string"),
            Mapping.of("`t``k`", "`q``.r`.s"));

    assertThat(List.of(result.columns())).containsExactly("c.d", "drei worte", "größe", "q`.r");
    assertThat(Rows.of(result)).containsExactly("[dotted,blank,umlaut,[tick]]");
  }

  @Test
  void checksCastsOfOddlyNamedColumnsToo() {
    RecordingTally tally = RecordingTally.asked();
    ApplyMapping.of(Mapping.of("`a.b`", "x", "int"), Mapping.of("address.geo.lng", "y", "double"))
        .apply(users(), tally);

    assertThat(tally.rejected)
        .containsOnlyKeys("cast: `a.b`: not an int", "cast: address.geo.lng: not a double");
  }

  @Test
  void rejectsARowOnceWithAllItsReasons() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES ('1', '2024-01-01'), ('x', 'y'), ('3', NULL), ('4', 'z')"
                + " AS t(a, b)");
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        ApplyMapping.of(Mapping.of("a", "a", "int"), Mapping.of("b", "b", "date"))
            .apply(rows, tally);

    assertThat(Rows.of(result)).containsExactly("[1,2024-01-01]", "[3,null]");
    assertThat(tally.rejectedRows).isEqualTo(2);
    assertThat(tally.rejected)
        .isEqualTo(Map.of("cast: a: not an int", 1L, "cast: b: not a date", 2L));
  }

  @Test
  void letsAFailedCastPassAsNullWhenAsked() {
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES ('1'), ('x') AS t(a)");
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        ApplyMapping.of(Mapping.of("a", "a", "int"))
            .withFailedCast(FailedCast.NULL)
            .apply(rows, tally);

    assertThat(Rows.of(result)).containsExactly("[1]", "[null]");
    assertThat(tally.calls).isEmpty();
  }

  @Test
  void addsNothingToThePlanForCastsThatCannotFail() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        ApplyMapping.of(
                Mapping.of("id", "int", "id", "long"),
                Mapping.of("userId", "int", "UserID", "int"),
                Mapping.of("title", "string", "Title", "string"),
                Mapping.of("userId", "text", "string"))
            .apply(posts(), tally);
    Dataset<Row> byHand =
        posts()
            .selectExpr(
                "CAST(id AS BIGINT) id",
                "userId UserID",
                "title Title",
                "CAST(userId AS STRING) text");

    assertThat(tally.calls).isEmpty();
    assertThat(result.queryExecution().optimizedPlan().canonicalized())
        .isEqualTo(byHand.queryExecution().optimizedPlan().canonicalized());
  }

  @Test
  void carriesLineageAlongAndShowsItToNobody() {
    Dataset<Row> rows = Rows.sql("SELECT 1 AS a, 'f' AS __sluice_file, 'r' AS __sluice_raw");

    assertThat(map(rows, Mapping.of("a", "b")).columns())
        .containsExactly("b", "__sluice_file", "__sluice_raw");
    assertFails(
        () -> map(rows, Mapping.of("__sluice_file", "f")),
        "Cannot map column: __sluice_file (no such column");
    assertFails(() -> map(rows, Mapping.of("a", "__sluice_x")), "reserved");
  }

  @Test
  void acceptsADeclaredTypeThatHoldsEveryValueOfTheActualOne() {
    Dataset<Row> result =
        map(
            posts(),
            Mapping.of("id", "double", "id", "string"),
            Mapping.of("userId", "bigint", "u", "int"));

    assertThat(Rows.of(result)).containsExactly("[10.0,1]", "[20.0,2]");
  }

  @Test
  void refusesADeclaredTypeThatTheSourceDoesNotHave() {
    assertFails(
        () -> map(posts(), Mapping.of("id", "string", "id", "string")),
        "Cannot map column: id (it is declared string and is int).");
    assertFails(
        () -> map(posts(), Mapping.of("id", "smallint", "id", "smallint")),
        "declared smallint and is int");
    assertFails(
        () -> map(users(), Mapping.of("id", "array", "id", "array")), "declared array and is int");
  }

  @Test
  void leavesWhatIsInsideWhenOnlyTheKindIsNamed() {
    Dataset<Row> result =
        map(
            users(),
            Mapping.of("items", "array", "lines", "array"),
            Mapping.of("attributes", "map", "attributes", "map"),
            Mapping.of("address", "struct", "address", "struct"));

    assertThat(Rows.schema(result))
        .isEqualTo(
            "lines array<struct<price:int>>, attributes map<string,string>,"
                + " address struct<city:string,geo:struct<lat:string,lng:string>>");
    assertFails(
        () -> map(users(), Mapping.of("id", "id", "array")), "int does not become an array");
  }

  @Test
  void namesTheColumnThatIsMissingAndTheOneThatWasMeant() {
    assertFails(
        () -> map(posts(), Mapping.of("usrId", "x")),
        "Cannot map column: usrId (no such column among userId, id, title, body).",
        "Did you mean userId?");
    assertFails(
        () -> map(users(), Mapping.of("address.geo.latt", "x")),
        "no such field in address.geo among lat, lng",
        "Did you mean address.geo.lat?");
    assertFails(() -> map(users(), Mapping.of("a.b", "x")), "put its name between backticks");
  }

  @Test
  void givesNullsForAMissingColumnWhenAsked() {
    ApplyMapping mapping =
        ApplyMapping.of(
                Mapping.of("id"),
                Mapping.of("nope", "string", "a", "date"),
                Mapping.of("address.zip", "zip", "decimal"))
            .withMissing(Missing.NULL);
    Dataset<Row> result = mapping.apply(users());

    assertThat(Rows.schema(result)).isEqualTo("id int, a date, zip decimal(10,2)");
    assertThat(Rows.of(result)).containsExactly("[7,null,null]");
    assertFails(
        () -> ApplyMapping.of(Mapping.of("nope")).withMissing(Missing.NULL).apply(users()),
        "NULLs need a type");
  }

  @Test
  void entersNeitherArraysNorMapsNorPlainColumns() {
    assertFails(
        () -> map(users(), Mapping.of("items.price", "p")),
        "items is an array, which a path cannot enter");
    assertFails(
        () -> map(users(), Mapping.of("attributes.k", "p")), "attributes is a map<string,string>");
    assertFails(() -> map(users(), Mapping.of("id.x", "p")), "id is an int, not a struct");
    assertFails(
        () ->
            ApplyMapping.of(Mapping.of("items.price", "p", "int"))
                .withMissing(Missing.NULL)
                .apply(users()),
        "items is an array");
  }

  @Test
  void refusesTwoMappingsOntoOneTarget() {
    assertFails(
        () -> map(posts(), Mapping.of("id", "x"), Mapping.of("userId", "X")),
        "Cannot map to column: X (that name is taken by another mapping)");
    assertFails(
        () -> map(posts(), Mapping.of("id", "x"), Mapping.of("userId", "x.y")),
        "Cannot map to column: x.y (x would be a column and a struct at once)");
    assertFails(
        () -> map(posts(), Mapping.of("id", "x.y"), Mapping.of("userId", "x")),
        "x would be a column and a struct at once");
  }

  @Test
  void refusesCastsThatMakeNoSense() {
    assertFails(
        () -> map(users(), Mapping.of("items", "x", "int")),
        "Cannot cast column: items (array<struct<price:int>> does not become int)");
    assertFails(
        () -> map(users(), Mapping.of("address", "x", "struct<city:string,street:string>")),
        "does not become struct<city:string,street:string>");
    assertFails(() -> map(posts(), Mapping.of("id", "x", "innt")), "Did you mean int?");
    assertFails(() -> map(posts()), "Cannot map columns: nothing");
    assertFails(() -> map(posts(), Mapping.of("a..b", "x")), "a name is empty");
    assertFails(() -> map(posts(), Mapping.of("`a", "x")), "a backtick is not closed");
  }

  @Test
  void comparesNamesAsTheSessionDoesAndGuessesNothing() {
    Dataset<Row> both =
        Rows.with(
            "spark.sql.caseSensitive", "true", () -> Rows.sql("SELECT 1 AS id, 2 AS ID, 3 AS x"));

    assertThat(Rows.of(map(posts(), Mapping.of("USERID", "u")))).containsExactly("[1]", "[2]");
    assertFails(() -> map(both, Mapping.of("id", "u")), "it could be any of id, ID");
    assertThat(Rows.of(map(both, Mapping.of("x", "u")))).containsExactly("[3]");
    Rows.with(
        "spark.sql.caseSensitive",
        "true",
        () -> {
          assertThat(Rows.of(map(both, Mapping.of("ID", "u"), Mapping.of("id", "U"))))
              .containsExactly("[2,1]");
          assertFails(() -> map(posts(), Mapping.of("USERID", "u")), "Did you mean userId?");
          return null;
        });
  }

  @Test
  void readsFromColumnarFilesOnlyWhatIsMappedAndFilteredLater(@TempDir Path folder) {
    String path = folder.resolve("posts").toString();
    posts().write().parquet(path);
    Dataset<Row> result =
        ApplyMapping.of(Mapping.of("userId", "int", "UserID", "int"), Mapping.of("title", "Title"))
            .then(Filter.where("UserID NOT IN (1, 3, 7)"))
            .apply(TestSpark.session().read().parquet(path));
    String plan = Rows.physical(result);

    assertThat(plan).contains("ReadSchema: struct<userId:int,title:string>");
    assertThat(plan).containsPattern("PushedFilters: \\[.*Not\\(In\\(userId, \\[1,3,7]\\)\\)");
    assertThat(plan).doesNotContain("Exchange");
    assertThat(Rows.of(result)).containsExactly("[2,Second]");
  }

  @Test
  void plansTwoThousandCheckedColumnsQuickly() {
    List<String> columns = new ArrayList<>();
    List<Mapping> mappings = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      columns.add("'" + i + "' AS c" + i);
      mappings.add(Mapping.of("c" + i, "d" + i, "int"));
    }
    Dataset<Row> wide = Rows.sql("SELECT " + String.join(", ", columns));
    long start = System.nanoTime();
    Dataset<Row> result = ApplyMapping.of(mappings).apply(wide, Tally.NONE);

    assertThat(result.columns()).hasSize(2000);
    assertThat(result.first().getInt(1999)).isEqualTo(1999);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }
}
