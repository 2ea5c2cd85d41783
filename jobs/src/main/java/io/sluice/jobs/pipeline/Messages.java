package io.sluice.jobs.pipeline;

import io.sluice.transforms.Nearest;
import java.util.Collection;
import java.util.Optional;

/**
 * The one form that all messages have: {@code Cannot <verb> <thing>: <value> (<reason>). <remedy>}.
 */
public final class Messages {

  private static final int LONGEST = 120;
  private static final int MOST = 12;

  private Messages() {}

  /**
   * Returns a message.
   *
   * @param what the verb and the thing, such as {@code use key}
   * @param remedy a sentence, or an empty text
   */
  public static String cannot(String what, String value, String reason, String remedy) {
    return "Cannot "
        + what
        + ": "
        + shorten(value)
        + " ("
        + reason
        + ")."
        + (remedy.isEmpty() ? "" : " " + remedy);
  }

  /** Returns the remedy for a name that is not known: the nearest that is, or else all of them. */
  public static String known(String label, String given, Collection<String> known) {
    Optional<String> near = Nearest.to(given, known);
    if (near.isPresent()) {
      return "Did you mean " + near.get() + "?";
    }
    if (known.isEmpty()) {
      return "There are none.";
    }
    String some = String.join(", ", known.stream().limit(MOST).toList());
    return label + ": " + some + (known.size() > MOST ? ", ..." : "") + ".";
  }

  /** Returns the nearest of {@code known} as a question, or an empty text. */
  public static String nearest(String given, Collection<String> known) {
    return Nearest.hint(given, known).strip();
  }

  private static String shorten(String value) {
    String line = value.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }
}
