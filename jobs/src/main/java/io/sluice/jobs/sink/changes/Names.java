package io.sluice.jobs.sink.changes;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Names of columns, which may hold any characters. */
final class Names {

  private Names() {}

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  static List<Column> columns(List<String> names) {
    return names.stream().map(name -> functions.col(quoted(name))).toList();
  }
}
