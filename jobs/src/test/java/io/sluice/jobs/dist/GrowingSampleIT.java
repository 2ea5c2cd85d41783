package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's changes as they come in, file by file, with a run after each. */
class GrowingSampleIT {
  private static final String EMPLOYEES = "dms/classicmodels/employees";
  private static final String USERS = "dms/app/users";

  @TempDir private Path folder;
  private Duck duck;

  @BeforeEach
  void prepare() {
    duck = new Duck(folder.resolve("lake"));
  }

  @Test
  void keepsUpWithEveryFileAndEndsWhereOneRunOverAllOfThemDoes() throws IOException {
    List<Path> employees = sample(EMPLOYEES, "LOAD.*");
    employees.addAll(sample(EMPLOYEES, "2.*"));
    List<Path> users = sample(USERS, "LOAD.*");
    users.addAll(sample(USERS, "2.*"));
    List<Path> days = sample("customers", ".*");
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < employees.size(); i++) {
      bring(employees.subList(i, i + 1));
      bring(i < users.size() ? users.subList(i, i + 1) : List.of());
      // The latest days first.
      int left = employees.size() - i;
      bring(days.subList(days.size() * (left - 1) / 6, days.size() * left / 6));
      Books books = run();

      assertThat(books.figures().values())
          .as("after file %d", i + 1)
          .hasSize(4)
          .noneMatch(figures -> figures.matches(".*(NOT BALANCED|failed|stopped|skipped).*"));
      assertThat(rows("cleaned.employees")).as("after file %d", i + 1).isEqualTo(expected());
      counts.add(rows("cleaned.employees").size());
    }
    assertThat(counts).containsExactly(23, 23, 22, 23, 23, 23);
    for (String table :
        List.of(
            "cleaned.employees",
            "cleaned.app_users",
            "cleaned.app_users_history",
            "cleaned.customers")) {
      String all = "SELECT * FROM {" + table + "} ORDER BY ALL";
      assertThat(duck.rows(all)).as(table).isEqualTo(SampleLake.built().duck().rows(all));
    }

    Map<Path, String> before = tableFiles();
    run();
    assertThat(tableFiles()).as("nothing new, nothing written").isEqualTo(before);
  }

  private static List<Path> sample(String below, String name) throws IOException {
    Path raw = Project.root().resolve("sample-data/raw");
    try (Stream<Path> files = Files.walk(raw.resolve(below))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches(name))
          .map(raw::relativize)
          .sorted()
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private void bring(List<Path> files) throws IOException {
    for (Path file : files) {
      Path target = folder.resolve("raw").resolve(file.toString());
      Files.createDirectories(target.getParent());
      Files.copy(Project.root().resolve("sample-data/raw").resolve(file.toString()), target);
    }
  }

  private Books run() {
    return Books.of(
        SparkSubmit.sluice(folder)
            .run(
                "run",
                "cleaned.employees",
                "cleaned.app_users",
                "cleaned.app_users_history",
                "cleaned.customers",
                "--env",
                "local",
                "--conf",
                Project.root().resolve("conf").toString(),
                "--set",
                "lake.root=" + duck.lake(),
                "--set",
                "lake.raw=" + folder.resolve("raw"),
                "--json"));
  }

  private List<List<String>> rows(String table) {
    return duck.rows("SELECT * FROM {" + table + "} ORDER BY ALL");
  }

  private List<List<String>> expected() {
    return duck.rows(
        "SELECT * EXCLUDE (Op, ts) FROM (FROM read_parquet('"
            + folder.resolve("raw").resolve(EMPLOYEES)
            + "/*.parquet')"
            + " QUALIFY row_number() OVER (PARTITION BY employeeNumber ORDER BY ts DESC) = 1)"
            + " WHERE Op <> 'D' ORDER BY ALL");
  }

  private Map<Path, String> tableFiles() throws IOException {
    Map<Path, String> states = new TreeMap<>();
    try (Stream<Path> all = Files.walk(duck.lake())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!duck.lake().relativize(file).startsWith("_sluice/runs")) {
          states.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
      }
    }
    return states;
  }
}
