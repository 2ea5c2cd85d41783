package io.sluice.jobs.pipeline;

import java.util.Collection;

/** A pipeline under examination, and what is found wrong with it. */
record Checked(Project project, Pipeline pipeline, Problems problems) {

  void refuse(String key, String what, String value, String reason, String remedy) {
    problems.add(pipeline.origin().problem(key, Messages.cannot(what, value, reason, remedy)));
  }

  /** Refuses a key whose meaning comes with a later version. */
  void notYet(boolean used, String key, String value) {
    if (used) {
      String name = key.substring(key.lastIndexOf('.') + 1);
      refuse(
          key,
          "use key",
          value.isEmpty() ? name : name + ": " + value,
          "not supported yet in this version",
          "Remove it.");
    }
  }

  /** Refuses a key that changes nothing beside the others. */
  void idle(boolean used, String key, String reason) {
    if (used) {
      refuse(key, "use key", key.substring(key.lastIndexOf('.') + 1), reason, "Remove it.");
    }
  }

  void unknown(String key, String what, String value, String reason, Collection<String> known) {
    refuse(key, what, value, reason, Messages.known("There are", value, known));
  }

  /**
   * Refuses a contract that there is not.
   *
   * @param broken contracts whose files are wrong, which was said already
   */
  void contract(String key, TableName name, Collection<TableName> broken) {
    if (project.contract(name).isEmpty() && !broken.contains(name)) {
      unknown(
          key,
          "find contract",
          name.toString(),
          "there is no file schemas/" + name.database() + "/" + name.table() + ".yaml",
          project.contracts().stream().map(c -> c.name().toString()).toList());
    }
  }
}
