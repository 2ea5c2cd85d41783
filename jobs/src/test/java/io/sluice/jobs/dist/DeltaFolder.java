package io.sluice.jobs.dist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the log of a Delta table says, replayed from its first commit without Delta's own code.
 *
 * @param active the files that make up the table now
 * @param everAdded all files that were ever part of it
 * @param commits how many there were
 */
record DeltaFolder(Set<Path> active, Set<Path> everAdded, int commits) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static boolean isDelta(Path table) {
    return Files.isDirectory(table.resolve("_delta_log"));
  }

  static DeltaFolder of(Path table) {
    Set<Path> active = new TreeSet<>();
    Set<Path> everAdded = new TreeSet<>();
    List<Path> commits = commits(table);
    for (Path commit : commits) {
      for (JsonNode action : actions(commit)) {
        if (action.has("add")) {
          refuseDeletionVector(action.get("add"));
          active.add(file(table, action.get("add")));
          everAdded.add(file(table, action.get("add")));
        } else if (action.has("remove")) {
          active.remove(file(table, action.get("remove")));
        }
      }
    }
    return new DeltaFolder(active, everAdded, commits.size());
  }

  private static List<Path> commits(Path table) {
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d{20}\\.json"))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<JsonNode> actions(Path commit) {
    try (var actions = JSON.readerFor(JsonNode.class).<JsonNode>readValues(commit.toFile())) {
      return actions.readAll();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path file(Path table, JsonNode action) {
    URI path = URI.create(action.get("path").textValue());
    return path.isAbsolute() ? Path.of(path) : table.resolve(path.getPath());
  }

  private static void refuseDeletionVector(JsonNode add) {
    if (add.hasNonNull("deletionVector")) {
      throw new IllegalStateException(
          "Cannot read Delta table: %s (rows of it are deleted by a vector). Replay that as well."
              .formatted(add.get("path")));
    }
  }
}
