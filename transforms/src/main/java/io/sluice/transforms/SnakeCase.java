package io.sluice.transforms;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names in lower case, of a to z, 0 to 9 and single underscores between words. */
final class SnakeCase {

  /** Letters that are no others with a mark on them, and those that a decomposition misreads. */
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("ß", "ss"),
          Map.entry("ẞ", "Ss"),
          Map.entry("æ", "ae"),
          Map.entry("Æ", "Ae"),
          Map.entry("œ", "oe"),
          Map.entry("Œ", "Oe"),
          Map.entry("ø", "o"),
          Map.entry("Ø", "O"),
          Map.entry("đ", "d"),
          Map.entry("Đ", "D"),
          Map.entry("ð", "d"),
          Map.entry("Ð", "D"),
          Map.entry("þ", "th"),
          Map.entry("Þ", "Th"),
          Map.entry("ł", "l"),
          Map.entry("Ł", "L"),
          Map.entry("ı", "i"));

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NEW_WORD =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern BETWEEN = Pattern.compile("[^a-z0-9]+");

  private SnakeCase() {}

  /** Returns the name in snake case; an empty text where it has no letter and no digit. */
  static String of(String name) {
    StringBuilder latin = new StringBuilder();
    String decomposed =
        MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    decomposed
        .codePoints()
        .forEach(
            c -> {
              String letter = Character.toString(c);
              if (c < 128) {
                latin.append(letter);
              } else if (LETTERS.containsKey(letter)) {
                latin.append(LETTERS.get(letter));
              } else {
                latin.append(Character.isLetterOrDigit(c) ? "u" + Integer.toHexString(c) : "_");
              }
            });
    String words = NEW_WORD.matcher(latin).replaceAll("_").toLowerCase(Locale.ROOT);
    String joined = BETWEEN.matcher(words).replaceAll("_").replaceAll("^_|_$", "");
    return joined.isEmpty() || joined.charAt(0) > '9' ? joined : "x" + joined;
  }
}
