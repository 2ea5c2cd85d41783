package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a page of the docs shows: blocks of code, each under a line with its name between
 * backticks and a colon.
 */
record GuidePage(Map<String, String> blocks) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^`([^`\\n]+)`:\\n\\n```\\w+\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  static GuidePage of(String name) throws IOException {
    String text = Files.readString(Project.root().resolve("docs").resolve(name));
    Map<String, String> blocks = new LinkedHashMap<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.put(matcher.group(1), matcher.group(2));
    }
    return new GuidePage(blocks);
  }

  String block(String name) {
    String block = blocks.get(name);
    if (block == null) {
      throw new IllegalStateException("The page shows no " + name + " but " + blocks.keySet());
    }
    return block;
  }

  /** Returns a copy whose block of this name says something else in one place. */
  GuidePage with(String name, String before, String after) {
    assertThat(block(name)).containsOnlyOnce(before);
    Map<String, String> changed = new LinkedHashMap<>(blocks);
    changed.put(name, block(name).replace(before, after));
    return new GuidePage(changed);
  }

  /** Writes the blocks that are files to where they say under {@code folder}. */
  void writeFiles(Path folder) throws IOException {
    for (Map.Entry<String, String> block : blocks.entrySet()) {
      if (block.getKey().matches(".*[./].*")) {
        Path file = folder.resolve(block.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.getValue());
      }
    }
  }
}
