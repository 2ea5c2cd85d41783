package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selecting, dropping and renaming fields. */
class FieldsTest {

  private static Dataset<Row> orders() {
    return Rows.sql(
        "SELECT 1 AS id, named_struct('city', 'Ulm', 'geo', named_struct('lat', 1, 'lng', 2)) AS address,"
            + " array(named_struct('sku', 'a', 'price', 5), NULL) AS items, 'f' AS __sluice_file,"
            + " 'd' AS `a.b` UNION ALL SELECT 2, NULL, NULL, 'g', 'e'");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(orders()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }

  @Test
  void selectsFieldsInTheOrderNamedWithTheStructsOnTheWay() {
    Dataset<Row> result =
        SelectFields.of("`a.b`", "address.geo.lng", "ID", "items.price").apply(orders());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "a.b string, address struct<geo:struct<lng:int>>, id int,"
                + " items array<struct<price:int>>, __sluice_file string");
    assertThat(result.selectExpr("`a.b`", "address", "id", "to_json(items) j").collectAsList())
        .map(Row::toString)
        .containsExactly("[d,[[2]],1,[{\"price\":5},null]]", "[e,null,2,null]");
  }

  @Test
  void selectRefusesWhatIsNotThereOrNamedTwice() {
    assertRefused(SelectFields.of("address.cty"), "Did you mean address.city?");
    assertRefused(SelectFields.of("id", "ID"), "Cannot take field: ID (it is named twice)");
    assertRefused(
        SelectFields.of("address", "address.city"), "it is part of address, named as well");
    assertRefused(SelectFields.of(List.of()), "Cannot select fields: nothing");
    assertRefused(SelectFields.of("__sluice_file"), "no such column");
  }

  @Test
  void dropsFieldsAlsoInsideStructsAndArraysOfThem() {
    Dataset<Row> result = DropFields.of("id", "address.geo.lat", "items.price").apply(orders());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "address struct<city:string,geo:struct<lng:int>>, items array<struct<sku:string>>,"
                + " a.b string, __sluice_file string");
    assertThat(result.selectExpr("address", "to_json(items) j").collectAsList())
        .map(Row::toString)
        .containsExactly("[[Ulm,[2]],[{\"sku\":\"a\"},null]]", "[null,null]");
  }

  @Test
  void dropRefusesToLeaveNothing() {
    assertRefused(
        DropFields.of("address.geo.lat", "address.geo.lng"), "nothing would be left in it");
    assertRefused(DropFields.of("id", "address", "items", "`a.b`"), "no column would be left");
    assertRefused(DropFields.of("idd"), "Cannot drop column: idd");
    assertRefused(DropFields.of(), "Cannot drop fields: nothing");
  }

  @Test
  void renamesFieldsWhereTheyLie() {
    Dataset<Row> result =
        RenameField.of(
                Map.of(
                    "id", "`order.id`",
                    "address.geo", "point",
                    "address.geo.lat", "address.geo.latitude",
                    "items.sku", "article"))
            .apply(orders());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "order.id int, address struct<city:string,point:struct<latitude:int,lng:int>>,"
                + " items array<struct<article:string,price:int>>, a.b string,"
                + " __sluice_file string");
    assertThat(result.selectExpr("address.point.latitude", "items[0].article").collectAsList())
        .map(Row::toString)
        .containsExactly("[1,a]", "[null,null]");
  }

  @Test
  void renamesAtOnceSoThatTwoMaySwap() {
    Dataset<Row> rows = Rows.sql("SELECT 1 AS a, 2 AS b");

    assertThat(Rows.schema(RenameField.of(Map.of("a", "b", "b", "a")).apply(rows)))
        .isEqualTo("b int, a int");
    assertThat(Rows.schema(RenameField.of("a", "A").apply(rows))).isEqualTo("A int, b int");
  }

  @Test
  void renameRefusesClashesAndMoves() {
    assertRefused(RenameField.of("id", "ITEMS"), "both id and items would be called that");
    assertRefused(RenameField.of("address.city", "geo"), "both city and geo would be called that");
    assertRefused(RenameField.of("address.city", "town.name"), "town.name lies elsewhere");
    assertRefused(RenameField.of("id", "__sluice_id"), "reserved");
    assertRefused(RenameField.of("nope", "x"), "Cannot rename column: nope");
    assertRefused(RenameField.of(Map.of()), "Cannot rename fields: nothing");
  }

  @Test
  void refusesColumnsThatTheSessionDoesNotTellApart() {
    Dataset<Row> both =
        Rows.with(
            "spark.sql.caseSensitive", "true", () -> Rows.sql("SELECT 1 AS id, 2 AS ID, 3 AS x"));

    for (Transform transform :
        List.of(DropFields.of("x"), RenameField.of("x", "y"), Derive.of("y", "x"), Unnest.all())) {
      assertThatThrownBy(() -> transform.apply(both))
          .as(transform.name())
          .isInstanceOf(InvalidTransformException.class)
          .hasMessageContaining("it could be any of id, ID");
    }
  }

  @Test
  void readsFromColumnarFilesOnlyWhatIsLeft(@TempDir Path folder) {
    String path = folder.resolve("orders").toString();
    orders().drop("__sluice_file", "a.b").write().parquet(path);
    Dataset<Row> read = TestSpark.session().read().parquet(path);

    assertThat(Rows.physical(SelectFields.of("address.geo.lat").apply(read)))
        .contains("ReadSchema: struct<address:struct<geo:struct<lat:int>>>")
        .doesNotContain("Exchange");
    assertThat(Rows.physical(DropFields.of("items", "address").apply(read)))
        .contains("ReadSchema: struct<id:int>");
  }
}
