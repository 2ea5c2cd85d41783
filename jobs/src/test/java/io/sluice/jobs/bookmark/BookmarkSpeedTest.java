package io.sluice.jobs.bookmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.lake.LakeFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No benchmark: it prints what it saw, and fails only where something is badly wrong. */
class BookmarkSpeedTest {

  @TempDir private Path lake;

  @Test
  void readsAndComparesTenThousandFilesAtOnce() {
    LakeFiles files = new LakeFiles(new Configuration());
    Bookmarks small = new Bookmarks(files, lake + "/small");
    Bookmarks big = new Bookmarks(files, lake + "/big");
    Bookmarks tidy = new Bookmarks(files, lake + "/tidy");
    List<FileMark> few = fill("small", 100, 100);
    List<FileMark> many = fill("big", 100, 1000);
    fill("tidy", 100, 1000);
    tidy.tidy();
    for (int i = 0; i < 5; i++) {
      assertThat(small.read().compare("in", few).known()).isEqualTo(few.size());
    }

    double ten = millis(small, few);
    double hundred = millis(big, many);
    double merged = millis(tidy, many);

    System.out.printf(
        "bookmark, read and compare: 10,000 files in 100 batches %.0f ms; 100,000 %.0f ms, tidied %.0f ms%n",
        ten, hundred, merged);
    assertThat(ten).isLessThan(3_000);
  }

  private static double millis(Bookmarks bookmarks, List<FileMark> listed) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertThat(bookmarks.read().compare("in", listed).known()).isEqualTo(listed.size());
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return best;
  }

  private List<FileMark> fill(String name, int batches, int filesEach) {
    List<FileMark> all = new ArrayList<>();
    for (int b = 1; b <= batches; b++) {
      List<FileMark> held = new ArrayList<>();
      for (int f = 0; f < filesEach; f++) {
        String path = "s3a://bucket/raw/posts/2024/06/%02d/part-%05d-%d.json".formatted(b, f, b);
        held.add(new FileMark(path, 1000 + f, 1_700_000_000_000L + f, Optional.of("etag" + f)));
      }
      Batch batch =
          new Batch(b, "run" + b, "2024-06-01T12:00:00Z", Map.of("in", InputMark.of(held)));
      Written.done(lake.resolve(name), batch);
      all.addAll(held);
    }
    return all;
  }
}
