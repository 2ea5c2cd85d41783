package io.sluice.jobs.bookmark;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names in a bookmark's folder say. Of several merged files the one that reaches furthest
 * counts, and what it stands for is passed over: so nothing has to be deleted at once with its
 * being written.
 */
final class BookmarkFolder {

  private static final Pattern ONE = Pattern.compile("(\\d{8,18})\\.(json|done)");
  private static final Pattern MERGED = Pattern.compile("00000001-(\\d{8,18})\\.(json|done)");

  private final NavigableSet<Long> entries = new TreeSet<>();
  private final NavigableSet<Long> done = new TreeSet<>();
  private final NavigableSet<Long> merged = new TreeSet<>();
  private final List<String> passedOver = new ArrayList<>();
  private final long through;
  private final long highest;

  BookmarkFolder(List<String> names) {
    long last = 0;
    for (String name : names) {
      Matcher matcher = MERGED.matcher(name);
      if (matcher.matches()) {
        long number = Long.parseLong(matcher.group(1));
        last = Math.max(last, number);
        if (isDone(matcher)) {
          merged.add(number);
        }
      }
    }
    through = merged.isEmpty() ? 0 : merged.last();
    for (String name : names) {
      Matcher one = ONE.matcher(name);
      Matcher many = MERGED.matcher(name);
      if (one.matches()) {
        last = Math.max(last, sort(one, name));
      } else if (name.startsWith(".")
          || (many.matches() && Long.parseLong(many.group(1)) != through)) {
        passedOver.add(name);
      }
    }
    highest = last;
  }

  private long sort(Matcher one, String name) {
    long number = Long.parseLong(one.group(1));
    if (number <= through) {
      passedOver.add(name);
    } else {
      (isDone(one) ? done : entries).add(number);
    }
    return number;
  }

  private static boolean isDone(Matcher matcher) {
    return matcher.group(2).equals("done");
  }

  static String entry(long number) {
    return "%08d.json".formatted(number);
  }

  static String done(long number) {
    return "%08d.done".formatted(number);
  }

  static String merged(long through) {
    return "00000001-%08d.json".formatted(through);
  }

  static String mergedDone(long through) {
    return "00000001-%08d.done".formatted(through);
  }

  /** Returns the last number that a merged file stands for; 0 where there is none. */
  long through() {
    return through;
  }

  /** Returns the highest number that was ever used; 0 for none. */
  long highest() {
    return highest;
  }

  /** Returns the numbers behind {@link #through} of which there is an entry. */
  NavigableSet<Long> entries() {
    return entries;
  }

  /** Returns the numbers behind {@link #through} that are said to be done. */
  NavigableSet<Long> done() {
    return done;
  }

  /** Returns the names of files that nobody will read: merged ones, and halves of attempts. */
  List<String> passedOver() {
    return passedOver;
  }
}
