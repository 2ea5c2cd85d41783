package io.sluice.jobs.pipeline;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Paths and URIs as texts: a URI of an object store is not a path of this machine. */
final class Paths {

  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");

  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private Paths() {}

  static boolean isUri(String path) {
    return SCHEME.matcher(path).matches();
  }

  static boolean isAbsolute(String path) {
    return path.startsWith("/") || isUri(path);
  }

  /** Returns {@code path} as it stands when absolute, else below {@code folder}. */
  static String under(String folder, String path) {
    if (isUri(path)) {
      return path;
    }
    return isAbsolute(path) ? normal(path) : normal(folder + "/" + path);
  }

  /** Removes empty and dot segments behind the scheme and authority. */
  private static String normal(String path) {
    int start = 0;
    if (isUri(path)) {
      int authority = path.indexOf("://");
      start = authority < 0 ? path.indexOf(':') + 1 : path.indexOf('/', authority + 3);
      if (start < 0) {
        return path;
      }
    }
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : List.of(path.substring(start).split("/", -1))) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    return path.substring(0, start) + "/" + String.join("/", kept);
  }

  /**
   * Returns whether one of the two lies in the other, or they are the same; either may be a glob.
   */
  static boolean overlap(String one, String other) {
    return overlap(segments(one), segments(other));
  }

  /** Returns the same for paths that were taken apart by {@link #segments}. */
  static boolean overlap(List<String> a, List<String> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!matches(a.get(i), b.get(i)) && !matches(b.get(i), a.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the parts of a path, the same for all names of one place. */
  static List<String> segments(String path) {
    return List.of(location(path).split("/", -1));
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.equals(name) || !GLOB.matcher(pattern).find()) {
      return pattern.equals(name);
    }
    try {
      Path segment = Path.of(name);
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(segment);
    } catch (IllegalArgumentException e) {
      return true; // better to see an overlap where there is none than the other way round
    }
  }

  /** Brings names of one place to one text: s3a://b/x and s3://b/x, file:///x and /x. */
  private static String location(String path) {
    String plain = path.replaceFirst("^s3[an]://", "s3://").replaceFirst("^file:/+", "/");
    return normal(plain);
  }
}
