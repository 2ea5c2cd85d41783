package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.jobs.pipeline.steps.StepForm;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.EveryKey;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineKeysTest {

  private static final String EVERY_KEY =
      """
      table: a.b
      description: What it holds.
      read:
        x:
          path: raw/x
          format: json
          layout: lines
          options: { header: true }
          contract: raw.x
          schema: id INT
          infer: true
          partitions: "{year}"
          table: a.c
          where: id > 1
          load: full
          changes: true
          jdbc:
            secret: "${secret:db#user}"
            url: jdbc:x
            table: t
            query: q
            partition_column: id
            lower: 1
            upper: 9
            partitions: 4
          kinesis:
            stream: s
            region: r
            endpoint: e
            starting_position: LATEST
            consumer: fan_out
      load: incremental
      steps:
        - { filter: id > 2, from: x, as: y }
      outputs: { w: { table: a.w, path: else/where, partition_by: [p], sort_by: [s] } }
      expect: [{ rules: "Rules = []", on_fail: warn }]
      write:
        format: csv
        path: elsewhere
        mode: merge
        keys: [k]
        order_by: [ts desc]
        delete_when: gone
        drop_fields: [op]
        close_missing: true
        partition_by: [p]
        sort_by: [s]
        compression: gzip
        target_file_size: 64MB
        properties: { delta.enableChangeDataFeed: true }
        on_schema_change: add
      quarantine: { max_rows: 5, max_ratio: 0.5 }
      stream: { trigger: 60s, dedup: { keys: [d], within: 10m }, max_records_per_batch: 7 }
      """;

  @Test
  void eachKeyOfAPipelineReachesItsPlace() {
    Pipeline pipeline = bind(EVERY_KEY);

    EveryKey.isSetIn(pipeline);
    assertThat(pipeline.read().get("x"))
        .isEqualTo(
            new Read(
                Optional.of("raw/x"),
                Optional.of(Format.JSON),
                Layout.LINES,
                Map.of("header", "true"),
                Optional.of(new TableName("raw", "x")),
                Optional.of("id INT"),
                true,
                Optional.of("{year}"),
                Optional.of(new TableName("a", "c")),
                Optional.of("id > 1"),
                Optional.of(Load.FULL),
                true,
                Optional.of(
                    new Jdbc(
                        Secret.parse("${secret:db#user}"),
                        "jdbc:x",
                        Optional.of("t"),
                        Optional.of("q"),
                        Optional.of("id"),
                        Optional.of("1"),
                        Optional.of("9"),
                        Optional.of(4))),
                Optional.of(
                    new Kinesis(
                        "s",
                        Optional.of("r"),
                        Optional.of("e"),
                        Kinesis.StartingPosition.LATEST,
                        Kinesis.Consumer.FAN_OUT))));
    assertThat(pipeline.write())
        .isEqualTo(
            new Write(
                Format.CSV,
                Optional.of("elsewhere"),
                WriteMode.MERGE,
                List.of("k"),
                List.of("ts desc"),
                Optional.of("gone"),
                List.of("op"),
                true,
                List.of("p"),
                List.of("s"),
                Optional.of(Compression.GZIP),
                Optional.of(new ByteSize(64L << 20)),
                Map.of("delta.enableChangeDataFeed", "true"),
                OnSchemaChange.ADD));
    assertThat(pipeline.stream())
        .contains(
            new StreamOptions(
                new StreamOptions.Trigger(Optional.of(Duration.ofMinutes(1))),
                Optional.of(new StreamOptions.Dedup(List.of("d"), Duration.ofMinutes(10))),
                Optional.of(7L)));
    assertThat(pipeline.table()).isEqualTo(new TableName("a", "b"));
    assertThat(pipeline.description()).contains("What it holds.");
    assertThat(pipeline.load()).isEqualTo(Load.INCREMENTAL);
    assertThat(pipeline.outputs())
        .isEqualTo(
            Map.of(
                "w",
                new Output(
                    new TableName("a", "w"),
                    Optional.of("else/where"),
                    List.of("p"),
                    List.of("s"))));
    assertThat(pipeline.expect())
        .contains(new Expect(List.of(new Expect.RuleSet("Rules = []", Expect.OnFail.WARN))));
    assertThat(pipeline.quarantine())
        .isEqualTo(new QuarantineLimits(Optional.of(5L), Optional.of(0.5)));
    assertThat(pipeline.steps())
        .extracting(Step::transform, Step::from, Step::as)
        .containsExactly(tuple("filter", Optional.of("x"), Optional.of("y")));
  }

  @Test
  void rulesMayBeOneText() {
    Pipeline pipeline = bind("table: a.b\nread: { x: { path: x } }\nexpect: Rules = []\n");

    assertThat(pipeline.expect())
        .contains(new Expect(List.of(new Expect.RuleSet("Rules = []", Expect.OnFail.FAIL))));
  }

  @Test
  void aStreamMayTakeWhatIsThereAndEnd() {
    Pipeline pipeline =
        bind("table: a.b\nread: { x: { path: x } }\nstream: { trigger: available_now }\n");

    assertThat(pipeline.stream().orElseThrow().trigger().every()).isEmpty();
  }

  @Test
  void inputsKeepTheOrderOfTheFile() {
    Pipeline pipeline =
        bind("table: a.b\nread: { z: { path: x }, a: { path: y }, m: { path: z } }\n");

    assertThat(pipeline.read().keySet()).containsExactly("z", "a", "m");
    assertThat(pipeline.firstInput()).isEqualTo("z");
  }

  private static Pipeline bind(String text) {
    Problems problems = new Problems();
    Node.Entries tree = YamlFiles.parse(text, "f.yaml", problems).orElseThrow();
    Optional<Pipeline> pipeline =
        new Binder(
                problems,
                Map.of(Step.class, StepForm::bind),
                Map.of(Origin.class, new Origin("f.yaml", Node.lines(tree))))
            .bind(tree, Pipeline.class);
    assertThat(problems.sorted()).isEmpty();
    return pipeline.orElseThrow();
  }
}
