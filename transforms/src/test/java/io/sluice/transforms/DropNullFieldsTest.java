package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DropNullFieldsTest {

  private static Dataset<Row> rows() {
    return Rows.sql(
        "SELECT 1 AS id, NULL AS gone, named_struct('a.b', NULL, 'n', CAST(NULL AS INT)) AS s,"
            + " array(named_struct('x', 1, 'y', NULL, 'z', named_struct('v', NULL))) AS items,"
            + " named_struct('v', NULL) AS empty, array(NULL) AS nulls, map('k', NULL) AS m,"
            + " '' AS blank, CAST(NULL AS STRING) AS untold, 'f' AS __sluice_file");
  }

  @Test
  void dropsWhatIsOfTheNullType() {
    Dataset<Row> result = DropNullFields.nullType().apply(rows());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "id int, s struct<n:int>, items array<struct<x:int>>, m map<string,void>, blank string,"
                + " untold string, __sluice_file string");
    assertThat(Rows.of(result.drop("m"))).containsExactly("[1,[null],WrappedArray([1]),,null,f]");
  }

  @Test
  void dropsWhatHoldsNothingButNull() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES"
                + " (1, NULL, '', named_struct('a', NULL, 'b', NULL), array(),"
                + "  array(named_struct('p', NULL, 'q', NULL)), array(), NULL, double('NaN')),"
                + " (NULL, NULL, NULL, named_struct('a', NULL, 'b', 5), NULL,"
                + "  array(NULL, named_struct('p', 7, 'q', NULL)), NULL, NULL, NULL)"
                + " AS t(id, nothing, text, s, none, items, more, list, nan)");
    Dataset<Row> typed =
        rows.selectExpr(
            "id",
            "CAST(nothing AS INT) AS nothing",
            "text",
            "CAST(s AS STRUCT<a: INT, b: INT>) AS s",
            "CAST(none AS ARRAY<STRUCT<k: INT>>) AS none",
            "CAST(items AS ARRAY<STRUCT<p: INT, q: INT>>) AS items",
            "CAST(more AS ARRAY<INT>) AS more",
            "CAST(list AS ARRAY<INT>) AS list",
            "nan");
    Dataset<Row> result = DropNullFields.allNull().apply(typed);

    assertThat(Rows.schema(result))
        .isEqualTo(
            "id int, text string, s struct<b:int>, none array<struct<k:int>>,"
                + " items array<struct<p:int>>, more array<int>, nan double");
    assertThat(Rows.of(result))
        .containsExactly(
            "[1,,[null],WrappedArray(),WrappedArray([null]),WrappedArray(),NaN]",
            "[null,null,[5],null,WrappedArray(null, [7]),null,null]");
  }

  @Test
  void dropsAStructOfWhichNothingIsLeft() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS id, named_struct('a', named_struct('b', CAST(NULL AS INT))) AS s,"
                + " array(named_struct('c', CAST(NULL AS INT))) AS l");

    assertThat(Rows.schema(DropNullFields.allNull().apply(rows))).isEqualTo("id int");
    assertThat(Rows.schema(DropNullFields.nullType().apply(rows)))
        .isEqualTo("id int, s struct<a:struct<b:int>>, l array<struct<c:int>>");
  }

  @Test
  void keepsAllTypedColumnsWhereThereIsNoRow() {
    assertThat(Rows.schema(DropNullFields.allNull().apply(rows().filter("id = 2"))))
        .isEqualTo(Rows.schema(DropNullFields.nullType().apply(rows())));
  }

  @Test
  void keepsAllTypedColumnsWhereAPartOfTheRowsIsReadAgain() {
    Dataset<Row> again = Rows.sql("SELECT 1 AS id, CAST(NULL AS INT) AS n, 'r' AS __sluice_raw");

    assertThat(Rows.schema(DropNullFields.allNull().apply(again)))
        .isEqualTo("id int, n int, __sluice_raw string");
    assertThat(Rows.schema(DropNullFields.allNull().apply(again.drop("__sluice_raw"))))
        .isEqualTo("id int");
  }

  @Test
  void isNarrowAndTellsOfNoRow() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = DropNullFields.nullType().apply(rows(), tally);

    assertThat(Rows.physical(result)).doesNotContain("Exchange");
    assertThat(tally.calls).isEmpty();
    assertThat(DropNullFields.allNull().accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(DropNullFields.allNull().name()).isEqualTo("drop_null_fields");
  }

  @Test
  void refusesToLeaveNothingAndToLookAtAStream() {
    assertThatThrownBy(() -> DropNullFields.nullType().apply(Rows.sql("SELECT NULL AS a")))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Cannot drop null fields: a (no column would be left)");
    Dataset<Row> stream = TestSpark.session().readStream().format("rate").load();
    assertThatThrownBy(() -> DropNullFields.allNull().apply(stream))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Cannot drop null fields of: a stream");
    assertThat(Rows.schema(DropNullFields.nullType().apply(stream)))
        .isEqualTo("timestamp timestamp, value bigint");
  }
}
