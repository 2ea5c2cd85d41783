package io.sluice.jobs.pipeline.yaml;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Problems;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads YAML files into trees. */
public final class YamlFiles {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private YamlFiles() {}

  /**
   * Reads a file that holds one map.
   *
   * @param shown the file as the user would name it
   * @return the map, or nothing when the file is not one; {@code problems} then says why
   */
  public static Optional<Node.Entries> read(Path file, String shown, Problems problems) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      problems.add(new Problem(shown, 0, "", Messages.cannot("read file", shown, reason(e), "")));
      return Optional.empty();
    }
    return decode(bytes, shown, problems).flatMap(text -> parse(text, shown, problems));
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "it does not exist"
        : e instanceof AccessDeniedException
            ? "this user may not read it"
            : String.valueOf(e.getMessage());
  }

  private static Optional<String> decode(byte[] bytes, String shown, Problems problems) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      problems.add(
          new Problem(
              shown,
              line,
              "",
              Messages.cannot(
                  "read YAML",
                  String.format("byte 0x%02X", bytes[in.position()]),
                  "not UTF-8",
                  "Save the file as UTF-8.")));
      return Optional.empty();
    }
    String text = out.flip().toString();
    return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  /** Reads a text that holds one map. */
  public static Optional<Node.Entries> parse(String text, String shown, Problems problems) {
    Place root = new Place(shown, 1, "");
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowRecursiveKeys(false);
      org.yaml.snakeyaml.nodes.Node top = new Yaml(options).compose(new StringReader(text));
      if (top == null) {
        problems.add(
            root.problem(
                Messages.cannot("read file", shown, "it is empty", "Write it, or delete it.")));
        return Optional.empty();
      }
      int before = problems.size();
      Node node = new TreeBuilder(problems).build(top, root);
      if (problems.size() > before) {
        return Optional.empty();
      }
      if (node instanceof Node.Entries map) {
        return Optional.of(map);
      }
      problems.add(
          root.problem(
              Messages.cannot(
                  "read file",
                  Node.show(node),
                  node.kind() + " where a map of keys belongs",
                  "Write key: value lines.")));
    } catch (ReaderException e) {
      int line =
          1
              + (int)
                  text.substring(0, Math.min(text.length(), e.getPosition()))
                      .chars()
                      .filter(c -> c == '\n')
                      .count();
      problems.add(
          new Problem(
              shown,
              line,
              "",
              Messages.cannot(
                  "read YAML",
                  String.format("character U+%04X", e.getCodePoint()),
                  "YAML does not allow it",
                  "Delete it, or write it as an escape in double quotes.")));
    } catch (MarkedYAMLException e) {
      problems.add(YamlReasons.problem(e, shown));
    } catch (YAMLException e) {
      problems.add(
          root.problem(Messages.cannot("read YAML", shown, String.valueOf(e.getMessage()), "")));
    }
    return Optional.empty();
  }
}
