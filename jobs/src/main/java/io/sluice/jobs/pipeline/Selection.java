package io.sluice.jobs.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pipelines of one run.
 *
 * @param ordered each after all that it needs
 * @param needs for each, which others of this selection must be done before it
 */
public record Selection(List<Pipeline> ordered, Map<TableName, Set<TableName>> needs) {

  /** Returns which pipelines of this selection must be done before {@code table}. */
  public Set<TableName> needs(TableName table) {
    return needs.getOrDefault(table, Set.of());
  }

  static Selection of(Project project, List<String> selectors) {
    return Selector.select(project, selectors);
  }
}
