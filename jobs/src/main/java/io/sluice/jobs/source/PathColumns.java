package io.sluice.jobs.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Columns whose values are in the names of folders. */
interface PathColumns {

  /** What Hive writes for NULL. */
  String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

  /**
   * What a path says.
   *
   * @param values the text of each column that has one
   * @param flaws why the path says nothing reliable, or nothing
   */
  record Values(Map<String, String> values, List<String> flaws) {}

  /** Returns the columns that {@code files} can have, in order. */
  Set<String> names(List<FileListing.Found> files);

  /** Returns what the folders between {@code root} and {@code file} say. */
  Values values(Path root, Path file);

  /** Returns the columns of folders such as {@code year=2024}, with Hive's escapes resolved. */
  static PathColumns hive() {
    return new Hive();
  }

  /** Folders of the form {@code name=value}, at any level; others say nothing. */
  final class Hive implements PathColumns {

    @Override
    public Set<String> names(List<FileListing.Found> files) {
      Set<String> names = new LinkedHashSet<>();
      for (FileListing.Found found : files) {
        names.addAll(pairs(found.root(), found.file().path()).keySet());
      }
      return names;
    }

    @Override
    public Values values(Path root, Path file) {
      Map<String, String> values = pairs(root, file);
      values.values().removeIf(HIVE_NULL::equals);
      return new Values(values, List.of());
    }

    private static Map<String, String> pairs(Path root, Path file) {
      Map<String, String> pairs = new LinkedHashMap<>();
      List<String> folders = new ArrayList<>(FileListing.below(root, file));
      folders.remove(folders.size() - 1);
      for (String folder : folders) {
        int equals = folder.indexOf('=');
        if (equals > 0) {
          pairs.put(
              unescaped(folder.substring(0, equals)), unescaped(folder.substring(equals + 1)));
        }
      }
      return pairs;
    }

    private static String unescaped(String text) {
      if (text.indexOf('%') < 0) {
        return text;
      }
      byte[] in = text.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
      for (int i = 0; i < in.length; i++) {
        int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
        int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
        if (in[i] == '%' && high >= 0 && low >= 0) {
          out.write(high << 4 | low);
          i += 2;
        } else {
          out.write(in[i]);
        }
      }
      return out.toString(StandardCharsets.UTF_8);
    }
  }
}
