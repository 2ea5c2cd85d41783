package io.sluice.bench;

import io.sluice.bench.ParquetRows.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The employees of a company, as a migration service follows their table: 23 of them, then a
 * change, a departure and an arrival in a file each, then two changes of one row in one file, then
 * the first of the changes once more.
 */
final class EmployeesData implements DataSet {
  private static final String LOADED = "2022-07-05 17:40:03.112000";

  private static final Employee[] EMPLOYEES = {
    new Employee(101, "Holm", "Maren", "1", null, "Managing Director"),
    new Employee(102, "Vane", "Nell", "1", 101, "Head of Navigation"),
    new Employee(103, "Achterberg", "Tobias", "1", 101, "Head of Works"),
    new Employee(104, "Finnegan", "Orla", "3", 101, "Head of Tolls"),
    new Employee(105, "Oyelaran", "Bisi", "1", 102, "Traffic Planner"),
    new Employee(106, "Castellan", "Rufus", "1", 103, "Lock Engineer"),
    new Employee(107, "Brink", "Theo", "2", 102, "Harbour Master"),
    new Employee(108, "Quillfeather", "Ada", "2", 107, "Lock Keeper"),
    new Employee(109, "Sandoval", "Iker", "2", 107, "Lock Keeper"),
    new Employee(110, "O'Malley", "Sorcha", "3", 104, "Toll Clerk"),
    new Employee(111, "Devereux", "Luc", "3", 104, "Toll Clerk"),
    new Employee(112, "Śliwa", "Hanna", "4", 102, "Harbour Master"),
    new Employee(113, "Wróbel", "Jan", "4", 112, "Lock Keeper"),
    new Employee(114, "Zając", "Ewa", "4", 112, "Dredger Pilot"),
    new Employee(115, "Whitcombe", "Lionel", "5", 102, "Harbour Master"),
    new Employee(116, "Delacroix-Ames", "June", "5", 115, "Lock Keeper"),
    new Employee(117, "Ferreira", "Davi", "5", 115, "Dredger Pilot"),
    new Employee(118, "Mizushima", "Kaede", "6", 102, "Harbour Master"),
    new Employee(119, "Arai", "Sho", "6", 118, "Lock Keeper"),
    new Employee(120, "Minami", "Rin", "6", 118, "Signal Keeper"),
    new Employee(121, "Culver", "Ines", "7", 102, "Harbour Master"),
    new Employee(122, "Tamihana", "Rewi", "7", 121, "Lock Keeper"),
    new Employee(123, "Gallowglass", "Pip", "7", 121, "Signal Keeper")
  };

  private record Employee(
      int number, String last, String first, String office, Integer superior, String title) {

    List<Object> row(String op, String ts) {
      return MigrationFiles.row(
          op, ts, number, last, first, "x" + number, email(), office, superior, title);
    }

    private String email() {
      return "staff" + number + "@weir.example";
    }

    Employee promoted(String title) {
      return new Employee(number, last, first, office, superior, title);
    }

    Employee moved(String office, int superior) {
      return new Employee(number, last, first, office, superior, title);
    }
  }

  /** Writes {@code dms/classicmodels/employees}: a load and five files of changes. */
  @Override
  public void sample(Path out, long seed) throws IOException {
    MigrationFiles files =
        new MigrationFiles(
            out.resolve("dms/classicmodels/employees"),
            Column.number("employeeNumber"),
            Column.text("lastName"),
            Column.text("firstName"),
            Column.text("extension"),
            Column.text("email"),
            Column.text("officeCode"),
            Column.number("reportsTo"),
            Column.text("jobTitle"));
    List<List<Object>> loaded = new ArrayList<>();
    Arrays.stream(EMPLOYEES).forEach(employee -> loaded.add(employee.row("I", LOADED)));
    files.load(loaded);

    List<Object> promotion =
        numbered(113).promoted("Senior Lock Keeper").row("U", "2022-07-05 18:03:41.350000");
    files.changes("20220705-180354959", List.of(promotion));
    files.changes(
        "20220705-181722406", List.of(numbered(111).row("D", "2022-07-05 18:17:09.001000")));
    Employee arrival = new Employee(124, "Lindqvist", "Åsa", "4", 112, "Signal Keeper");
    files.changes("20220706-090215733", List.of(arrival.row("I", "2022-07-06 09:02:02.648000")));
    Employee moved = numbered(117).moved("6", 118);
    files.changes(
        "20220706-143008120",
        List.of(
            moved.row("U", "2022-07-06 14:29:51.020000"),
            moved.promoted("Chief Pilot").row("U", "2022-07-06 14:29:51.020400")));
    // The service delivers at least once.
    files.changes("20220706-150001547", List.of(promotion));
  }

  private static Employee numbered(int number) {
    return Arrays.stream(EMPLOYEES).filter(e -> e.number() == number).findFirst().orElseThrow();
  }
}
