package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectTest {

  @TempDir Path folder;
  private Conf conf;

  @BeforeEach
  void files() {
    conf = Conf.in(folder);
  }

  @Test
  void readsAPipelineWithAllThatIsLeftOutInPlace() {
    Pipeline pipeline =
        conf.posts("cleaned.posts", "steps:\n  - filter: id > 3\n").load().pipelines().get(0);

    assertThat(pipeline.table()).isEqualTo(new TableName("cleaned", "posts"));
    assertThat(pipeline.load()).isEqualTo(Load.FULL);
    assertThat(pipeline.read().get("posts").layout()).isEqualTo(Layout.AUTO);
    assertThat(pipeline.steps()).extracting(Step::transform).containsExactly("filter");
    assertThat(pipeline.write().format()).isEqualTo(Format.PARQUET);
    assertThat(pipeline.write().mode()).isEqualTo(WriteMode.OVERWRITE);
    assertThat(pipeline.write().packing()).isEqualTo(Compression.ZSTD);
    assertThat(pipeline.write().targetFileSize()).isEmpty();
    assertThat(pipeline.quarantine()).isEqualTo(QuarantineLimits.NONE);
    assertThat(pipeline.origin().line("steps[0].filter")).isEqualTo(5);
  }

  @Test
  void tellsEveryProblemOfEveryFileAtOnceInOrder() {
    conf.posts("cleaned.a", "steps:\n  - filtr: id > 3\nlod: full\n")
        .posts("cleaned.b", "write: { mode: overwrit }\n")
        .file(
            "schemas/raw/posts.yaml",
            "apiVersion: v3.0.2\nkind: DataContract\nid: x\nversion: 1\n");

    assertThat(conf.problems())
        .containsExactly(
            "conf/pipelines/cleaned/a.yaml:5: steps[0].filtr: Cannot use transform: filtr (there is"
                + " none of this name). Did you mean filter?",
            "conf/pipelines/cleaned/a.yaml:6: lod: Cannot use key: lod (no such key). Did you mean"
                + " load?",
            "conf/pipelines/cleaned/b.yaml:4: write.mode: Cannot read value: overwrit (not one of"
                + " overwrite, overwrite_partitions, append, merge, history). Did you mean"
                + " overwrite?",
            "schemas/raw/posts.yaml:1: Cannot read file: status (this key is missing). Add status.",
            "schemas/raw/posts.yaml:1: Cannot read file: schema (this key is missing). Add schema.");
  }

  @ParameterizedTest
  @CsvSource({
    "raw.post, steps[0].validate",
    "'{ contract: raw.post }', steps[0].validate.contract"
  })
  void refusesAStepThatNamesAContractThereIsNot(String arguments, String key) {
    conf.posts("cleaned.posts", "steps:\n  - validate: " + arguments + "\n");

    assertThat(conf.problems())
        .containsExactly(
            "conf/pipelines/cleaned/posts.yaml:5: "
                + key
                + ": Cannot find contract: raw.post (there is no file schemas/raw/post.yaml). Did"
                + " you mean raw.posts?");
  }

  @Test
  void blamesNoStepForAContractThatCannotBeRead() {
    conf.posts("cleaned.posts", "steps: [ { validate: raw.things } ]\n")
        .file("schemas/raw/things.yaml", "kind: DataContract\n");

    assertThat(conf.problems()).allSatisfy(p -> assertThat(p).startsWith("schemas/raw/things"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expect: 'Rules = [ RowCount > 0 ]' | expect | use key: expect (not supported yet",
        "stream: { trigger: 60s } | stream | use key: stream (not supported yet",
      })
  void refusesWhatComesWithALaterVersion(String rest, String key, String message) {
    conf.posts("cleaned.posts", rest + "\n");

    assertThat(conf.problems())
        .containsExactly(
            "conf/pipelines/cleaned/posts.yaml:4: "
                + key
                + ": Cannot "
                + conf.problems().get(0).split(": Cannot ", -1)[1]);
    assertThat(conf.problems().get(0)).contains("Cannot " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "load: incremental | load | load: incremental (mode overwrite would leave only",
        "write: { format: delta, mode: merge, order_by: [id] } | write.mode | write: merge (nothing tells rows apart",
        "write: { format: delta, mode: merge, keys: [id] } | write.mode | write: merge (nothing says which of two",
        "write: { mode: history, keys: [id], order_by: [id] } | write.mode | write: history (rows of a parquet table",
        "write: { format: delta, mode: merge, keys: [id], order_by: [title], drop_fields: [id] } | write.keys[0] | drop field: id (it is a key)",
        "write: { drop_fields: [id] } | write.drop_fields | use key: drop_fields (it is for mode merge and history)",
        "write: { format: delta, mode: merge, keys: [id], order_by: [title], close_missing: true } | write.close_missing | use key: close_missing (it is for mode history)",
      })
  void refusesModesThatLackWhatTheyNeed(String rest, String key, String message) {
    conf.posts("cleaned.posts", rest + "\n");

    assertThat(conf.problems())
        .containsExactly(
            "conf/pipelines/cleaned/posts.yaml:4: "
                + key
                + ": Cannot "
                + conf.problems().get(0).split(": Cannot ", -1)[1]);
    assertThat(conf.problems().get(0)).contains("Cannot " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write: { mode: overwrite_partitions } | the table has no partitions",
        "write: { keys: [id] } | it is for mode merge and history",
        "write: { format: text } | it is for reading only",
        "write: { properties: { delta.appendOnly: true } } | properties (it is for format: delta",
        "write: { on_schema_change: add } | on_schema_change (it is for format: delta",
        "write: { format: delta, compression: bzip2 } | it cannot be packed so). Use one of zstd",
        "write: { format: delta, properties: { Delta.setTransactionRetentionDuration: 1 day } } | could take one of them twice",
        "write: { format: json, compression: zstd } | it cannot be packed so). Use one of gzip",
        "write: { partition_by: [id, ID] } | it is there twice",
        "write: { target_file_size: 128 } | not a size",
        "write: { target_file_size: 0MB } | not a size of at least one byte",
        "quarantine: { max_ratio: 1.5 } | max_ratio is not between 0 and 1",
        "quarantine: { max_rows: -1 } | max_rows is below 0",
        "quarantine: { max_rows: many } | not a whole number",
        "quarantine: 5 | a text where a map belongs",
        "steps: { filter: x } | a map where a list belongs",
        "steps: [ 5 ] | there is none of this name",
        "steps: [ [filter] ] | a list where a step belongs",
        "steps: [ { filter: a, derive: { b: c } } ] | it names filter and derive",
        "steps: [ { filter: a, form: posts } ] | no such key of a step). Did you mean from?",
        "steps: [ { from: posts } ] | it names no transform",
        "steps: [ { filter: } ] | nothing where a text belongs",
        "steps: [ { filter: [a] } ] | a list where a text belongs",
        "steps: [ { apply_mapping: [[a]] } ] | a mapping has 2, 3 or 4 parts",
        "steps: [ { join: { with: user, on: id } } ] | no input or earlier step has this name",
        "steps: [ { filter: a, from: post } ] | no input or earlier step has this name). Did you mean posts?",
        "steps: [ { filter: a, as: posts } ] | it is taken already",
        "steps: [ { filter: a, as: input } ] | sql calls a step's own rows so",
        "steps: [ { filter: a }, { filter: b, from: posts } ] | no later step takes its rows",
        "description: [x] | a list where a text belongs",
        "description: ${secret:db} | secrets are not supported yet",
      })
  void refusesWhatCannotBe(String rest, String reason) {
    conf.posts("cleaned.posts", rest + "\n");

    assertThat(conf.problems()).hasSize(1);
    assertThat(conf.problems().get(0))
        .startsWith("conf/pipelines/cleaned/posts.yaml:4: ")
        .contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | nothing says where it is",
        "{ path: raw/x, table: cleaned.x } | it has path and table",
        "{ path: raw/x } | nothing says how its files are written",
        "{ path: raw/x, format: json } | its files do not say which columns there are",
        "{ path: raw/x, format: csv } | its files do not say which columns there are",
        "{ path: raw/x, format: json, contract: raw.posts, infer: true } | they exclude each other",
        "{ path: raw/x, format: json, contract: raw.post } | there is no file schemas/raw/post.yaml). Did you mean raw.posts?",
        "{ path: raw/x, format: json, schema: id INTT } | Unsupported data type \"INTT\"",
        "{ path: raw/x, format: json, schema: 'a INT, A INT' } | this column is there twice",
        "{ path: raw/x, format: json, schema: __sluice_file STRING } | are not free",
        "{ path: raw/x, format: text, infer: true } | text has one column, value",
        "{ path: raw/x, format: jsn } | not one of json",
        "{ path: raw/x, format: delta, contract: raw.posts } | a Delta table says itself what it holds",
        "{ path: raw/x, format: delta, schema: id INT } | a Delta table says itself what it holds",
        "{ path: raw/x, format: delta, infer: true } | a Delta table says itself what it holds",
        "{ path: raw/x, format: delta, partitions: '{year}' } | a Delta table says itself",
        "{ path: raw/x, format: delta, options: { a: b } } | a Delta table says itself",
        "{ path: raw/x, format: delta, layout: lines } | a Delta table says itself",
        "{ path: raw/x, format: parquet, layout: lines } | it is for json",
        "{ path: raw/x, format: parquet, where: a > 1 } | it needs table",
        "{ path: raw/x, format: json, infer: true, options: { encoding: UTF-16 } } | JSON is UTF-8",
        "{ path: raw/x, format: json, infer: true, options: { Mode: PERMISSIVE } } | what does not parse is always rejected",
        "{ path: raw/x, format: csv, infer: true, options: { columnNameOfCorruptRecord: x } } | goes to quarantine",
        "{ path: raw/x, format: text, partitions: '{year}/month' } | \"month\" is no level",
        "{ path: raw/x, format: text, partitions: '{year}/{year}' } | year is there twice",
        "{ path: raw/x, format: json, schema: year INT, partitions: '{year}' } | the files have a column of this name",
        "{ table: raw.nowhere } | no pipeline makes it, and there is no folder",
        "{ table: nowhere } | not <database>.<table>",
        "{ table: Cleaned.X } | did you mean cleaned.x?",
        "{ table: cleaned.posts } | it is where this pipeline writes",
        "{ path: cleaned/posts, format: parquet } | it is where this pipeline writes",
        "{ path: cleaned, format: parquet } | it is where this pipeline writes",
        "{ path: cleaned/po*/x, format: parquet } | it is where this pipeline writes",
        "{ jdbc: { secret: '${secret:db}', url: x } } | not supported yet",
        "{ jdbc: { secret: letmein, url: x } } | not a reference to a secret",
        "{ kinesis: { stream: x } } | not supported yet",
        "{ pth: raw/x } | no such key). Did you mean path?",
      })
  void refusesAnInputThatCannotBe(String read, String reason) {
    conf.pipeline("cleaned.posts", "table: cleaned.posts\nread:\n  posts: " + read + "\n");

    assertThat(conf.problems()).anySatisfy(p -> assertThat(p).contains(reason));
    assertThat(conf.problems())
        .allSatisfy(
            p -> assertThat(p).startsWith("conf/pipelines/cleaned/posts.yaml:3: read.posts"))
        .noneSatisfy(p -> assertThat(p).contains("letmein"));
  }

  @Test
  void refusesTwoPipelinesForOneTable() {
    conf.posts("cleaned.posts", "")
        .file(
            "conf/pipelines/z.yaml",
            "table: cleaned.posts\nread: { x: { path: raw/x, format: text } }\n");

    assertThat(conf.problems())
        .containsExactly(
            "conf/pipelines/z.yaml:1: table: Cannot make table: cleaned.posts"
                + " (conf/pipelines/cleaned/posts.yaml:1 makes it already). Delete one of the two, or"
                + " name another table.");
  }

  @Test
  void refusesTwoTablesInOneFolder() {
    conf.posts("cleaned.a", "").posts("cleaned.b", "write: { path: cleaned/a/deep }\n");

    assertThat(conf.problems()).singleElement().asString().contains("cleaned.a writes to");
  }

  @Test
  void namesTheRingOfPipelinesThatNeedEachOther() {
    conf.pipeline("cleaned.a", "table: cleaned.a\nread: { x: { table: cleaned.b } }\n")
        .pipeline("cleaned.b", "table: cleaned.b\nread: { x: { table: cleaned.c } }\n")
        .pipeline(
            "cleaned.c", "table: cleaned.c\nread: { x: { path: cleaned/a, format: parquet } }\n");

    assertThat(conf.problems())
        .singleElement()
        .asString()
        .contains("cleaned.a -> cleaned.b -> cleaned.c -> cleaned.a (each needs the next)");
  }

  @Test
  void refusesAnInputThatNoStepTakes() {
    conf.pipeline(
        "cleaned.posts",
        """
        table: cleaned.posts
        read:
          posts: { path: raw/posts, format: json, contract: raw.posts }
          users: { path: raw/users, format: json, contract: raw.posts }
        """);

    assertThat(conf.problems())
        .containsExactly(
            "conf/pipelines/cleaned/posts.yaml:4: read.users: Cannot read input: users (no step"
                + " takes its rows). Remove it, or use it.");
  }

  @Test
  void readsATableThatAlreadyLiesInTheLake() {
    conf.file("lake/old/things/part-0.parquet", "")
        .pipeline("cleaned.x", "table: cleaned.x\nread: { x: { table: old.things } }\n");

    assertThat(conf.load().tablePath(new TableName("old", "things")))
        .isEqualTo(folder + "/lake/old/things");
  }

  @Test
  void doesNotBlameAPipelineForTheFaultsOfItsSource() {
    conf.posts("cleaned.a", "lod: full\n")
        .pipeline("cleaned.b", "table: cleaned.b\nread: { x: { table: cleaned.a } }\n");

    assertThat(conf.problems()).singleElement().asString().contains("lod");
  }

  @Test
  void saysWhenThereIsNoConfiguration() {
    assertThatThrownBy(() -> Project.load(folder.resolve("nowhere"), "test", Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no such folder");
    assertThat(conf.problems()).singleElement().asString().contains("no file there ends in .yaml");
  }

  @Test
  void ordersPipelinesByWhatTheyRead() {
    conf.pipeline("a.last", "table: a.last\nread: { x: { table: b.middle } }\n")
        .pipeline("b.middle", "table: b.middle\nread: { x: { path: c/first, format: parquet } }\n")
        .posts("c.first", "");

    assertThat(conf.load().select(List.of()).ordered())
        .extracting(p -> p.table().toString())
        .containsExactly("c.first", "b.middle", "a.last");
  }
}
