package io.sluice.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeltaCommandsTest {

  private static final SparkSession SPARK = TestSpark.session();

  @TempDir private Path folder;
  private Path table;
  private String out;
  private String err;

  @BeforeEach
  void makeProject() throws IOException {
    table = folder.resolve("lake/cleaned/t");
    write("conf/env/local.yaml", "lake: { root: lake, raw: raw }\ncatalog: { type: none }\n");
    pipeline("t", "{ format: delta, partition_by: [p] }");
    pipeline("u", "{ format: parquet }");
  }

  @Test
  void compactPutsSmallFilesTogether() {
    threeVersions();
    assertThat(sluice("compact", "cleaned.t")).isEqualTo(ExitCode.DONE);
    assertThat(out)
        .matches(
            "cleaned\\.t: 6 files \\(.*\\) became 2 files \\(.*\\); 6 were read, 2 written\\.\\R");
    assertThat(rows()).isEqualTo(30);

    assertThat(sluice("compact", "cleaned.t")).isEqualTo(ExitCode.DONE);
    assertThat(out).contains("2 files (").contains("0 were read, 0 written");
    assertThat(folder.resolve("lake/_sluice/locks/cleaned.t.json")).doesNotExist();
  }

  @Test
  void compactTakesThePartitionsThatAreAskedFor() {
    threeVersions();
    assertThat(sluice("compact", "cleaned.t", "--where", "p = 1", "--z-order", "id, name"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out)
        .contains("6 files")
        .contains("became 4 files")
        .contains("3 were read, 1 written");
  }

  @Test
  void compactRefusesWhatDoesNotFit() {
    threeVersions();
    assertThat(sluice("compact", "cleaned.t", "--where", "id = 1")).isEqualTo(ExitCode.INVALID);
    assertThat(err).contains("Cannot compact table: ").contains("It is partitioned by [p]");
    assertThat(sluice("compact", "cleaned.t", "--z-order", "p")).isEqualTo(ExitCode.INVALID);
    assertThat(sluice("compact", "cleaned.t", "--z-order", "nowhere")).isEqualTo(ExitCode.INVALID);
    assertThat(sluice("compact", "cleaned.u")).isEqualTo(ExitCode.INVALID);
    assertThat(err)
        .contains(
            "Cannot compact table: cleaned.u (it is written as parquet, for which this is not supported yet).");
    assertThat(sluice("compact", "cleaned.tt")).isEqualTo(ExitCode.INVALID);
    assertThat(err).contains("Cannot compact table: cleaned.tt (no pipeline makes it).");
  }

  @Test
  void commandsSayThatThereIsNoTableYet() {
    assertThat(sluice("compact", "cleaned.t")).isEqualTo(ExitCode.INVALID);
    assertThat(err).contains("there is no Delta table). Run its pipeline first.");
    assertThat(sluice("vacuum", "cleaned.t")).isEqualTo(ExitCode.INVALID);
    assertThat(err).contains("there is no Delta table). Run its pipeline first.");
    assertThat(sluice("show", "cleaned.t")).isEqualTo(ExitCode.INVALID);
    assertThat(err).contains("there is nothing in " + table + " yet");
  }

  @Test
  void vacuumDeletesWhatTheTableHasNotHadForLong() throws IOException {
    threeVersions();
    Path orphan = table.resolve("part-00000-never-committed.parquet");
    Files.writeString(orphan, "never committed");
    Path young = table.resolve("part-00001-just-written.parquet");
    Files.writeString(young, "just written");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(8, ChronoUnit.DAYS)));

    assertThat(sluice("vacuum", "cleaned.t", "--dry-run")).isEqualTo(ExitCode.DONE);
    assertThat(out).isEqualTo("cleaned.t: 1 file (15 B) would be deleted.\n");
    assertThat(orphan).exists();

    assertThat(sluice("vacuum", "cleaned.t", "--retention", "7d")).isEqualTo(ExitCode.DONE);
    assertThat(out).isEqualTo("cleaned.t: 1 file (15 B) deleted.\n");
    assertThat(orphan).doesNotExist();
    assertThat(young).exists();
    assertThat(rows()).isEqualTo(30);
  }

  @Test
  void vacuumRefusesAShortRetentionUnlessForced() throws IOException {
    threeVersions();
    sluice("compact", "cleaned.t");

    assertThat(sluice("vacuum", "cleaned.t", "--retention", "1h")).isEqualTo(ExitCode.INVALID);
    assertThat(err)
        .contains("files that it had 1 hours ago may still be read")
        .contains("--retention 168h")
        .contains("--force");
    assertThat(sluice("vacuum", "cleaned.t", "--retention", "0h", "--dry-run"))
        .isEqualTo(ExitCode.INVALID);
    assertThat(sluice("vacuum", "cleaned.t", "--retention", "soon")).isEqualTo(ExitCode.INVALID);
    assertThat(err).contains("Cannot use retention: soon (not a span of time");
    assertThat(dataFiles()).isEqualTo(8);

    assertThat(sluice("vacuum", "cleaned.t", "--retention", "0h", "--force"))
        .isEqualTo(ExitCode.DONE);
    assertThat(out).startsWith("cleaned.t: 6 files (").endsWith(" deleted.\n");
    assertThat(dataFiles()).isEqualTo(2);
    assertThat(rows()).isEqualTo(30);
  }

  @Test
  void vacuumWaitsForARunThatIsYetToFinishPublishing() throws IOException {
    threeVersions();
    write("lake/_sluice/publish/cleaned.t.json", "{}");

    assertThat(sluice("vacuum", "cleaned.t")).isEqualTo(ExitCode.FAILED);

    assertThat(err)
        .contains("Cannot vacuum table: cleaned.t (a run has begun to publish it and was cut short")
        .contains("Run cleaned.t first: that finishes it.");
  }

  @Test
  void helpSpellsOutTheDangersOfVacuum() {
    sluice("vacuum", "--help");

    assertThat(out)
        .contains("cannot be undone", "time travel", "still reads the old files", "change feed")
        .contains("Less than 168h is refused");
  }

  @Test
  void showTellsOfADeltaTable() {
    threeVersions();

    assertThat(sluice("show", "cleaned.t", "--rows", "2")).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .contains(table + ", ")
        .contains("in 6 files, Delta version 2")
        .contains("partitioned by p")
        .contains("  id                             bigint")
        .contains("only showing top 2 rows");
  }

  @Test
  void sessionsKeepTheExtensionsOfOthers() {
    SparkConf settings = new SparkConf(false);
    settings.set("spark.master", "local[2]");
    settings.set("spark.sql.extensions", "a.b.C");

    Sessions.addDelta(settings);
    Sessions.addDelta(settings);

    assertThat(settings.get("spark.sql.extensions"))
        .isEqualTo("a.b.C,io.delta.sql.DeltaSparkSessionExtension");
    assertThat(settings.get("spark.sql.catalog.spark_catalog"))
        .isEqualTo("org.apache.spark.sql.delta.catalog.DeltaCatalog");
    assertThat(settings.get("spark.databricks.delta.snapshotPartitions")).isEqualTo("4");
  }

  private void threeVersions() {
    for (int i = 0; i < 3; i++) {
      SPARK
          .range(0, 10, 1, 1)
          .selectExpr("id", "id % 2 AS p", "'x' AS name")
          .write()
          .format("delta")
          .mode("append")
          .partitionBy("p")
          .save(table.toString());
    }
  }

  private long rows() {
    return SPARK.read().format("delta").load(table.toString()).count();
  }

  private long dataFiles() throws IOException {
    try (var files = Files.walk(table)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(".parquet"))
          .filter(f -> !f.toString().contains("_delta_log"))
          .count();
    }
  }

  private void pipeline(String name, String write) throws IOException {
    write(
        "conf/pipelines/cleaned/" + name + ".yaml",
        """
        table: cleaned.%s
        read: { x: { path: raw/x, format: json, schema: "id INT, p INT" } }
        write: %s
        """
            .formatted(name, write));
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int sluice(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    CommandLine command = Sluice.commandLine();
    command.setOut(new PrintWriter(outText));
    command.setErr(new PrintWriter(errText));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--conf");
    all.add(folder.resolve("conf").toString());
    int code = command.execute(all.toArray(String[]::new));
    out = outText.toString();
    err = errText.toString();
    return code;
  }
}
