package io.sluice.transforms;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Well-known forms of a text. Each is matched as a whole: spaces or a line break before or behind
 * do not belong to any of them.
 */
public enum TextFormat {
  /** A local part of letters, digits and {@code .!#$%&'*+/=?^_`{|}~-}, and a domain with a dot. */
  EMAIL("an email", Regex.EMAIL),
  /** 32 hexadecimal digits, of either case, in groups of 8, 4, 4, 4 and 12. */
  UUID("a uuid", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
  /** A scheme, a colon, and at least one of the characters that RFC 3986 allows. */
  URI("a uri", "[A-Za-z][A-Za-z0-9+.-]*:" + Regex.URI_CHARACTER + "+"),
  /** Labels of at most 63 letters, digits and inner hyphens, with dots between; at most 253. */
  HOSTNAME("a hostname", "(?=.{1,253}\\z)" + Regex.LABEL + "(?:\\." + Regex.LABEL + ")*"),
  /** Four decimal numbers from 0 to 255 without leading zeros. */
  IPV4("an ipv4", Regex.IPV4),
  /**
   * Eight groups of hexadecimal digits, shortened by one {@code ::}, or with an IPv4 at its end.
   */
  IPV6("an ipv6", Regex.ipv6()),
  /** A day that exists, as {@code 2024-02-29}. */
  DATE("a date", Regex.DATE),
  /** A time of day as in RFC 3339, with a zone or without. */
  TIME("a time", Regex.TIME + "(?:" + Regex.ZONE + ")?"),
  /** A day that exists and a time with its zone as in RFC 3339: {@code 2024-02-29T12:00:00Z}. */
  DATE_TIME("a date-time", Regex.DATE + "[Tt]" + Regex.TIME + Regex.ZONE);

  private final String article;
  private final String pattern;

  TextFormat(String article, String pattern) {
    this.article = article;
    this.pattern = "\\A(?:" + pattern + ")\\z";
  }

  /** Returns the format that a contract calls {@code name}: {@code date-time}, if there is one. */
  public static Optional<TextFormat> of(String name) {
    return Arrays.stream(values()).filter(f -> f.title().equalsIgnoreCase(name)).findFirst();
  }

  /** Returns the name that contracts have for it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String article() {
    return article;
  }

  /** Returns an expression that is true where the text {@code x} does not have this format. */
  String failure(String x) {
    String mismatch = "NOT (" + x + " RLIKE " + SqlLiteral.text(pattern) + ")";
    return this == DATE || this == DATE_TIME
        ? "(" + mismatch + " OR TRY_CAST(substring(" + x + ", 1, 10) AS DATE) IS NULL)"
        : mismatch;
  }

  private static final class Regex {
    static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    static final String EMAIL = ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+";
    static final String URI_CHARACTER = "(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\\[\\]-]|%[0-9A-Fa-f]{2})";
    static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    static final String DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
    static final String CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    static final String TIME = CLOCK + ":(?:[0-5][0-9]|60)(?:\\.[0-9]+)?";
    static final String ZONE = "(?:[Zz]|[+-]" + CLOCK + ")";

    static String ipv6() {
      String group = "[0-9A-Fa-f]{1,4}";
      StringBuilder all = new StringBuilder("(?:" + group + ":){7}" + group);
      all.append("|(?:").append(group).append(":){6}").append(IPV4);
      // So many groups before the double colon, and at most as many behind it as are then left.
      for (int before = 0; before <= 7; before++) {
        all.append('|');
        if (before > 0) {
          all.append(group)
              .append("(?::")
              .append(group)
              .append("){")
              .append(before - 1)
              .append('}');
        }
        all.append("::");
        if (before < 7) {
          all.append("(?:").append(group);
          all.append("(?::").append(group).append("){0,").append(6 - before).append("})?");
        }
        if (before < 6) {
          all.append("|");
          if (before > 0) {
            all.append(group).append("(?::").append(group);
            all.append("){").append(before - 1).append('}');
          }
          all.append("::(?:").append(group).append(":){0,").append(5 - before).append('}');
          all.append(IPV4);
        }
      }
      return all.toString();
    }
  }
}
