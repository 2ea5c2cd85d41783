package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "byte|short",
        "int|long",
        "int|double",
        "short|float",
        "float|double",
        "int|decimal(10,0)",
        "long|decimal(19,0)",
        "decimal(4,2)|decimal(6,3)",
        "array<int>|array<long>",
        "map<int,int>|map<long,int>",
        "struct<a:int,b:int>|struct<b:long,a:int>",
        "string|string"
      })
  void holdsEveryValueExactly(String narrow, String wide) {
    assertThat(lossless(narrow, wide)).isTrue();
    assertThat(lossless(wide, narrow)).isEqualTo(narrow.equals(wide));
    assertThat(Widening.common(TypeNames.parse(narrow), TypeNames.parse(wide))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long|double",
        "int|float",
        "double|decimal(38,10)",
        "int|string",
        "string|int",
        "date|timestamp",
        "timestamp|timestamp_ntz",
        "boolean|int",
        "long|decimal(20,2)",
        "decimal(5,2)|decimal(5,1)",
        "struct<a:int>|struct<b:int>",
        "struct<a:int>|struct<a:int,b:int>"
      })
  void doesNotHoldEveryValue(String from, String to) {
    assertThat(lossless(from, to)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decimal(4,2)|decimal(4,1)|decimal(5,2)", "int|decimal(4,2)|decimal(12,2)",
        "int|float|double", "decimal(2,2)|decimal(1,0)|decimal(3,2)",
        "struct<a:int,b:long>|struct<b:int,a:long>|struct<a:bigint,b:bigint>"
      })
  void findsATypeThatHoldsBoth(String a, String b, String common) {
    assertThat(
            Widening.common(TypeNames.parse(a), TypeNames.parse(b)).orElseThrow().catalogString())
        .isEqualTo(common);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"long|float", "decimal(38,0)|decimal(38,10)", "string|int", "date|timestamp"})
  void findsNoneWhereNoneHoldsBoth(String a, String b) {
    assertThat(Widening.common(TypeNames.parse(a), TypeNames.parse(b))).isEmpty();
  }

  private static boolean lossless(String from, String to) {
    return Widening.lossless(TypeNames.parse(from), TypeNames.parse(to));
  }
}
