package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class UnionTest {

  private static Dataset<Row> first() {
    return Rows.sql("SELECT 1 AS id, 'a' AS name, named_struct('x', 1, 'y', 'p') AS s");
  }

  @Test
  void putsColumnsTogetherByNameAndWidensThem() {
    Dataset<Row> second =
        Rows.sql("SELECT named_struct('y', 'q', 'x', 5L) AS s, 'b' AS NAME, 3000000000L AS id");
    Dataset<Row> result = Union.with(List.of(second, first())).apply(first());

    assertThat(Rows.schema(result))
        .isEqualTo("id bigint, name string, s struct<x:bigint,y:string>");
    assertThat(Rows.of(result))
        .containsExactly("[1,a,[1,p]]", "[3000000000,b,[5,q]]", "[1,a,[1,p]]");
    assertThat(Rows.physical(result)).doesNotContain("Exchange");
  }

  @Test
  void givesNullsForMissingColumnsOnlyWhenAsked() {
    Dataset<Row> second = Rows.sql("SELECT 2 AS id, 'b' AS name, true AS extra");

    assertRefused(
        Union.with(List.of(second)),
        "Cannot unite column: s (frame 2 lacks it and has id, name, extra)");
    assertRefused(
        Union.with(List.of(second.selectExpr("*", "named_struct('x', 1, 'y', 'p') AS s"))),
        "extra (frame 1 lacks it");
    Dataset<Row> result = Union.with(List.of(second)).withMissing(Missing.NULL).apply(first());
    assertThat(result.columns()).containsExactly("id", "name", "s", "extra");
    assertThat(Rows.of(result)).containsExactly("[1,a,[1,p],null]", "[2,b,null,true]");
  }

  @Test
  void findsTheTypeThatHoldsAll() {
    assertThat(type("1", "1.5BD")).isEqualTo("decimal(11,1)");
    assertThat(type("1", "float(1)")).isEqualTo("double");
    assertThat(type("NULL", "DATE'2024-01-01'")).isEqualTo("date");
    assertThat(type("array(1Y)", "array(1L)")).isEqualTo("array<bigint>");
    assertThat(type("map('a', 1)", "map('b', 1L)")).isEqualTo("map<string,bigint>");
    assertThat(type("12.5BD", "1.25BD")).isEqualTo("decimal(4,2)");
  }

  private static String type(String a, String b) {
    Dataset<Row> result =
        Union.with(List.of(Rows.sql("SELECT " + b + " AS c")))
            .apply(Rows.sql("SELECT " + a + " AS c"));
    assertThat(result.count()).isEqualTo(2);
    return result.schema().fields()[0].dataType().catalogString();
  }

  @Test
  void refusesTypesOfWhichNoneHoldsTheOthers() {
    assertRefused(
        Union.with(List.of(Rows.sql("SELECT '1' AS id, 'a' AS name, NULL AS s"))),
        "Cannot unite column: id (it is int at first and string in frame 2).");
    assertRefused(Union.with(List.of()), "there is no other frame");
    assertThatThrownBy(() -> type("1L", "1D")).isInstanceOf(InvalidTransformException.class);
    assertThatThrownBy(() -> type("DATE'2024-01-01'", "TIMESTAMP'2024-01-01 00:00:00'"))
        .isInstanceOf(InvalidTransformException.class);
  }

  @Test
  void keepsLineageThatAllHave() {
    Dataset<Row> a = Rows.sql("SELECT 1 AS id, 'f' AS __sluice_file, 'r' AS __sluice_raw");
    Dataset<Row> b = Rows.sql("SELECT 'g' AS __sluice_file, 2 AS id");

    assertThat(Rows.of(Union.with(List.of(b)).apply(a))).containsExactly("[1,f]", "[2,g]");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(first()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
