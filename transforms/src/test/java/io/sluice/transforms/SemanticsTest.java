package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every transform, whatever the names, the session and the columns beside. */
class SemanticsTest {

  private static Stream<Vocabulary.Entry> all() {
    return Vocabulary.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void doesWithOddNamesWhatItDoesWithPlainOnes(Vocabulary.Entry entry) {
    Dataset<Row> plain = entry.of(Naming.PLAIN).apply(VocabularyRows.of(Naming.PLAIN));
    Dataset<Row> odd = entry.of(Naming.ODD).apply(VocabularyRows.of(Naming.ODD));

    List<String> given = Arrays.asList(VocabularyRows.schema(Naming.PLAIN).fieldNames());
    for (int i = 0; i < plain.columns().length; i++) {
      String name = plain.columns()[i];
      if (given.contains(name) && !entry.label().equals("standardize_names")) {
        assertThat(odd.columns()[i]).isEqualTo(Naming.ODD.of(name));
      }
    }
    assertThat(plainly(odd)).isEqualTo(plainly(plain));
  }

  /** Returns rows in which neither names nor the hashes of paths tell how columns are called. */
  private static List<String> plainly(Dataset<Row> rows) {
    return Vocabulary.sorted(rows).stream()
        .map(row -> row.replaceAll("\\.Zürich `[a-z]+` 'x' 年", ""))
        .map(row -> row.replaceAll("\\b[0-9a-f]{32}\\b", "key"))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesTheSameRowsInEverySession(Vocabulary.Entry entry) {
    List<String> expected = inSession("UTC", "false", entry);

    assertThat(inSession("America/New_York", "true", entry)).isEqualTo(expected);
    assertThat(inSession("Asia/Kolkata", "false", entry)).isEqualTo(expected);
  }

  private static List<String> inSession(String zone, String ansi, Vocabulary.Entry entry) {
    return Rows.with(
        "spark.sql.session.timeZone",
        zone,
        () ->
            Rows.with(
                "spark.sql.ansi.enabled",
                ansi,
                () ->
                    Vocabulary.sorted(
                        entry.of(Naming.PLAIN).apply(VocabularyRows.of(Naming.PLAIN)))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void doesNotLookAtLineageAndCarriesItWhereRowsStayRows(Vocabulary.Entry entry) {
    Transform transform = entry.of(Naming.PLAIN);
    Dataset<Row> with = transform.apply(VocabularyRows.withLineage(Naming.PLAIN));
    Dataset<Row> without = transform.apply(VocabularyRows.of(Naming.PLAIN));

    assertThat(List.of(with.columns()).contains(Lineage.FILE))
        .isEqualTo(Vocabulary.carriesLineage(transform));
    assertThat(Vocabulary.sorted(with.drop(Lineage.FILE))).isEqualTo(Vocabulary.sorted(without));
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesOrTellsApartColumnsThatDifferByCase(Vocabulary.Entry entry) {
    Transform transform = entry.of(Naming.PLAIN);
    long expected = transform.apply(VocabularyRows.of(Naming.PLAIN)).count();
    Dataset<Row> twins =
        Rows.with(
            "spark.sql.caseSensitive",
            "true",
            () -> {
              Dataset<Row> rows = VocabularyRows.of(Naming.PLAIN).selectExpr("*", "'x' AS K");
              // These hold the columns against those of another frame, or make one case of all.
              if (!List.of("merge_frames", "union", "standardize_names").contains(entry.label())) {
                assertThat(transform.apply(rows).count()).isEqualTo(expected);
              }
              return rows;
            });
    try {
      assertThat(transform.apply(twins).count()).isEqualTo(expected);
    } catch (InvalidTransformException e) {
      assertThat(e).hasMessageMatching("(?s).*(could be any of|taken by|called that|clash).*");
    }
  }
}
