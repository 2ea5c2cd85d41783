package io.sluice.jobs.dist;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a lake as a stranger would: with DuckDB, which knows nothing of Spark. Of a Delta table it
 * is given the files that the table's log names.
 */
record Duck(Path lake) {
  private static final Pattern TABLE = Pattern.compile("\\{([\\w/]+)\\.(\\w+)}");

  /**
   * Returns the rows of a query as text; {@code {cleaned.posts}} in it stands for that table, and
   * {@code [sales/sales.csv]} for the path of that raw file in quotes.
   */
  List<List<String>> rows(String query) {
    return ask(
        query,
        result -> {
          List<List<String>> rows = new ArrayList<>();
          while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
              row.add(result.getString(i));
            }
            rows.add(row);
          }
          return rows;
        });
  }

  /** Returns the only value of a query. */
  long number(String query) {
    return Long.parseLong(rows(query).get(0).get(0));
  }

  /** Returns a table's columns as {@code name type}, in order. */
  List<String> columns(String table) {
    return ask(
        "SELECT * FROM {" + table + "} LIMIT 0",
        result -> {
          ResultSetMetaData about = result.getMetaData();
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= about.getColumnCount(); i++) {
            columns.add(about.getColumnName(i) + " " + about.getColumnTypeName(i));
          }
          return columns;
        });
  }

  /** Runs a statement that is about no lake. */
  static void run(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException("Cannot run: " + sql, failure);
    }
  }

  private <T> T ask(String query, Answer<T> answer) {
    String raw = "'" + Project.root() + "/sample-data/raw/$1'";
    String sql =
        TABLE
            .matcher(query.replaceAll("\\[([\\w/*-]+\\.\\w+)]", raw))
            .replaceAll(table -> Matcher.quoteReplacement(files(table.group(1), table.group(2))));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return answer.from(result);
    } catch (SQLException failure) {
      throw new IllegalStateException("Cannot read lake: " + sql, failure);
    }
  }

  private String files(String database, String table) {
    Path folder = lake.resolve(database).resolve(table);
    if (!DeltaFolder.isDelta(folder)) {
      return parquet("'" + folder + "/**/*.parquet'");
    }
    DeltaFolder delta = DeltaFolder.of(folder);
    // DuckDB takes no empty list; any file that the table ever had tells its columns.
    return delta.active().isEmpty()
        ? "(FROM " + parquet(quoted(delta.everAdded())) + " WHERE false)"
        : parquet(quoted(delta.active()));
  }

  private static String quoted(Collection<Path> files) {
    return files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", ", "[", "]"));
  }

  private static String parquet(String files) {
    return "read_parquet(" + files + ", hive_partitioning = true, hive_types_autocast = false)";
  }

  private interface Answer<T> {
    T from(ResultSet result) throws SQLException;
  }
}
