package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.pipeline.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathsTest {

  private static final StructType ITEM = StructType.fromDDL("id INT");

  @TempDir Path folder;

  @Test
  void readsFoldersFilesAndGlobsButNothingHidden() throws IOException {
    write("in/a.json", 1);
    write("in/deep/er/b.json", 2);
    write("in/_tmp/c.json", 3);
    write("in/.hidden/d.json", 4);
    write("in/_done", 5);
    write("in/.a.json.crc", 6);
    write("in/_k=1/e.json", 7);
    assertThat(Reading.shown(spec("in"))).containsExactlyInAnyOrder("1|null", "2|null", "7|1");
    assertThat(Reading.shown(spec("in/a.json"))).containsExactly("1");
    assertThat(Reading.shown(spec("i?/{a,x}.json"))).containsExactly("1");
    assertThat(Reading.shown(spec("in/*"))).containsExactlyInAnyOrder("1|null", "2|null", "7|1");
  }

  @Test
  void listsFilesOnceAndSorted() throws IOException {
    write("in/b.json", 2);
    write("in/a.json", 1);
    Files.createFile(folder.resolve("in/empty.json"));
    Source source =
        Reading.open(
            new SourceSpec(
                "items",
                List.of(folder + "/in", folder + "/in/*.json"),
                Format.JSON,
                Layout.AUTO,
                Map.of(),
                Optional.of(ITEM),
                false,
                Optional.empty(),
                false));
    assertThat(source.files())
        .extracting(f -> f.uri().substring(f.uri().lastIndexOf('/') + 1) + " " + f.bytes())
        .containsExactly("a.json 8", "b.json 8", "empty.json 0");
    write("in/c.json", 3);
    assertThat(Reading.shown(source)).containsExactlyInAnyOrder("1", "2");
    String first = source.files().get(0).uri();
    assertThat(Reading.shown(source.only(Set.of(first)))).containsExactly("1");
  }

  @Test
  void takesColumnsFromHiveFolders() throws IOException {
    write("in/year=2024/city=S%C3%A3o%20Paulo%2F1/a.json", 1);
    write("in/year=2025/city=__HIVE_DEFAULT_PARTITION__/a.json", 2);
    write("in/year=soon/city=x/a.json", 3);
    StructType typed = StructType.fromDDL("year INT, id INT");
    Source source = Reading.open(spec("in").withSchema(typed));
    assertThat(source.schema().toDDL()).isEqualTo("year INT,id INT,city STRING");
    assertThat(Reading.shown(source))
        .containsExactlyInAnyOrder(
            "2024|1|São Paulo/1", "2025|2|null", "!wrong type: year: its folder is not int");
  }

  @Test
  void takesColumnsFromFoldersThatATemplateNames() throws IOException {
    write("in/2024/01/h-05/a.json", 1);
    write("in/2024/01/05/b.json", 2);
    write("in/2024/c.json", 3);
    assertThat(Reading.shown(spec("in").withPartitions("{year}/{month}/h-{hour}")))
        .containsExactlyInAnyOrder(
            "1|2024|01|05",
            "!path does not fit: {year}/{month}/h-{hour}",
            "!path does not fit: {year}/{month}/h-{hour}");
    assertThatThrownBy(() -> Reading.open(spec("in").withPartitions("{year}/{year}")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("comes twice");
  }

  @Test
  void namesAFileInTheSameWordsEverywhere() throws IOException {
    String odd = "in/k=a b/ü %20 [x] {y} #+.json";
    write(odd, 1);
    Files.writeString(folder.resolve(odd), "{\"id\":1}\nbad\n");
    Source json = Reading.open(spec("in"));
    String uri = json.files().get(0).uri();
    assertThat(uri)
        .isEqualTo("file:" + folder + "/in/k=a%20b/ü%20%2520%20%5Bx%5D%20%7By%7D%20%23+.json");
    List<Row> rows =
        json.rows(EnumSet.of(Hidden.REASONS, Hidden.BAD_FILE, Hidden.FILE)).collectAsList();
    assertThat(rows).extracting(r -> r.getAs(Hidden.FILE.column())).containsExactly(uri, uri);
    assertThat(rows).extracting(r -> r.getAs(Hidden.BAD_FILE.column())).containsExactly(null, uri);
    Path made = folder.resolve("made");
    json.rows(Set.of(Hidden.REASONS)).where("id = 1").select("id").write().parquet(made.toString());
    Path target = folder.resolve("parquet/k=a b/ü %20 [x] {y} #+.parquet");
    Files.createDirectories(target.getParent());
    try (var files = Files.list(made)) {
      Files.move(
          files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow(), target);
    }
    Source parquet =
        Reading.open(SourceSpec.of("p", folder.resolve("parquet").toString(), Format.PARQUET));
    Row row = parquet.rows(Set.of(Hidden.FILE)).head();
    assertThat(row.toString()).isEqualTo("[1,a b," + parquet.files().get(0).uri() + "]");
  }

  @Test
  void saysWhatIsWrongWithAPath() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> Reading.open(spec("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot read input items: " + folder + "/nowhere (it does not exist). Check the path.");
    assertThatThrownBy(() -> Reading.open(spec("*.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nothing matches the glob");
    assertThatThrownBy(() -> Reading.open(spec("empty")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there are no files in it");
    assertThat(Reading.shown(spec("empty").allowingEmpty())).isEmpty();
    assertThat(Reading.shown(spec("*.json").allowingEmpty())).isEmpty();
  }

  @Test
  void refusesWhatItCannotHonour() throws IOException {
    write("in/a.json", 1);
    assertThatThrownBy(
            () -> Reading.open(spec("in").withOptions(Map.of("timestampFromat", "x", "mode", "y"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("option: mode")
        .hasMessageContaining("Did you mean timestampFormat?");
    assertThatThrownBy(() -> Reading.open(spec("in").withOptions(Map.of("timeZone", "Nowhere"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Nowhere");
    assertThatThrownBy(
            () -> Reading.open(spec("in").withSchema(StructType.fromDDL("m MAP<INT, STRING>"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column m");
    assertThatThrownBy(() -> Reading.open(SourceSpec.of("x", folder + "/in", Format.JSON)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("infer: true");
    write("in/b.json.xz", 1);
    assertThatThrownBy(() -> Reading.open(spec("in")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("b.json.xz");
  }

  @Test
  void readsPartsOfATableAndSetsBadFilesAside() throws IOException {
    Path table = folder.resolve("table");
    TestSpark.session()
        .range(100)
        .selectExpr("id", "id % 3 AS part", "DATE '2024-01-01' AS d")
        .write()
        .partitionBy("part", "d")
        .parquet(table.toString());
    Files.writeString(table.resolve("part=1/oops.parquet"), "no parquet at all");
    Files.createFile(table.resolve("part=2/empty.parquet"));
    Source source =
        Sources.table(
            TestSpark.session(),
            "t",
            table.toString(),
            Optional.of(StructType.fromDDL("part INT, id BIGINT, d DATE")),
            Optional.of("part = 1 AND id > 50"));
    assertThat(source.canReject()).isFalse();
    assertThat(source.unreadable())
        .extracting(b -> b.uri().replaceAll(".*/", "") + ": " + b.reason())
        .containsExactly(
            "oops.parquet: not parquet: its mark is missing",
            "empty.parquet: not parquet: the file is empty");
    Dataset<Row> rows = source.rows(Set.of(Hidden.FILE));
    assertThat(rows.columns()).containsExactly("part", "id", "d", "__sluice_file");
    assertThat(rows.count()).isEqualTo(16);
    assertThat(rows.queryExecution().executedPlan().toString())
        .contains("PartitionFilters: [isnotnull(part")
        .contains("PushedFilters: [IsNotNull(id), GreaterThan(id,50)]");
    assertThatThrownBy(
            () ->
                Sources.table(
                    TestSpark.session(),
                    "t",
                    table.toString(),
                    Optional.empty(),
                    Optional.of("prat = 1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot read t where: prat = 1");
    assertThatThrownBy(
            () ->
                Sources.table(
                    TestSpark.session(),
                    "t",
                    folder + "/none",
                    Optional.of(ITEM),
                    Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it does not exist");
  }

  @Test
  void namesTheFoldersOfParquetFilesByATemplate() {
    Path in = folder.resolve("p (1) + %20");
    TestSpark.session().range(2).coalesce(1).write().parquet(in.resolve("2024/07").toString());
    Source source =
        Reading.open(
            SourceSpec.of("p", in.toString(), Format.PARQUET).withPartitions("{year}/{month}"));
    assertThat(source.rows(Set.of()).collectAsList())
        .extracting(Row::toString)
        .containsExactly("[0,2024,07]", "[1,2024,07]");
  }

  private void write(String name, int id) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"id\":" + id + "}");
  }

  private SourceSpec spec(String path) {
    return SourceSpec.of("items", folder + "/" + path, Format.JSON).withSchema(ITEM);
  }
}
