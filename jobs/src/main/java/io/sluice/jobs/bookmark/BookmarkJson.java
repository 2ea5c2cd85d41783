package io.sluice.jobs.bookmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.sluice.jobs.bookmark.Entry.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The files of a bookmark as JSON. Paths are told from what all of an input's have in common. */
final class BookmarkJson {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private BookmarkJson() {}

  private record FileText(String path, long bytes, long modifiedMillis, String etag) {}

  private record InputText(String prefix, List<FileText> files, Long version) {}

  private record EntryText(
      String kind,
      long number,
      String runId,
      String at,
      Boolean rebuild,
      Long to,
      String mode,
      Map<String, InputText> inputs) {}

  private record MergedText(long through, String mode, List<EntryText> batches) {}

  private record DoneText(long number, String runId) {}

  static String text(Entry entry) {
    return write(shorten(entry));
  }

  static String text(Merged merged) {
    return write(
        new MergedText(
            merged.through(),
            word(merged.mode()),
            merged.batches().stream().map(batch -> shorten(Entry.of(batch))).toList()));
  }

  static String doneText(Batch batch) {
    return write(new DoneText(batch.number(), batch.runId()));
  }

  static String mergedDoneText(long through) {
    return write(Map.of("through", through));
  }

  /**
   * Reads the entry of a number.
   *
   * @throws IllegalArgumentException when the text is none; the message is the reason
   */
  static Entry entry(long number, String text) {
    Entry entry = entry(read(text, EntryText.class));
    require(entry.number() == number, "it says that it is number " + entry.number());
    return entry;
  }

  /**
   * Reads a merged file.
   *
   * @throws IllegalArgumentException when the text is none; the message is the reason
   */
  static Merged merged(long through, String text) {
    MergedText merged = read(text, MergedText.class);
    require(merged.through == through, "it says that it goes through " + merged.through);
    require(merged.batches != null, "it has no batches");
    List<Batch> batches = merged.batches.stream().map(batch -> entry(batch).batch()).toList();
    return new Merged(through, mode(merged.mode), batches);
  }

  private static EntryText shorten(Entry entry) {
    Batch batch = entry.batch();
    boolean holds = entry.kind() == Kind.BATCH || entry.kind() == Kind.SET;
    Map<String, InputText> inputs = new LinkedHashMap<>();
    batch.inputs().forEach((name, input) -> inputs.put(name, shorten(input)));
    return new EntryText(
        entry.kind().name().toLowerCase(Locale.ROOT),
        batch.number(),
        batch.runId().isEmpty() ? null : batch.runId(),
        batch.at(),
        batch.rebuild() ? true : null,
        entry.to().isPresent() ? entry.to().getAsLong() : null,
        entry.mode().map(BookmarkJson::word).orElse(null),
        holds ? inputs : null);
  }

  private static InputText shorten(InputMark input) {
    String prefix = commonFolder(input.files());
    List<FileText> files = new ArrayList<>();
    for (FileMark file : input.files()) {
      String path = file.path().substring(prefix.length());
      files.add(new FileText(path, file.bytes(), file.modifiedMillis(), file.etag().orElse(null)));
    }
    OptionalLong version = input.version();
    return version.isPresent()
        ? new InputText(null, files.isEmpty() ? null : files, version.getAsLong())
        : new InputText(prefix, files, null);
  }

  private static Entry entry(EntryText text) {
    require(text != null && text.kind != null && text.at != null, "it has no kind or no at");
    Map<String, InputMark> inputs = new LinkedHashMap<>();
    if (text.inputs != null) {
      text.inputs.forEach((name, input) -> inputs.put(name, input(input)));
    }
    Batch batch =
        new Batch(
            text.number,
            Optional.ofNullable(text.runId).orElse(""),
            text.at,
            inputs,
            Boolean.TRUE.equals(text.rebuild));
    Kind kind = constant(Kind.class, text.kind);
    OptionalLong to = text.to == null ? OptionalLong.empty() : OptionalLong.of(text.to);
    require(kind != Kind.REWIND || to.isPresent(), "it does not say to where it rewinds");
    Optional<BookmarkMode> mode = Optional.ofNullable(text.mode).map(BookmarkJson::mode);
    require(kind == Kind.BATCH || mode.isPresent(), "it has no mode");
    return new Entry(kind, batch, to, mode);
  }

  private static InputMark input(InputText text) {
    require(text != null, "an input is null");
    String prefix = Optional.ofNullable(text.prefix).orElse("");
    List<FileMark> files = new ArrayList<>();
    for (FileText file : Optional.ofNullable(text.files).orElse(List.of())) {
      require(file != null && file.path != null, "a file has no path");
      files.add(
          new FileMark(
              prefix + file.path, file.bytes, file.modifiedMillis, Optional.ofNullable(file.etag)));
    }
    return new InputMark(
        files, text.version == null ? OptionalLong.empty() : OptionalLong.of(text.version));
  }

  /** Returns how all paths begin, up to a slash. */
  private static String commonFolder(List<FileMark> files) {
    if (files.isEmpty()) {
      return "";
    }
    String common = files.get(0).path();
    for (FileMark file : files) {
      int length = 0;
      int most = Math.min(common.length(), file.path().length());
      while (length < most && common.charAt(length) == file.path().charAt(length)) {
        length++;
      }
      common = common.substring(0, length);
    }
    return common.substring(0, common.lastIndexOf('/') + 1);
  }

  private static String word(BookmarkMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static BookmarkMode mode(String word) {
    require(word != null, "it has no mode");
    return constant(BookmarkMode.class, word);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("this version does not know \"" + word + "\"");
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      T value = JSON.readValue(text, type);
      require(value != null, "it is null");
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          e.getOriginalMessage().lines().findFirst().orElse("not JSON"), e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write bookmark (not JSON)", e);
    }
  }
}
