package io.sluice.jobs.pipeline.docs;

import io.sluice.jobs.pipeline.Environment;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.jobs.pipeline.steps.Demo;
import io.sluice.jobs.pipeline.steps.StepCatalog;
import io.sluice.jobs.pipeline.steps.StepDoc;
import org.apache.spark.sql.SparkSession;

/** Writes the reference pages. */
final class ReferencePages {

  private static final String GENERATED =
      "<!-- Generated from the parser's own records; GeneratedDocsTest says how to write it anew."
          + " -->\n\n";

  private static final String PIPELINE =
      """
      # The files of a project

      """
          + GENERATED
          + """
      | file | what it is |
      | --- | --- |
      | `conf/pipelines/<database>/<table>.yaml` | [a pipeline](#pipeline): how one table is made |
      | `conf/env/<name>.yaml` | [an environment](#environment): where things are |
      | `schemas/<database>/<table>.yaml` | [a contract](#contract): which columns data has |

      All files are read, and all that is wrong in any of them is said at once, before anything runs.
      A key that is not listed here is an error. `docs/pipeline.schema.json` is the JSON Schema of
      pipeline files: editors that know it complete and check them as you type. Where yours has to be
      told, begin a file with `# yaml-language-server: $schema=../../../docs/pipeline.schema.json`.

      `${name}` stands for a variable: one of the environment's `variables`, one given with
      `--set name=value`, or `${env}`, the environment's name. Write `$${` for a `${` that is to stay.
      `--set` also overrides any key of the environment: `--set lake.root=/data/lake`.

      ## Pipeline

      ```yaml
      table: cleaned.posts
      description: Blog posts, renamed and typed, without the accounts known to be bogus.
      read:
        posts: { path: raw/posts, format: json, contract: raw.posts }
      steps:
        - apply_mapping:
            - [userId, int, UserID, int]
            - [id, int, PostID, int]
            - [title, string, Title, string]
        - filter: UserID NOT IN (1, 3, 7)
      write: { format: parquet, mode: overwrite, sort_by: [PostID] }
      quarantine: { max_ratio: 0.01 }
      ```

      A step is a map with the name of one [transform](transform-reference.md), and beside it `from:`,
      the input or earlier step whose rows it takes (else the step before), and `as:`, a name for its
      result. The result of the last step is the table. A step or an input whose rows nobody takes is
      an error.

      [Transforms of your own](user-transforms.md) are steps too. The JSON Schema does not know them:
      editors underline their names, runs do not mind; that page says how to tell an editor of them.

      """;

  private static final String ENVIRONMENT =
      """
      ## Environment

      ```yaml
      lake: { root: "s3://example-lake", raw: "s3://example-raw" }
      spark: { spark.sql.shuffle.partitions: 64 }
      aws: { region: eu-west-1 }
      variables: { cutoff: 2020-01-01 }
      ```

      """;

  private static final String CONTRACT =
      """
      ## Contract

      A file of the Open Data Contract Standard, version 3. `raw.posts` is `schemas/raw/posts.yaml`.
      The keys below are read; all others of the standard are allowed and change nothing.

      ```yaml
      apiVersion: v3.0.2
      kind: DataContract
      id: raw.posts
      version: 1.0.0
      status: active
      schema:
        - name: posts
          properties:
            - { name: userId, logicalType: integer, physicalType: int, required: true }
            - { name: title, logicalType: string, description: One line of text. }
            - name: geo
              logicalType: object
              properties:
                - { name: lat, logicalType: number }
                - { name: lng, logicalType: number }
            - { name: tags, logicalType: array, items: { logicalType: string } }
      ```

      `physicalType` decides: `byte`/`tinyint`, `short`/`smallint`, `int`, `long`/`bigint`, `float`,
      `double`, `decimal(p,s)`, `string`, `boolean`, `date`, `timestamp`, `binary`, `array<...>`,
      `map<...>`, `struct<...>`. Without it the `logicalType` does:

      | logicalType | Spark type |
      | --- | --- |
      | `string`, `time` | string |
      | `date`, `timestamp`, `boolean` | the type of that name |
      | `integer` | bigint; with `logicalTypeOptions.format` `i8`, `i16`, `i32`: tinyint, smallint, int |
      | `number` | double; with `logicalTypeOptions.format` `f32`: float |
      | `object` | a struct of its `properties` |
      | `array` | an array of its `items` |

      """;

  private ReferencePages() {}

  static String files() {
    StringBuilder page = new StringBuilder(PIPELINE);
    new KeyTables(page, "###").write(Pipeline.class, "");
    page.append(ENVIRONMENT);
    new KeyTables(page, "###").write(Environment.class, "");
    page.append(CONTRACT);
    new KeyTables(page, "###").write(Contract.file(), "");
    return page.toString().stripTrailing() + "\n";
  }

  static String transforms(SparkSession spark) {
    StringBuilder page = new StringBuilder("# Transforms\n\n" + GENERATED);
    page.append(
        """
        A step of a [pipeline file](pipeline-reference.md) names one of these, or one of your own: a
        jar given with `--jars` makes its classes steps like these, counted and quarantined as they
        are. [Transforms of your own](user-transforms.md) shows how, from the class to the run.

        """);
    page.append("| transform | what it does |\n| --- | --- |\n");
    StepCatalog.all()
        .forEach(
            (name, type) ->
                page.append("| [`%s`](#%s) | %s |\n".formatted(name, name, first(doc(type)))));
    page.append('\n');
    StepCatalog.all().forEach((name, type) -> transform(page, name, type, spark));
    return page.toString().stripTrailing() + "\n";
  }

  private static StepDoc doc(Class<? extends StepArguments> type) {
    return type.getAnnotation(StepDoc.class);
  }

  private static String first(StepDoc doc) {
    return doc.summary().split("(?<=[.:;]) ", 2)[0].replaceFirst("[.:;]$", "");
  }

  private static void transform(
      StringBuilder page, String name, Class<? extends StepArguments> type, SparkSession spark) {
    StepDoc doc = doc(type);
    page.append("## ").append(name).append("\n\n").append(doc.summary()).append("\n\n");
    page.append("```yaml\n").append(doc.example().stripTrailing()).append("\n```\n\n");
    new KeyTables(page, "###").write(type, name);
    page.append("*Costs:* ").append(doc.cost()).append("\n\n");
    if (!doc.glue().isEmpty()) {
      page.append("*Differs from Glue:* ").append(doc.glue()).append("\n\n");
    }
    for (Demo demo : doc.demo()) {
      page.append("### For example\n\n");
      new DemoText(page, spark).write(demo);
    }
  }
}
