package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantsTest {

  private static final SparkSession SPARK = TestSpark.session();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "int|12|12",
        "decimal(8,3)|1.5|1.500",
        "boolean|true|true",
        "date|2024-02-29|2024-02-29",
        "string|it's a \\ \"quote\" `ü`|it's a \\ \"quote\" `ü`",
        "string|^^|^^",
        "int|1.5|^none^",
        "int|99999999999|^none^",
        "date|2023-02-29|^none^",
        "array<int>|1|^none^",
      })
  void areWhatACastOfTheTextGives(String type, String text, String expected) {
    Optional<Column> constant = Constants.of(SPARK, text, TypeNames.parse(type));

    assertThat(constant.map(ConstantsTest::value).orElse("none")).isEqualTo(expected);
  }

  @Test
  void areMomentsInUtcWhateverTheSessionsZone() {
    String shown =
        Rows.with(
            "spark.sql.session.timeZone",
            "Asia/Tokyo",
            () -> {
              Column time =
                  Constants.of(SPARK, "2024-01-01 00:00:00", TypeNames.parse("timestamp"))
                      .orElseThrow();
              return SPARK.range(1).select(time.cast("long")).first().toString();
            });

    assertThat(shown).isEqualTo("[1704067200]");
  }

  @Test
  void areFoundWithoutAJob() throws Exception {
    AtomicInteger jobs = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
          }
        };
    SPARK.sparkContext().addSparkListener(listener);
    try {
      assertThat(Constants.of(SPARK, "7", TypeNames.parse("int"))).isPresent();
      assertThat(Constants.of(SPARK, "x", TypeNames.parse("int"))).isEmpty();
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }

    assertThat(jobs).hasValue(0);
  }

  private static String value(Column constant) {
    return SPARK.range(1).select(constant.cast("string")).first().getString(0);
  }
}
