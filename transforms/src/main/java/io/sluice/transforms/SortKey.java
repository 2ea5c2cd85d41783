package io.sluice.transforms;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/** A column to order by, as users write it: {@code ts desc}, {@code seq asc nulls last}. */
record SortKey(String path, boolean descending, boolean nullsFirst) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?is)(?<path>.*?)(?:\\s+(?<way>asc|desc))?(?:\\s+nulls\\s+(?<nulls>first|last))?");

  /** Reads a column that is ordered by ascending, where it says no direction. */
  static SortKey parse(String text) {
    return parse(text, "asc");
  }

  /** Reads a column that is ordered by descending, where it says no direction. */
  static SortKey descending(String text) {
    return parse(text, "desc");
  }

  /** Reads a column whose highest value is the latest, and NULL the oldest; no other will do. */
  static SortKey latest(String text) {
    Matcher matcher = matched(text);
    if ("asc".equals(lower(matcher.group("way"))) || matcher.group("nulls") != null) {
      throw TransformErrors.cannot(
          "order changes by",
          text,
          "the highest is the latest change and NULL the oldest, whatever else is said",
          "Name the column alone; where it is otherwise, derive a column that grows.");
    }
    return descending(text);
  }

  private static Matcher matched(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw TransformErrors.badPath(text, "it is no column with a direction");
    }
    return matcher;
  }

  private static SortKey parse(String text, String otherwise) {
    Matcher matcher = matched(text);
    String way = matcher.group("way");
    boolean descending = "desc".equals(way == null ? otherwise : lower(way));
    String nulls = lower(matcher.group("nulls"));
    boolean nullsFirst = nulls == null ? !descending : nulls.equals("first");
    return new SortKey(matcher.group("path"), descending, nullsFirst);
  }

  private static String lower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  Column over(Columns columns) {
    Columns.Found found = columns.find(path);
    if (!Comparing.ordered(found.type())) {
      throw TransformErrors.cannot(
          "order by column",
          path,
          TypeNames.of(found.type()) + " has no order",
          "Order by a part of it.");
    }
    Column column = found.column();
    if (descending) {
      return nullsFirst ? column.desc_nulls_first() : column.desc_nulls_last();
    }
    return nullsFirst ? column.asc_nulls_first() : column.asc_nulls_last();
  }
}
