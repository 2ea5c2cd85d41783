package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class UnnestTest {

  private static Dataset<Row> users() {
    return Rows.sql(
        "SELECT 1 AS id, named_struct('street', 's', 'geo', named_struct('lat', '1', 'lng', '2'))"
            + " AS address, array(named_struct('x', 1)) AS items, 'f' AS __sluice_file,"
            + " named_struct('bs', 'b') AS company UNION ALL SELECT 2, NULL, NULL, 'g', NULL");
  }

  @Test
  void turnsStructsIntoColumnsAllTheWayDownAndInPlace() {
    Dataset<Row> result = Unnest.all().apply(users());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "id int, address.street string, address.geo.lat string, address.geo.lng string,"
                + " items array<struct<x:int>>, company.bs string, __sluice_file string");
    assertThat(result.collectAsList().get(0).toString()).startsWith("[1,s,1,2,").endsWith(",b,f]");
    assertThat(result.collectAsList().get(1)).hasToString("[2,null,null,null,null,null,g]");
  }

  @Test
  void joinsNamesWithAnotherSeparator() {
    assertThat(Unnest.all().withSeparator("_").apply(users()).columns())
        .contains("address_geo_lat", "company_bs");
  }

  @Test
  void leavesOtherStructsAloneWhenSomeAreNamed() {
    assertThat(Rows.schema(Unnest.all().withFields(List.of("COMPANY")).apply(users())))
        .contains("address struct<street:string", "company.bs string");
    assertThatThrownBy(() -> Unnest.all().withFields(List.of("id")).apply(users()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Cannot unnest column: id (it is an int, not a struct)");
    assertThatThrownBy(() -> Unnest.all().withFields(List.of("adress")).apply(users()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Did you mean address?");
  }

  @Test
  void namesBothColumnsOfAClash() {
    Dataset<Row> rows = Rows.sql("SELECT 1 AS `a_b`, named_struct('B', 2) AS a");

    assertThatThrownBy(() -> Unnest.all().withSeparator("_").apply(rows))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Cannot unnest into column: a_B (both `a_b` and `a`.`B` would be");
    assertThat(Unnest.all().apply(rows).columns()).containsExactly("a_b", "a.B");
  }

  @Test
  void movesNoRows() {
    assertThat(Rows.physical(Unnest.all().apply(users()))).doesNotContain("Exchange");
  }
}
