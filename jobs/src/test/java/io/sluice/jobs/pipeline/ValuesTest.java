package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({"1B, 1", "64kb, 65536", "128MB, 134217728", "2 GB, 2147483648", "3TB, 3298534883328"})
  void readsSizes(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    assertThat(ByteSize.parse(ByteSize.parse(text).toString()).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "60s, PT1M", "15m, PT15M", "2h, PT2H", "7d, PT168H"})
  void readsSpansOfTime(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "MB", "1.5MB", "-1MB", "0MB", "12 miles"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "s", "1.5s", "-1s", "1 week"})
  void refusesWhatIsNoSpanOfTime(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b, true",
    "/a/b, /a/b/c, true",
    "/a/b, /a/bc, false",
    "/a/*/c, /a/b/c/d, true",
    "/a/{x;b}/c, /a/b, true",
    "/a/b*, /a/c, false",
    "s3://b/x, s3a://b/x/y, true",
    "s3://b/x, /b/x, false",
    "file:///a/b, /a/b, true"
  })
  void knowsWhichPathsOverlap(String one, String other, boolean overlap) {
    String glob = one.replace(';', ',');

    assertThat(Paths.overlap(glob, other)).isEqualTo(overlap);
    assertThat(Paths.overlap(other, glob)).isEqualTo(overlap);
  }
}
