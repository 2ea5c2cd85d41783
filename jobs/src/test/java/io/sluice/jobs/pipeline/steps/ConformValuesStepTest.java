package io.sluice.jobs.pipeline.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.transforms.Unmatched;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformValuesStepTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0, int, 1",
    "1, -9000000000, bigint, 1",
    "1, 0.5, double, 1.0",
    "true, false, boolean, true",
    "01, 2, string, 01",
    "1, x, string, 1",
    "true, 1, string, true",
  })
  void tellsTheTypeByTheLooksOfTheNewValues(String one, String two, String type, String shown) {
    Dataset<Row> result = apply(ConformValuesStep.of(Map.of("a", Map.of("x", one, "y", two))));

    assertThat(result.schema().apply("a").dataType().catalogString()).isEqualTo(type);
    assertThat(result.first().get(0)).hasToString(shown);
  }

  @Test
  void takesTheTypeThatIsSaid() {
    ConformValuesStep step =
        new ConformValuesStep(
            Map.of("a", Map.of("x", "1")), Unmatched.REJECT, Map.of("a", "string"));

    assertThat(apply(step).first().get(0)).isEqualTo("1");
  }

  private static Dataset<Row> apply(ConformValuesStep step) {
    return step.transform(null, RunFacts.PLANNING)
        .apply(TestSpark.session().sql("SELECT 'x' AS a"));
  }
}
