package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The pipelines that this project brings, as they are. */
class SampleLakeTest {

  private final Project project = Project.load(Path.of("..", "conf"), "local", Map.of());

  @Test
  void resolvesEveryStepOfEveryPipeline() {
    InputSchemas schemas = (input, read) -> withLevels(project.declaredSchema(read), read);
    Map<String, Plan> plans =
        new Planner(TestSpark.session(), project, schemas)
            .plan(project.select(List.of())).stream()
                .collect(Collectors.toMap(p -> p.pipeline().table().toString(), p -> p));

    assertThat(plans.get("cleaned.posts").output().simpleString())
        .isEqualTo("struct<UserID:int,PostID:int,Title:string,Content:string>");
    assertThat(plans.get("cleaned.users").output().fieldNames())
        .hasSize(15)
        .contains("address.street", "address.geo.lng", "company.bs");
    assertThat(plans.get("curated.posts_by_user").output().fieldNames())
        .hasSize(19)
        .contains(".id", "id", "company.name", "address.geo.lng");
    assertThat(plans.get("curated.posts_by_user_athena").output().fieldNames())
        .hasSize(19)
        .allMatch(name -> name.matches("[A-Za-z_]+"));
    assertThat(plans.get("cleaned.posts_stream").output().fieldNames())
        .contains("year", "month", "day", "hour", "body_length");
    assertThat(plans.get("cleaned.employees").output().fieldNames())
        .hasSize(8)
        .doesNotContain("Op", "ts");
    assertThat(plans.get("curated.employee_offices").output().fieldNames())
        .containsOnlyOnce("officeCode")
        .contains("city", "country");
  }

  @Test
  void runsRawBeforeCleanedBeforeCurated() {
    assertThat(project.select(List.of("+curated.long_posts")).ordered())
        .extracting(p -> p.table().toString())
        .containsExactly("cleaned.posts_all", "curated.long_posts");
  }

  private static StructType withLevels(Optional<StructType> declared, Read read) {
    StructType schema =
        read.format().equals(Optional.of(Format.TEXT))
            ? new StructType().add("value", DataTypes.StringType)
            : declared.orElseThrow();
    for (String level : read.partitions().map(t -> List.of(t.split("/", -1))).orElse(List.of())) {
      schema = schema.add(level.replaceAll("[{}]", ""), DataTypes.StringType);
    }
    return schema;
  }
}
