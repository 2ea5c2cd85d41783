package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextFormatTest {

  static Stream<Arguments> texts() {
    String label = "a".repeat(63);
    String host = (label + ".").repeat(3) + "b".repeat(61);
    return Stream.of(
        Arguments.of(
            TextFormat.EMAIL,
            List.of("a@b.example", "first.last+tag@sub.b-c.example", "o'neil_{x}@b.example"),
            List.of(
                "",
                "a",
                "a@b",
                "@b.example",
                "a@",
                "a b@c.example",
                ".a@b.example",
                "a..b@c.example",
                "a@-b.example",
                "a@b..example",
                "a@b.example\n",
                " a@b.example",
                "ä@b.example")),
        Arguments.of(
            TextFormat.UUID,
            List.of("123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-42661417400F"),
            List.of(
                "",
                "123e4567e89b12d3a456426614174000",
                "123e4567-e89b-12d3-a456-42661417400",
                "123e4567-e89b-12d3-a456-42661417400g",
                "{123e4567-e89b-12d3-a456-426614174000}",
                "123e4567-e89b-12d3-a456-426614174000\n")),
        Arguments.of(
            TextFormat.URI,
            List.of("http://a.example/b?c=d#e", "urn:x:y", "mailto:a@b.example", "s3://k/%20[x]"),
            List.of(
                "", "a.example/b", "http:", "1a:b", "http://a b", "http://a/%2", "x:ä", "x:<y>")),
        Arguments.of(
            TextFormat.HOSTNAME,
            List.of("a", "a.example", "a-b.example", "1.example", label + ".example", host),
            List.of("", "-a", "a-", "a..b", "a.", ".a", "a_b", label + "a", host + "b", "a\n")),
        Arguments.of(
            TextFormat.IPV4,
            List.of("0.0.0.0", "255.255.255.255", "192.168.1.10", "249.199.99.9"),
            List.of("", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.300", "01.2.3.4", "1.2.3.4 ")),
        Arguments.of(
            TextFormat.IPV6,
            List.of(
                "1:2:3:4:5:6:7:8",
                "::",
                "::1",
                "1::",
                "1::8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "1:2:3:4:5:6::8",
                "fe80::ABCD",
                "::ffff:1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "1::5:1.2.3.4",
                "1:2:3:4:5::1.2.3.4"),
            List.of(
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "1:2:3:4:5:6::1.2.3.4",
                "::1%eth0",
                "::1\n")),
        Arguments.of(
            TextFormat.DATE,
            List.of("2024-02-29", "0001-01-01", "9999-12-31"),
            List.of(
                "",
                "2023-02-29",
                "2024-2-9",
                "2024-13-01",
                "2024-04-31",
                "20240229",
                "2024-02-29T00:00:00Z",
                "2024-02-29\n")),
        Arguments.of(
            TextFormat.TIME,
            List.of("00:00:00", "23:59:60.123456789Z", "12:00:00+05:30"),
            List.of("", "24:00:00", "12:60:00", "12:00", "12:00:00.", "12:00:00+24:00")),
        Arguments.of(
            TextFormat.DATE_TIME,
            List.of(
                "2024-02-29T12:00:00Z", "2024-02-29t12:00:00.123z", "2024-02-29T12:00:00-08:00"),
            List.of(
                "",
                "2024-02-29",
                "2023-02-29T12:00:00Z",
                "2024-02-29T12:00:00",
                "2024-02-29 12:00:00Z",
                "2024-02-29T25:00:00Z")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void takesTheTextsOfAFormatAndNoOthers(TextFormat format, List<String> good, List<String> bad) {
    assertThat(passing(format, good)).isEqualTo(good);
    assertThat(passing(format, bad)).isEmpty();
  }

  private static List<String> passing(TextFormat format, List<String> texts) {
    var rows =
        TestSpark.session()
            .createDataFrame(
                texts.stream().map(RowFactory::create).toList(), StructType.fromDDL("x STRING"));
    return Validate.of(RowRule.format("x", format)).apply(rows).collectAsList().stream()
        .map(r -> r.getString(0))
        .toList();
  }

  @Test
  void isKnownByTheNameThatContractsHaveForIt() {
    assertThat(TextFormat.of("date-time")).contains(TextFormat.DATE_TIME);
    assertThat(TextFormat.of("IPv4")).contains(TextFormat.IPV4);
    assertThat(TextFormat.of("i32")).isEmpty();
    assertThat(TextFormat.URI.title()).isEqualTo("uri");
  }
}
