package io.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The posts: a small pretty-printed array for the sample lake, or JSON lines by the million. */
final class PostsData {
  private static final int USERS = 10;
  private static final int POSTS_PER_USER = 10;
  private static final int BUFFER = 1 << 20;

  private PostsData() {}

  /** Writes {@code posts/posts.json}: 100 posts in one array, ten a user. */
  static void sample(Path out, long seed) throws IOException {
    List<Map<String, Object>> posts = new ArrayList<>();
    for (int id = 1; id <= USERS * POSTS_PER_USER; id++) {
      posts.add(Post.invent(seed, (id - 1) / POSTS_PER_USER + 1, id, 60, 260).fields());
    }
    Path folder = Files.createDirectories(out.resolve("posts"));
    Files.writeString(folder.resolve("posts.json"), Json.pretty(posts) + "\n");
  }

  /**
   * Writes {@code posts/posts-NNN.json}: {@code rows} posts as JSON lines, about 250 bytes each,
   * over {@code files} files that are made side by side. Memory stays small whatever the number of
   * rows.
   */
  static void lines(Path out, long seed, long rows, int files) throws IOException {
    Path folder = Files.createDirectories(out.resolve("posts"));
    Parallel.each(
        files,
        file -> {
          long first = rows * file / files + 1;
          long last = rows * (file + 1) / files;
          String name = String.format(Locale.ROOT, "posts-%03d.json", file);
          try (OutputStream target = Files.newOutputStream(folder.resolve(name))) {
            lines(target, seed, first, last);
          }
        });
  }

  private static void lines(OutputStream target, long seed, long first, long last)
      throws IOException {
    StringBuilder text = new StringBuilder(BUFFER + 4096);
    for (long id = first; id <= last; id++) {
      Json.compact(Post.invent(seed, 1 + (int) (id % USERS), id, 60, 220).fields(), text);
      text.append('\n');
      if (text.length() >= BUFFER) {
        flush(text, target);
      }
    }
    flush(text, target);
  }

  private static void flush(StringBuilder text, OutputStream target) throws IOException {
    target.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }
}
