package io.sluice.jobs.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with the user's files, so that all of it can be said at once. */
public final class Problems {

  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public void addAll(List<Problem> problems) {
    found.addAll(problems);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns how many were found so far. */
  public int size() {
    return found.size();
  }

  /** Returns them in the order of files and lines, each once. */
  public List<Problem> sorted() {
    return found.stream()
        .distinct()
        .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
        .toList();
  }

  /**
   * Ends here if anything was found.
   *
   * @throws InvalidInputException with all of it
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidInputException(sorted());
    }
  }
}
