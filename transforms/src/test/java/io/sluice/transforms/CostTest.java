package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.transforms.Vocabulary.Cost;
import io.sluice.transforms.Vocabulary.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plans are those that the transforms' documentation promises. */
class CostTest {

  @TempDir static Path folder;

  private static Dataset<Row> rows;

  @BeforeAll
  static void writeATable() {
    String file = folder.resolve("rows").toString();
    VocabularyRows.of(Naming.PLAIN).drop("nothing").write().parquet(file);
    rows = TestSpark.session().read().parquet(file);
  }

  private static Stream<Entry> all() {
    return Vocabulary.all().filter(e -> e.cost() != Cost.OTHER);
  }

  @ParameterizedTest
  @MethodSource("all")
  void movesRowsAsOftenAsItSays(Entry entry) {
    for (Tally tally : List.of(Tally.NONE, new PlanningTally())) {
      String plan = Rows.physical(entry.of(Naming.PLAIN).apply(rows, tally));
      int exchange = plan.indexOf("Exchange ");
      switch (entry.cost()) {
        case NARROW -> assertThat(plan).doesNotContain("Exchange", "Window", "Sort", "Join");
        case ONE_SHUFFLE -> assertThat(Rows.occurrences(plan, "Exchange ")).isEqualTo(1);
        case ONE_PRUNED_SHUFFLE -> {
          assertThat(Rows.occurrences(plan, "Exchange ")).isEqualTo(1);
          assertThat(plan.substring(0, exchange)).contains("WindowGroupLimit");
          assertThat(plan.substring(exchange)).contains("WindowGroupLimit");
        }
        case BROADCAST -> {
          assertThat(plan).contains("BroadcastHashJoin");
          // The side of the rows comes first in the plan's text.
          assertThat(plan.substring(exchange - "Broadcast".length())).startsWith("Broadcast");
        }
        default -> throw new IllegalStateException(entry.label());
      }
    }
  }

  private static Stream<Arguments> letPredicatesThrough() {
    return Stream.of(
        Arguments.of(ApplyMapping.of(Mapping.of("k", "key"), Mapping.of("n", "m", "long")), "key"),
        Arguments.of(RenameField.of("k", "key"), "key"),
        Arguments.of(SelectFields.of("n", "k"), "k"),
        Arguments.of(DropFields.of("n", "items"), "k"),
        Arguments.of(Derive.of(Map.of("key", "k", "m", "n + 1")), "key"),
        Arguments.of(StandardizeNames.lowerSnakeCase(), "k"),
        Arguments.of(Unnest.all(), "k"),
        Arguments.of(Mask.of("v", Masking.sha256()), "k"),
        Arguments.of(ConformValues.of("op", Map.of("I", 1)).withUnmatched(Unmatched.NULL), "k"),
        Arguments.of(SplitField.by("v", "-", List.of("l", "r")), "k"));
  }

  @ParameterizedTest
  @MethodSource("letPredicatesThrough")
  void filtersReachTheFilesThrough(Transform transform, String key) {
    Dataset<Row> result = transform.then(Filter.where(key + " = 'a'")).apply(rows);

    assertThat(Rows.physical(result)).contains("PushedFilters: [IsNotNull(k), EqualTo(k,a)]");
  }

  private static Stream<Arguments> readWhatIsAskedFor() {
    return Stream.of(
        Arguments.of(
            ApplyMapping.of(Mapping.of("s.f", "t.u", "long"), Mapping.of("k")),
            "t",
            "s:struct<f:int>"),
        Arguments.of(RenameField.of("k", "key"), "key", "k:string"),
        Arguments.of(SelectFields.of("n", "s.g"), "s", "s:struct<g:string>"),
        Arguments.of(DropFields.of("s.f", "s.h"), "s", "s:struct<g:string>"),
        Arguments.of(Derive.of("m", "n + 1"), "m", "n:int"),
        Arguments.of(Unnest.all(), "`s.f`", "s:struct<f:int>"),
        Arguments.of(StandardizeNames.lowerSnakeCase(), "n", "n:int"),
        Arguments.of(Mask.of("v", Masking.sha256()), "v", "v:string"),
        Arguments.of(FillMissing.with(Map.of("n", "0")), "n", "n:int"),
        Arguments.of(Explode.of("tags").withInto("tag"), "tag", "tags:array<string>"),
        Arguments.of(
            Aggregate.by(List.of("k"), Map.of("m", "max(n)", "o", "max(x)")),
            "m",
            "k:string,n:int"),
        Arguments.of(Relationalize.of("root").withKeys(List.of("ident")).main(), "k", "k:string"));
  }

  @ParameterizedTest
  @MethodSource("readWhatIsAskedFor")
  void unreadColumnsStayInTheFiles(Transform transform, String column, String read) {
    assertThat(Rows.physical(transform.apply(rows).select(column)))
        .contains("ReadSchema: struct<" + read + ">");
  }
}
