package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SplitTest {

  @TempDir Path folder;

  @Test
  void readsEachLineOfABigFileOnceHoweverItIsSplit() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append("{\"id\":")
          .append(i)
          .append(",\"t\":\"")
          .append("x".repeat(i % 97))
          .append("\"}\n");
    }
    Files.writeString(folder.resolve("a.json"), text);
    for (long most : new long[] {1_000, 4_096, 50_001}) {
      withMost(
          most,
          () -> {
            Source source = source();
            assertThat(source.rows(Set.of()).rdd().getNumPartitions())
                .isGreaterThanOrEqualTo((int) (text.length() / most));
            assertThat(Reading.shown(source)).hasSize(3_000).doesNotHaveDuplicates();
            return null;
          });
    }
  }

  @Test
  void readsAFileThatCannotBeSplitInOneTask() throws IOException {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < 3_000; i++) {
      text.append(i == 0 ? "" : ",").append("{\"id\":").append(i).append("}\n");
    }
    Files.writeString(folder.resolve("a.json"), text + "]");
    withMost(
        1_000,
        () -> {
          assertThat(source().rows(Set.of()).rdd().getNumPartitions()).isEqualTo(1);
          assertThat(Reading.shown(source())).hasSize(3_000).doesNotHaveDuplicates();
          return null;
        });
  }

  @Test
  void putsSmallFilesTogether() throws IOException {
    for (int i = 0; i < 200; i++) {
      Files.writeString(folder.resolve(i + ".json"), "{\"id\":" + i + "}");
    }
    SparkSession spark = TestSpark.session();
    String before = spark.conf().get("spark.sql.files.openCostInBytes");
    spark.conf().set("spark.sql.files.openCostInBytes", "1000");
    try {
      assertThat(source().rows(Set.of()).rdd().getNumPartitions()).isLessThanOrEqualTo(4);
      assertThat(Reading.shown(source())).hasSize(200).doesNotHaveDuplicates();
    } finally {
      spark.conf().set("spark.sql.files.openCostInBytes", before);
    }
  }

  private Source source() {
    return Reading.open(
        SourceSpec.of("x", folder.toString(), Format.JSON)
            .withSchema(StructType.fromDDL("id INT, t STRING")));
  }

  private static void withMost(long bytes, Supplier<Void> body) {
    SparkSession spark = TestSpark.session();
    String before = spark.conf().get("spark.sql.files.maxPartitionBytes");
    spark.conf().set("spark.sql.files.maxPartitionBytes", String.valueOf(bytes));
    try {
      body.get();
    } finally {
      spark.conf().set("spark.sql.files.maxPartitionBytes", before);
    }
  }
}
