package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FilterTest {

  private static Dataset<Row> rows() {
    return Rows.sql("SELECT * FROM VALUES (1, 'f'), (2, 'f'), (NULL, 'f') AS t(a, __sluice_file)");
  }

  @Test
  void keepsTheRowsForWhichThePredicateIsTrueAndNotNull() {
    assertThat(Rows.of(Filter.where("a <> 2").apply(rows()))).containsExactly("[1,f]");
  }

  @Test
  void countsTheOthersUnderThePredicate() {
    RecordingTally tally = RecordingTally.asked();
    Filter.where("  a NOT IN (2, 7)\n").apply(rows(), tally);

    assertThat(tally.filtered).containsOnlyKeys("a NOT IN (2, 7)").containsValue(2L);
  }

  @Test
  void doesNotShowLineage() {
    assertThatThrownBy(() -> Filter.where("__sluice_file = 'f'").apply(rows()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("no such column: __sluice_file among a");
  }

  @Test
  void refusesWhatIsNoPredicate() {
    assertRefused("a + 1", "Cannot filter by: a + 1 (it is an int, not a boolean).");
    assertRefused("'true'", "it is a string, not a boolean");
    assertRefused(
        "aa > 1", "Cannot filter by: aa > 1 (no such column: aa among a). Did you mean a?");
    assertRefused("a >", "Cannot filter by: a > (");
    assertRefused("sum(a) > 1", "Cannot filter by: sum(a) > 1 (it makes one value of many rows).");
    assertRefused("lenght(a) > 1", "lenght");
    assertRefused(" ", "the predicate is empty");
  }

  private static void assertRefused(String predicate, String message) {
    assertThatThrownBy(() -> Filter.where(predicate).apply(rows()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("'Project", "line 1 pos", "[UNRESOLVED", "\n");
  }
}
