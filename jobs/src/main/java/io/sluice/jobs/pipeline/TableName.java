package io.sluice.jobs.pipeline;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a table, {@code <database>.<table>}: also the name of the pipeline that makes it, and
 * of the contract that describes it.
 */
public record TableName(String database, String table) implements Comparable<TableName> {

  private static final Pattern PART = Pattern.compile("[a-z][a-z0-9_]*");

  public TableName {
    for (String part : new String[] {database, table}) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException(reason(database + "." + table));
      }
    }
  }

  /**
   * Reads {@code <database>.<table>}.
   *
   * @throws IllegalArgumentException when the text is not such a name; the message is the reason
   */
  public static TableName parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(reason(text));
    }
    return new TableName(parts[0], parts[1]);
  }

  private static String reason(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean onlyCase = !lower.equals(text) && lower.matches(PART + "\\." + PART);
    return "not <database>.<table> in lower-case letters, digits and underscores, each part"
        + " beginning with a letter"
        + (onlyCase ? "; did you mean " + lower + "?" : "");
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
