package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of numbers that grow too large in a user's own SQL, and nowhere else. */
class OverflowTest {

  private static final String ANSI = "spark.sql.ansi.enabled";

  private static Dataset<Row> rows() {
    return Rows.sql(
        "SELECT 2147483647 AS i, 9223372036854775807 AS l,"
            + " CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)) AS d, 1 AS k, '9223372036854775807' AS t"
            + " UNION ALL SELECT 2147483647, 9223372036854775807,"
            + " CAST(99999999999999999999999999999999999999 AS DECIMAL(38,0)), 1, '9223372036854775807'");
  }

  static Stream<Arguments> ownSql() {
    return Stream.of(
        Arguments.of(Derive.of("x", "i + 1"), "-2147483648"),
        Arguments.of(Derive.of("x", "d + 1"), "null"),
        Arguments.of(Aggregate.by(List.of("k"), Map.of("x", "sum(l)")), "-2"),
        Arguments.of(Aggregate.by(List.of("k"), Map.of("x", "sum(d)")), "null"),
        Arguments.of(Window.over(List.of("k"), List.of(), Map.of("x", "sum(l)")), "-2"));
  }

  @ParameterizedTest
  @MethodSource("ownSql")
  void wrapsOrGivesNullAsSparkDoesUnlessTheSessionIsInAnsiMode(Transform transform, String value) {
    Object found =
        Rows.with(ANSI, "false", () -> transform.apply(rows()).select("x").head().get(0));

    assertThat(String.valueOf(found)).isEqualTo(value);
    assertThatThrownBy(
            () -> Rows.with(ANSI, "true", () -> transform.apply(rows()).select("x").head().get(0)))
        .hasStackTraceContaining(ANSI);
  }

  static Stream<Arguments> ownWork() {
    return Stream.of(
        Arguments.of(ApplyMapping.of(Mapping.of("l", "long", "x", "int"))),
        Arguments.of(ApplyMapping.of(Mapping.of("i", "int", "x", "decimal(9,0)"))),
        Arguments.of(ResolveChoice.of("t", Choice.cast("int"))));
  }

  @ParameterizedTest
  @MethodSource("ownWork")
  void rejectsWhatDoesNotFitWhereTheTransformCasts(Transform transform) {
    for (String ansi : List.of("true", "false")) {
      RecordingTally tally = RecordingTally.asked();
      long kept = Rows.with(ANSI, ansi, () -> transform.apply(rows(), tally).count());

      assertThat(kept).isZero();
      assertThat(tally.rejectedRows).isEqualTo(2);
    }
  }
}
