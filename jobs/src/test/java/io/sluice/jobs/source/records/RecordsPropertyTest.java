package io.sluice.jobs.source.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.jobs.source.records.Pieces.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for all records, however they are written, cut up or broken. */
final class RecordsPropertyTest {

  private static final ObjectMapper JACKSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String SCHEMA = "id BIGINT, s STRING, d DOUBLE";
  private static final int LONGEST = 1 << 20;

  @Property(tries = 300)
  void readsWhatWasWrittenInEveryLayout(
      @ForAll("documents") @Size(max = 12) List<Map<String, Object>> documents,
      @ForAll boolean pretty,
      @ForAll @IntRange(min = 1, max = 40) int chunk,
      @ForAll Random random)
      throws IOException {
    List<String> expected = documents.stream().map(RecordsPropertyTest::shown).toList();
    Pieces pieces = new Pieces(SCHEMA, 16, chunk);
    StringBuilder lines = new StringBuilder();
    StringBuilder concatenated = new StringBuilder();
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> document : documents) {
      String compact = JACKSON.writeValueAsString(document);
      lines.append(compact).append(random.nextBoolean() ? "\r\n" : "\n");
      texts.add(
          pretty ? JACKSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) : compact);
      concatenated.append(texts.get(texts.size() - 1)).append(random.nextBoolean() ? "" : "\n ");
    }
    String array = "[" + String.join(random.nextBoolean() ? "," : " ,\n  ", texts) + "]";
    assertThat(values(pieces.array(bytes(array), LONGEST))).isEqualTo(expected);
    assertThat(values(pieces.concatenated(bytes(concatenated.toString()), LONGEST)))
        .isEqualTo(expected);
    byte[] all = bytes(lines.toString());
    assertThat(values(pieces.lines(all, cuts(all.length, random), LONGEST))).isEqualTo(expected);
  }

  @Property(tries = 300)
  void tellsTheLayoutOfWhatWasWritten(
      @ForAll("documents") @Size(min = 2, max = 6) List<Map<String, Object>> documents)
      throws IOException {
    List<String> compact = new ArrayList<>();
    List<String> pretty = new ArrayList<>();
    for (Map<String, Object> document : documents) {
      compact.add(JACKSON.writeValueAsString(document));
      pretty.add(JACKSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
    }
    assertThat(kind(String.join("\n", compact))).isEqualTo(RecordKind.JSON_LINES);
    assertThat(kind(String.join("", compact))).isEqualTo(RecordKind.JSON_CONCATENATED);
    assertThat(kind(String.join("", pretty))).isEqualTo(RecordKind.JSON_CONCATENATED);
    assertThat(kind("[" + String.join(",", compact) + "]")).isEqualTo(RecordKind.JSON_ARRAY);
  }

  private static RecordKind kind(String text) throws IOException {
    return new LayoutSniffer().kind(new Pieces(SCHEMA, 8, 5).feed(bytes(text), 0), LONGEST);
  }

  @Property(tries = 1000)
  void agreesWithJacksonOnWhatIsJson(
      @ForAll("documents") @Size(1) List<Map<String, Object>> one, @ForAll Random random)
      throws IOException {
    byte[] text = bytes(JACKSON.writeValueAsString(one.get(0)));
    int changes = random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      String other = "{}[],:\"\\ 0123456789.-+eEtfnulr/\t";
      text[random.nextInt(text.length)] = (byte) other.charAt(random.nextInt(other.length()));
    }
    assertThat(isRecord(text))
        .as(new String(text, StandardCharsets.UTF_8))
        .isEqualTo(isObject(text));
  }

  private static boolean isRecord(byte[] text) {
    List<Piece> pieces = new Pieces("nothing INT", 64, 64).lines(text, List.of(0), LONGEST);
    return pieces.size() == 1 && pieces.get(0).value() != null;
  }

  private static boolean isObject(byte[] text) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return JACKSON.readTree(text).isObject();
    } catch (JsonProcessingException | CharacterCodingException e) {
      return false;
    }
  }

  @Property(tries = 500)
  void agreesWithJavaOnWhatIsUtf8(@ForAll @Size(max = 12) byte[] bytes) {
    boolean valid = true;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      valid = false;
    }
    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(valid);
  }

  @Property(tries = 500)
  void countsEveryLineOfADamagedFileOnce(
      @ForAll("documents") @Size(max = 12) List<Map<String, Object>> documents,
      @ForAll @IntRange(min = 1, max = 40) int chunk,
      @ForAll Random random)
      throws IOException {
    byte[] all = bytes(lines(documents));
    damage(all, random);
    long lines = 0;
    String text = new String(all, StandardCharsets.ISO_8859_1);
    for (String line : text.split("\n", -1)) {
      lines += line.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r') ? 0 : 1;
    }
    List<Piece> pieces =
        new Pieces(SCHEMA, 16, chunk).lines(all, cuts(all.length, random), LONGEST);
    assertThat(pieces).hasSize((int) lines);
    covers(all, pieces, c -> c == ' ' || c == '\t' || c == '\r' || c == '\n');
  }

  @Property(tries = 1000)
  void putsEveryByteOfADamagedFileIntoARecordOrAReject(
      @ForAll("documents") @Size(max = 12) List<Map<String, Object>> documents,
      @ForAll boolean array,
      @ForAll boolean pretty,
      @ForAll @IntRange(min = 1, max = 40) int chunk,
      @ForAll @IntRange(min = 100, max = 2000) int longest,
      @ForAll Random random)
      throws IOException {
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> document : documents) {
      texts.add(
          pretty
              ? JACKSON.writerWithDefaultPrettyPrinter().writeValueAsString(document)
              : JACKSON.writeValueAsString(document));
    }
    byte[] all = bytes(array ? "[" + String.join(",", texts) + "]" : String.join("", texts));
    damage(all, random);
    Pieces reader = new Pieces(SCHEMA, 16, chunk);
    List<Piece> pieces = array ? reader.array(all, longest) : reader.concatenated(all, longest);
    covers(all, pieces, c -> " \t\r\n".indexOf(c) >= 0 || (array && ",[]".indexOf(c) >= 0));
    List<String> genuine = documents.stream().map(RecordsPropertyTest::shown).toList();
    assertThat(pieces.stream().filter(p -> p.value() != null).count())
        .isLessThanOrEqualTo(genuine.size() + 1L);
  }

  @Property(tries = 500)
  void putsEveryByteOfDamagedCsvIntoARecordOrAReject(
      @ForAll @Size(max = 10) List<@Size(3) List<String>> rows,
      @ForAll @IntRange(min = 1, max = 40) int chunk,
      @ForAll Random random) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append("1,\"").append(row.get(0).replace("\"", "\"\"")).append("\",\n");
    }
    byte[] all = bytes(text.toString());
    damage(all, random);
    List<Piece> pieces =
        new Pieces("id INT, s STRING, d DOUBLE", 16, chunk).csv(all, Map.of("escape", "\""), 500);
    covers(all, pieces, c -> c == '\r' || c == '\n');
  }

  @Property(tries = 300)
  void readsTheCsvThatWasWritten(
      @ForAll @Size(max = 10) List<@Size(min = 2, max = 2) List<String>> rows,
      @ForAll @IntRange(min = 1, max = 40) int chunk) {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> fields =
          row.stream()
              .map(
                  f ->
                      new String(bytes(f), StandardCharsets.UTF_8)
                          .replace("\0", "")
                          .replace("\uFEFF", ""))
              .toList();
      expected.add(String.join("|", fields));
      text.append(
              String.join(
                  ",", fields.stream().map(f -> "\"" + f.replace("\"", "\"\"") + "\"").toList()))
          .append("\r\n");
    }
    List<Piece> pieces =
        new Pieces("a STRING, b STRING", 16, chunk)
            .csv(bytes(text.toString()), Map.of("escape", "\""), LONGEST);
    assertThat(values(pieces)).isEqualTo(expected);
  }

  private static void covers(byte[] all, List<Piece> pieces, Predicate<Character> separator) {
    int at = 0;
    for (Piece piece : pieces) {
      while (!startsWith(all, at, piece.raw())) {
        assertThat(at).isLessThan(all.length);
        assertThat(separator.test((char) (all[at] & 0xFF)))
            .as("byte %s of %s", at, new String(all, StandardCharsets.ISO_8859_1))
            .isTrue();
        at++;
      }
      at += piece.raw().length;
    }
    for (; at < all.length; at++) {
      assertThat(separator.test((char) (all[at] & 0xFF)))
          .as("byte %s of %s", at, new String(all, StandardCharsets.ISO_8859_1))
          .isTrue();
    }
  }

  private static boolean startsWith(byte[] all, int at, byte[] raw) {
    return at + raw.length <= all.length
        && java.util.Arrays.equals(all, at, at + raw.length, raw, 0, raw.length);
  }

  private static void damage(byte[] all, Random random) {
    int changes = all.length == 0 ? 0 : random.nextInt(5);
    for (int i = 0; i < changes; i++) {
      byte[] likely = bytes("\"\\{}[],:\n x");
      all[random.nextInt(all.length)] =
          random.nextBoolean() ? (byte) random.nextInt(256) : likely[random.nextInt(likely.length)];
    }
  }

  private static String lines(List<Map<String, Object>> documents) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map<String, Object> document : documents) {
      lines.append(JACKSON.writeValueAsString(document)).append('\n');
    }
    return lines.toString();
  }

  private static List<Integer> cuts(int length, Random random) {
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0));
    for (int i = 0; i < 5 && length > 0; i++) {
      cuts.add(random.nextInt(length));
    }
    return List.copyOf(cuts);
  }

  private static List<String> values(List<Piece> pieces) {
    assertThat(pieces).allSatisfy(p -> assertThat(p.reasons()).isEmpty());
    return pieces.stream().map(Piece::value).toList();
  }

  private static String shown(Map<String, Object> document) {
    return document.get("id") + "|" + document.get("s") + "|" + document.get("d");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<List<Map<String, Object>>> documents() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .ascii()
            .withChars('"', '\\', '{', '}', '\n', 'é', '漢', '\u2028')
            .ofMaxLength(20)
            .map(s -> s + (s.length() % 3 == 0 ? "😀" : ""));
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            texts.map(t -> t),
            Arbitraries.longs().map(t -> t),
            Arbitraries.of(true, false).map(t -> t));
    Arbitrary<Object> anything =
        Arbitraries.oneOf(
            scalars,
            scalars.list().ofMaxSize(3).map(t -> t),
            Arbitraries.maps(texts, scalars).ofMaxSize(3).map(t -> t));
    return Combinators.combine(
            Arbitraries.longs(),
            texts.injectNull(0.1),
            Arbitraries.doubles().injectNull(0.1),
            anything)
        .as(
            (id, s, d, x) -> {
              Map<String, Object> document = new LinkedHashMap<>();
              document.put("id", id);
              document.put("s", s);
              document.put("x", x);
              if (!Objects.isNull(d)) {
                document.put("d", d);
              }
              return document;
            })
        .list();
  }
}
