package io.sluice.jobs.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line, a pipeline file, a contract or a source is wrong, and nothing was written.
 * Holds all that was found wrong, not only the first of it. The process ends with exit code 2.
 */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidInputException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public InvalidInputException(Problem problem) {
    this(List.of(problem));
  }

  /** Returns what is wrong, in the order of files and lines; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
