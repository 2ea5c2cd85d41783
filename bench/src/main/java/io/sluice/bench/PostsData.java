package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The posts: a small pretty-printed array for the sample lake, or JSON lines by the million. */
final class PostsData implements DataSet {
  private static final int USERS = 10;
  private static final int POSTS_PER_USER = 10;

  /** Writes {@code posts/posts.json}: 100 posts in one array, ten a user. */
  @Override
  public void sample(Path out, long seed) throws IOException {
    List<Map<String, Object>> posts = new ArrayList<>();
    for (int id = 1; id <= USERS * POSTS_PER_USER; id++) {
      posts.add(Post.invent(seed, (id - 1) / POSTS_PER_USER + 1, id, 60, 260).fields());
    }
    Path folder = Files.createDirectories(out.resolve("posts"));
    Files.writeString(folder.resolve("posts.json"), Json.pretty(posts) + "\n");
  }

  /** Writes {@code posts/posts-NNN.json}: posts as JSON lines, about 250 bytes each. */
  @Override
  public void atScale(Path out, long seed, long rows, int files) throws IOException {
    RecordData.of("posts", ".json", USERS * POSTS_PER_USER, PostsData::line)
        .atScale(out, seed, rows, files);
  }

  private static byte[] line(long seed, long id) {
    return Json.line(Post.invent(seed, 1 + (int) (id % USERS), id, 60, 220).fields());
  }
}
