package io.sluice.jobs.dist;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads a lake as a stranger would: with DuckDB, which knows nothing of Spark. */
record Duck(Path lake) {

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

  private <T> T ask(String query, Answer<T> answer) {
    String raw = "'" + Project.root() + "/sample-data/raw/$1'";
    String sql =
        query
            .replaceAll("\\[([\\w/*]+\\.\\w+)]", raw)
            .replaceAll(
                "\\{([\\w/]+)\\.(\\w+)}",
                "read_parquet('"
                    + lake
                    + "/$1/$2/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return answer.from(result);
    } catch (SQLException failure) {
      throw new IllegalStateException("Cannot read lake: " + sql, failure);
    }
  }

  private interface Answer<T> {
    T from(ResultSet result) throws SQLException;
  }
}
