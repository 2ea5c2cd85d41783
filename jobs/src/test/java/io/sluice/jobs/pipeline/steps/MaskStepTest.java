package io.sluice.jobs.pipeline.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.pipeline.Origin;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.jobs.pipeline.contract.Limits;
import io.sluice.jobs.pipeline.contract.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskStepTest {

  private static final TableName USERS = TableName.parse("cleaned.users");
  private static final MaskingWay REDACT = MaskingWay.of("redact");
  private static final MaskingWay KEEP = MaskingWay.of(Map.of("keep_last", "1"));

  private static Dataset<Row> users() {
    return TestSpark.session()
        .sql(
            "SELECT 1 AS id, 'abc' AS `e.mail`, 'abcd' AS code,"
                + " array(named_struct('no', '123', 'kind', 'home')) AS phones");
  }

  private static Property property(
      String name, DataType type, String classification, List<String> tags, Property... fields) {
    return new Property(
        name,
        type,
        false,
        false,
        Optional.empty(),
        Limits.NONE,
        Optional.ofNullable(classification),
        tags,
        List.of(),
        "",
        List.of(fields),
        Optional.empty());
  }

  private static final Contract CONTRACT =
      new Contract(
          USERS,
          "1",
          "active",
          "",
          List.of(
              property("id", DataTypes.IntegerType, null, List.of()),
              property("e.mail", DataTypes.StringType, "restricted", List.of("pii")),
              property("code", DataTypes.StringType, "restricted", List.of()),
              property(
                  "phones",
                  users().schema().apply("phones").dataType(),
                  null,
                  List.of(),
                  property("no", DataTypes.StringType, "open", List.of("pii", "phone")),
                  property("kind", DataTypes.StringType, null, List.of()))),
          List.of(),
          Origin.none());

  private static String masked(MaskStep step) {
    return step.transform(new Inputs(), RunFacts.PLANNING).apply(users()).first().json();
  }

  private static MaskStep byContract(
      Map<String, MaskingWay> tags,
      Map<String, MaskingWay> classifications,
      Map<String, MaskingWay> columns) {
    return new MaskStep(Optional.of(USERS), tags, classifications, columns);
  }

  @Test
  void masksWhatTheContractTags() {
    MaskStep step = byContract(Map.of("pii", KEEP), Map.of(), Map.of());

    assertThat(step.contracts()).containsExactly(USERS);
    assertThat(masked(step))
        .isEqualTo(
            "{\"id\":1,\"e.mail\":\"**c\",\"code\":\"abcd\","
                + "\"phones\":[{\"no\":\"**3\",\"kind\":\"home\"}]}");
  }

  @Test
  void masksWhatTheContractClassifies() {
    assertThat(masked(byContract(Map.of(), Map.of("restricted", REDACT), Map.of())))
        .isEqualTo(
            "{\"id\":1,\"e.mail\":\"***\",\"code\":\"***\","
                + "\"phones\":[{\"no\":\"123\",\"kind\":\"home\"}]}");
  }

  @Test
  void aColumnThatIsNamedIsMaskedAsSaidThere() {
    Map<String, MaskingWay> columns =
        Map.of("`e.mail`", MaskingWay.of(Map.of("redact", "x")), "id", REDACT);

    assertThat(masked(byContract(Map.of("pii", KEEP), Map.of("restricted", REDACT), columns)))
        .isEqualTo(
            "{\"id\":\"***\",\"e.mail\":\"x\",\"code\":\"***\","
                + "\"phones\":[{\"no\":\"**3\",\"kind\":\"home\"}]}");
  }

  @Test
  void whatMarksTheElementsOfAnArrayMarksTheArray() {
    Property element = property("", DataTypes.StringType, null, List.of("pii"));
    Property names =
        new Property(
            "names",
            DataTypes.createArrayType(DataTypes.StringType),
            false,
            false,
            Optional.empty(),
            Limits.NONE,
            Optional.empty(),
            List.of(),
            List.of(),
            "",
            List.of(),
            Optional.of(element));
    Contract contract =
        new Contract(USERS, "1", "active", "", List.of(names), List.of(), Origin.none());

    assertThat(
            new ContractMasks(contract, Map.of("pii", KEEP), Map.of(), Map.of())
                .maskings()
                .keySet())
        .containsExactly("`names`");
  }

  @Test
  void refusesTwoWaysForOneColumn() {
    assertThatThrownBy(
            () -> masked(byContract(Map.of("pii", KEEP), Map.of("restricted", REDACT), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot mask column: `e.mail`")
        .hasMessageContaining("marks it for 2 ways");
    assertThat(masked(byContract(Map.of("pii", KEEP), Map.of("restricted", KEEP), Map.of())))
        .contains("\"e.mail\":\"**c\"");
  }

  @Test
  void refusesALabelThatNoColumnHas() {
    assertThatThrownBy(
            () -> masked(byContract(Map.of("pii", KEEP, "pi", KEEP), Map.of(), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no column of the contract cleaned.users has it");
    assertThatThrownBy(() -> masked(byContract(Map.of(), Map.of("secret", KEEP), Map.of())))
        .hasMessageContaining("Cannot mask columns with: secret");
  }

  @Test
  void refusesRowsWithoutAColumnThatTheContractTags() {
    MaskStep step = byContract(Map.of("pii", KEEP), Map.of(), Map.of());

    assertThatThrownBy(
            () ->
                step.transform(new Inputs(), RunFacts.PLANNING)
                    .apply(users().withColumnRenamed("e.mail", "mail")))
        .hasMessageContaining("Cannot mask column: `e.mail`");
  }

  @ParameterizedTest
  @CsvSource({
    "hash, sha256, 88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589",
    "keep_first, 1, a***",
    "keep_last, 3, *bcd",
    "truncate, 2, ab",
    "redact, gone, gone",
  })
  void knowsTheWays(String word, String argument, String expected) {
    MaskStep step = MaskStep.of(Map.of("code", MaskingWay.of(Map.of(word, argument))));

    assertThat(masked(step)).contains("\"code\":\"" + expected + "\"");
  }

  @Test
  void knowsWaysThatTakeNothing() {
    assertThat(masked(MaskStep.of(Map.of("code", REDACT)))).contains("\"code\":\"***\"");
    Dataset<Row> dates = TestSpark.session().sql("SELECT DATE'2022-05-03' AS d");
    assertThat(
            MaskStep.of(Map.of("d", MaskingWay.of("to_year")))
                .transform(new Inputs(), RunFacts.PLANNING)
                .apply(dates)
                .first())
        .hasToString("[2022-01-01]");
    assertThat(masked(MaskStep.of(Map.of("code", MaskingWay.of(Map.of("hash", "sha512"))))))
        .containsPattern("\"code\":\"[0-9a-f]{128}\"");
  }

  private static final class Inputs implements StepInputs {

    @Override
    public Dataset<Row> rows(String name) {
      throw new IllegalArgumentException(name);
    }

    @Override
    public Set<String> names() {
      return Set.of();
    }

    @Override
    public Optional<String> current() {
      return Optional.empty();
    }

    @Override
    public Contract contract(TableName name) {
      return CONTRACT;
    }
  }
}
