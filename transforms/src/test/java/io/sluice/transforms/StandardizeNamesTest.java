package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardizeNamesTest {

  private static final StandardizeNames STANDARD = StandardizeNames.lowerSnakeCase();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UserID | user_id",
        "userId | user_id",
        "catchPhrase | catch_phrase",
        "HTTPServer2 | http_server2",
        "ipV4Address | ip_v4_address",
        "already_good_1 | already_good_1",
        "ALL_CAPS | all_caps",
        "Zip Code | zip_code",
        "address.geo.lat | address_geo_lat",
        "post-code | post_code",
        "a--b  c | a_b_c",
        "_private_ | private",
        "'%of total%' | of_total",
        "2022 total | x2022_total",
        "9 | x9",
        "Größe | grosse",
        "Prénom | prenom",
        "ŁódźÆon | lodz_aeon",
        "Çok ıyi | cok_iyi",
        "日本 | u65e5u672c",
        "𝒜b | ab",
        "№ 5 | no_5",
        "a``b | a_b",
        "pri©e | pri_e",
      })
  void makesLowerSnakeCase(String name, String expected) {
    assertThat(SnakeCase.of(name)).isEqualTo(expected);
    Dataset<Row> rows = TestSpark.session().range(1).toDF(name);
    assertThat(STANDARD.apply(rows).columns()).containsExactly(expected);
  }

  @Property(tries = 300)
  void givesNamesThatNeedNoQuotesAndStay(@ForAll String name) {
    String standard = SnakeCase.of(name);

    assertThat(standard).matches("|[a-z][a-z0-9]*(_[a-z0-9]+)*");
    assertThat(SnakeCase.of(standard)).isEqualTo(standard);
  }

  @Test
  void renamesFieldsInStructsArraysAndMapsAndLeavesKeysAndValuesAlone() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT named_struct('aB', 1, 'C d', named_struct('eF', 'X')) AS `Top Level`,"
                + " array(named_struct('gH', 2), NULL) AS lineItems,"
                + " map('Key One', named_struct('iJ', array(named_struct('kL', 3)))) AS M,"
                + " map(named_struct('nO', 4), 'V') AS byStruct, 'f' AS __sluice_file"
                + " UNION ALL SELECT NULL, NULL, NULL, NULL, 'g'");
    Dataset<Row> result = STANDARD.apply(rows);

    assertThat(Rows.schema(result))
        .isEqualTo(
            "top_level struct<a_b:int,c_d:struct<e_f:string>>,"
                + " line_items array<struct<g_h:int>>,"
                + " m map<string,struct<i_j:array<struct<k_l:int>>>>,"
                + " by_struct map<struct<n_o:int>,string>, __sluice_file string");
    assertThat(Rows.of(result)).isEqualTo(Rows.of(rows));
    assertThat(Rows.of(result.selectExpr("m['Key One'].i_j[0].k_l"))).contains("[3]");
  }

  @Test
  void leavesFieldsOfStructsWhenAsked() {
    Dataset<Row> rows = Rows.sql("SELECT named_struct('aB', 1, 'a_b', 2) AS someThing");

    assertThat(Rows.schema(STANDARD.withoutNested().apply(rows)))
        .isEqualTo("some_thing struct<aB:int,a_b:int>");
  }

  @Test
  void keepsCommentsAndWhatMayBeNull() {
    Metadata comment = Metadata.fromJson("{\"comment\":\"who\"}");
    StructType schema =
        new StructType(
            new StructField[] {
              new StructField("userId", DataTypes.IntegerType, false, comment),
              new StructField(
                  "aStruct",
                  new StructType(
                      new StructField[] {
                        new StructField("inIt", DataTypes.StringType, false, comment)
                      }),
                  false,
                  comment)
            });
    StructType result =
        STANDARD.apply(TestSpark.session().createDataFrame(List.<Row>of(), schema)).schema();

    assertThat(result.apply("user_id").metadata()).isEqualTo(comment);
    assertThat(result.apply("user_id").nullable()).isFalse();
    assertThat(result.apply("a_struct").metadata()).isEqualTo(comment);
    assertThat(result.apply("a_struct").nullable()).isFalse();
    StructField inner = ((StructType) result.apply("a_struct").dataType()).apply("in_it");
    assertThat(inner.metadata()).isEqualTo(comment);
    assertThat(inner.nullable()).isFalse();
  }

  @Test
  void buildsOnlyValuesAnewInWhichANameChanges() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT id AS Id, named_struct('a', id) AS S, named_struct('b', id) AS s2"
                + " FROM range(2)");

    assertThat(Rows.optimized(STANDARD.apply(rows))).doesNotContain("cast(");
    assertThat(Rows.physical(STANDARD.apply(rows))).doesNotContain("Exchange");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void namesBothWhereTwoBecomeTheSame(String caseSensitive) {
    Rows.with(
        "spark.sql.caseSensitive",
        caseSensitive,
        () -> {
          assertRefused(
              "SELECT 1 AS userId, 2 AS user_id",
              "Cannot standardize name: user_id (both `userId` and `user_id` would be called"
                  + " user_id).");
          assertRefused(
              "SELECT array(named_struct('x.y', 1, 'x y', 2)) AS items",
              "Cannot standardize name: items.x y (both `x.y` and `x y` would be called x_y).");
          return null;
        });
  }

  @Test
  void refusesANameOfWhichNothingIsLeft() {
    assertRefused("SELECT 1 AS `%`", "Cannot standardize name: % (it has no letter and no digit)");
    assertRefused("SELECT named_struct('-', 1) AS a", "Cannot standardize name: a.- ");
  }

  @Test
  void refusesColumnsThatTheSessionDoesNotTellApart() {
    assertRefused("SELECT 1 AS a, 2 AS A", "does not tell apart");
  }

  @Test
  void standsTwoThousandColumnsAndTwoHundredLevels() {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      columns.add("colNo" + i);
    }
    String[] names = columns.toArray(String[]::new);
    StructType wide = new StructType();
    for (String name : names) {
      wide = wide.add(name, "int");
    }
    StructType deep = new StructType().add("aLeaf", "int");
    for (int i = 0; i < 200; i++) {
      deep = new StructType().add("aLevel", deep);
    }
    Dataset<Row> result =
        STANDARD.apply(TestSpark.session().createDataFrame(List.<Row>of(), wide.add("d", deep)));

    assertThat(result.columns()).hasSize(2001).startsWith("col_no0").endsWith("col_no1999", "d");
    assertThat(result.schema().apply("d").dataType().catalogString())
        .startsWith("struct<a_level:struct<a_level:");
  }

  private static void assertRefused(String query, String message) {
    assertThatThrownBy(() -> STANDARD.apply(Rows.sql(query)))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
