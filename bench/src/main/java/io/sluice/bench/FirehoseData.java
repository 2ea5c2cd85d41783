package io.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Posts as a delivery stream leaves them: pretty-printed objects with nothing between them, in many
 * small files by hour, and the records that it could not process under a prefix beside the data.
 */
final class FirehoseData implements DataSet {
  private static final String HOUR = "2022/06/28/13";
  private static final String STREAM = "blog-posts";
  private static final int[] POSTS_BY_FILE = {2, 1, 2, 0, 1, 2, 1, 0, 2, 1};
  private static final int FIRST_ID = 101;
  private static final long HOUR_MILLIS = 1_656_421_200_000L;

  /**
   * Writes {@code firehose/data/...} with twelve posts and {@code firehose/error/...} with two
   * records that are no posts.
   */
  @Override
  public void sample(Path out, long seed) throws IOException {
    Path data = Files.createDirectories(out.resolve("firehose/data").resolve(HOUR));
    int id = FIRST_ID;
    for (int file = 0; file < POSTS_BY_FILE.length; file++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < POSTS_BY_FILE[file]; i++, id++) {
        Post post = Post.invent(seed, 1 + id % 10, id, 60, 260);
        text.append(Json.pretty(post.fields()));
      }
      Files.writeString(data.resolve(name(seed, file)), text);
    }
    Path error =
        Files.createDirectories(out.resolve("firehose/error/processing-failed").resolve(HOUR));
    for (int file = 0; file < 2; file++) {
      Files.write(
          error.resolve(name(seed, POSTS_BY_FILE.length + file)),
          Json.line(failure(seed, id + file)));
    }
  }

  private static String name(long seed, int file) {
    Dice dice = Dice.of(seed, 1_000_000L + file);
    UUID tail = UUID.nameUUIDFromBytes(new byte[] {(byte) dice.below(256), (byte) file});
    return String.format(
        Locale.ROOT,
        "%s-1-%s-%02d-%02d-%s",
        STREAM,
        HOUR.replace('/', '-'),
        file * 5,
        dice.below(60),
        tail);
  }

  private static Map<String, Object> failure(long seed, int id) {
    Post post = Post.invent(seed, 1 + id % 10, id, 60, 120);
    StringBuilder record = new StringBuilder();
    Json.compact(post.fields(), record);
    long arrival = HOUR_MILLIS + (id - FIRST_ID) * 1000L;
    Map<String, Object> failure = new LinkedHashMap<>();
    failure.put("attemptsMade", 4);
    failure.put("arrivalTimestamp", arrival);
    failure.put("errorCode", "Lambda.FunctionError");
    failure.put(
        "errorMessage",
        "The Lambda function was successfully invoked but it returned an error result.");
    failure.put("attemptEndingTimestamp", arrival + 74_000);
    failure.put(
        "rawData",
        Base64.getEncoder().encodeToString(record.toString().getBytes(StandardCharsets.UTF_8)));
    failure.put("lambdaArn", "arn:aws:lambda:eu-west-1:111122223333:function:enrich-posts:$LATEST");
    return failure;
  }
}
