package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Structs within structs, 200 of them. */
class DeepStructsTest {

  private static final int DEPTH = 200;

  private static String path(int levels) {
    return String.join(".", Collections.nCopies(levels, "Level"));
  }

  private static final String LEAF = path(DEPTH) + ".leaf";

  /** Returns one row: at the bottom of its structs lie a number, a text and an array. */
  private static Dataset<Row> rows() {
    DataType type =
        new StructType()
            .add("leaf", DataTypes.IntegerType)
            .add("Other", DataTypes.StringType)
            .add("list", new ArrayType(DataTypes.IntegerType, true));
    Object value = RowFactory.create(42, "o", List.of(7, 8));
    for (int i = 1; i < DEPTH; i++) {
      type = new StructType().add("Level", type);
      value = RowFactory.create(value);
    }
    StructType schema = new StructType().add("id", DataTypes.IntegerType).add("Level", type);
    return TestSpark.session().createDataFrame(List.of(RowFactory.create(1, value)), schema);
  }

  private static Stream<Arguments> transforms() {
    return Stream.of(
        Arguments.of(ApplyMapping.of(Mapping.of(LEAF, "v", "long")), "v"),
        Arguments.of(ApplyMapping.of(Mapping.of(LEAF, LEAF, "int")), LEAF),
        Arguments.of(SelectFields.of(LEAF), LEAF),
        Arguments.of(DropFields.of(path(DEPTH) + ".Other"), LEAF),
        Arguments.of(RenameField.of(LEAF, "v"), path(DEPTH) + ".v"),
        Arguments.of(Derive.of("v", LEAF), "v"),
        Arguments.of(Filter.where(LEAF + " = 42"), LEAF),
        Arguments.of(Validate.of(RowRule.between(LEAF, "42", "42")), LEAF),
        Arguments.of(Unnest.all(), FieldPath.quote(LEAF)),
        Arguments.of(StandardizeNames.lowerSnakeCase(), LEAF.replace("Level", "level")),
        Arguments.of(DropNullFields.nullType(), LEAF),
        Arguments.of(FillMissing.with(Map.of(LEAF, "1")), LEAF),
        Arguments.of(KeepLatest.by(List.of(LEAF), List.of("id")), LEAF),
        Arguments.of(DropDuplicates.wholeRows(), LEAF),
        Arguments.of(Relationalize.of("r").withKeys(List.of("id")).main(), FieldPath.quote(LEAF)));
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void areWalkedToTheBottom(Transform transform, String value) {
    Dataset<Row> result = transform.apply(rows()).selectExpr("cast(" + value + " AS int) AS v");

    assertThat(Rows.of(result)).contains("[42]");
  }

  @Test
  void giveTheArrayAtTheBottomATableOfItsOwn() {
    Relationalize fork = Relationalize.of("r").withKeys(List.of("id"));
    Dataset<Row> child = fork.apply(rows()).others().values().stream().findFirst().orElseThrow();

    assertThat(child.collectAsList()).hasSize(2);
  }
}
