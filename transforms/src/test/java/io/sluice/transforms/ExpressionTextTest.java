package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTextTest {

  @Test
  void namesWhatStandsOutsideOfStringsAndComments() {
    assertThat(
            ExpressionText.of("f(a.b, `c``d`) + größe -- x\n /* y */ || 'it''s \\' z' || \"q\"")
                .names())
        .containsExactly("f", "a", "b", "c`d", "größe", "q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "struct(*)|struct(`p`, `q r`)",
        "struct(a, * , b)|struct(a, `p`, `q r` , b)",
        "count(*) over ()|count(*) over ()",
        "a * b|a * b",
        "(a) *(b)|(a) *(b)",
        "concat('(*)', x)|concat('(*)', x)",
        "hash(*) + hash( * )|hash(`p`, `q r`) + hash( `p`, `q r` )"
      })
  void replacesAStarOnlyWhereItMeansAllColumns(String text, String expected) {
    assertThat(ExpressionText.of(text).withColumns(List.of("p", "q r"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"a 'open|a", "a `open|a", "a /* open|a", "a -- open|a", "a ';' b|a     b"})
  void blanksWhatIsNoCodeAlsoWhereItIsNotClosed(String text, String code) {
    assertThat(ExpressionText.of(text).code().strip())
        .isEqualTo(code)
        .hasSizeLessThan(text.length() + 1);
  }
}
