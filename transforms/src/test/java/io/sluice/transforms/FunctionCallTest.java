package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionCallTest {

  private static Optional<FunctionCall> call(String name, String call, String filter) {
    return Optional.of(new FunctionCall(name, call, Optional.ofNullable(filter)));
  }

  @Test
  void tellsTheFunctionFromItsFilter() {
    assertThat(FunctionCall.parse(" Sum( a + (b) ) "))
        .isEqualTo(call("sum", "Sum( a + (b) )", null));
    assertThat(FunctionCall.parse("lag(x) ignore  NULLS"))
        .isEqualTo(call("lag", "lag(x) ignore  NULLS", null));
    assertThat(FunctionCall.parse("count(*) FILTER (WHERE a IN (1, 2) )"))
        .isEqualTo(call("count", "count(*)", "a IN (1, 2)"));
    assertThat(FunctionCall.parse("first(x) RESPECT NULLS filter(where y)"))
        .isEqualTo(call("first", "first(x) RESPECT NULLS", "y"));
    assertThat(FunctionCall.parse("max(concat(a, ')', `b)`)) -- the largest"))
        .isEqualTo(call("max", "max(concat(a, ')', `b)`))", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a + sum(b)",
        "sum(a) + sum(b)",
        "sum(a) OVER w",
        "(sum(a))",
        "'sum(a)'",
        "sum(a) FILTER (WHERE b",
        "sum(a) FILTER (WHERE b) + 1",
        "`sum`(a)",
      })
  void takesNothingElse(String expression) {
    assertThat(FunctionCall.parse(expression)).isEmpty();
  }
}
