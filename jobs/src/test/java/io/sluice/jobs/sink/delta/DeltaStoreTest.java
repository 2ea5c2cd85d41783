package io.sluice.jobs.sink.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.pipeline.OnSchemaChange;
import io.sluice.jobs.sink.PublishMode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeltaStoreTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @Test
  void saysHowToGetDeltaLakeWhereItIsMissing() throws Exception {
    assertThat(DeltaStore.isAvailable()).isTrue();
    Class<?> without = new WithoutDelta().loadClass(DeltaLake.class.getName());

    assertThat(without.getMethod("isAvailable").invoke(null)).isEqualTo(false);
    assertThatThrownBy(
            () ->
                without
                    .getMethod("require", String.class, String.class)
                    .invoke(null, "write table", "cleaned.t"))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasMessage(
            "Cannot write table: cleaned.t (Delta Lake is not on the class path). Add --packages io.delta:delta-spark_2.12:3.3.2.");
  }

  @Test
  void saysWhichDeltaLakeItIsBuiltForWhereAnotherIsThere() {
    assertThatThrownBy(
            () ->
                DeltaLake.linked(
                    "write Delta table",
                    "/lake/t",
                    () -> {
                      throw new NoSuchMethodError("commit");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "Cannot write Delta table: /lake/t (Delta Lake 3.3.2 is on the class path; Sluice is built for 3.3).")
        .hasCauseInstanceOf(NoSuchMethodError.class);
  }

  @Test
  void commitsCanBeWrittenDownAndReadBack() throws IOException {
    FilesCommit files =
        new FilesCommit("/lake/t", "app", 7, PublishMode.OVERWRITE_PARTITIONS, List.of("{}"));
    MergeCommit merge =
        new MergeCommit(
            "/lake/t",
            "app",
            8,
            "/staging/c",
            List.of("id"),
            "{\"type\":\"struct\"}",
            List.of("p"),
            Map.of("a", "b"),
            OnSchemaChange.ADD);

    assertThat(JSON.readValue(JSON.writeValueAsString(files), FilesCommit.class)).isEqualTo(files);
    assertThat(JSON.readValue(JSON.writeValueAsString(merge), MergeCommit.class)).isEqualTo(merge);
    assertThat(JSON.writeValueAsString(merge)).contains("\"on_schema_change\":\"ADD\"");
  }

  /** Loads Sluice's classes anew, and finds none of Delta Lake's. */
  private static final class WithoutDelta extends ClassLoader {

    WithoutDelta() {
      super(DeltaStoreTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.apache.spark.sql.delta.") || name.startsWith("io.delta.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.equals(DeltaLake.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
