package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.TableName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names one invocation of {@code run}. It becomes part of file names.
 *
 * @param text letters, digits, dot, underscore and hyphen, beginning with a letter or digit
 */
public record RunId(String text) {

  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Checks the text. */
  public RunId {
    if (!TEXT.matcher(text).matches()) {
      throw new InvalidInputException(
          Problem.of(
              "Cannot use run id: %s (it becomes part of file names). Use at most 100 letters, digits, dots, underscores and hyphens, beginning with a letter or digit."
                  .formatted(text)));
    }
  }

  /** Makes up an id; ids sort by time. */
  public static RunId at(Instant now) {
    return new RunId(TIME.format(now) + "-" + UUID.randomUUID().toString().substring(0, 6));
  }

  /** Returns the id of one table's run within this invocation. */
  String of(TableName table) {
    return text + "." + table;
  }
}
