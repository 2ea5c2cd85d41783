package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What became of employees and of an app's users: the lake's tables against the raw files. */
class SampleChangesIT {
  private static final String RAW_EMPLOYEES =
      "(SELECT * EXCLUDE (Op, ts) FROM (FROM read_parquet([dms/classicmodels/employees/*.parquet])"
          + " QUALIFY row_number() OVER (PARTITION BY employeeNumber ORDER BY ts DESC) = 1)"
          + " WHERE Op <> 'D')";
  private static final String RAW_USERS =
      "(SELECT DISTINCT *, ts::TIMESTAMP AT TIME ZONE 'UTC' AS time"
          + " FROM read_parquet([dms/app/users/*.parquet]))";

  private static Duck duck;

  @BeforeAll
  static void build() {
    duck = SampleLake.built().duck();
  }

  @Test
  void keepsEveryEmployeeAsLastChanged() {
    assertThat(duck.columns("cleaned.employees"))
        .containsExactly(
            "employeeNumber INTEGER",
            "lastName VARCHAR",
            "firstName VARCHAR",
            "extension VARCHAR",
            "email VARCHAR",
            "officeCode VARCHAR",
            "reportsTo INTEGER",
            "jobTitle VARCHAR");
    assertThat(duck.rows("SELECT * FROM {cleaned.employees} ORDER BY employeeNumber"))
        .hasSize(23)
        .isEqualTo(duck.rows("SELECT * FROM " + RAW_EMPLOYEES + " ORDER BY employeeNumber"));
    assertThat(
            duck.rows(
                "SELECT employeeNumber, jobTitle FROM {cleaned.employees}"
                    + " WHERE employeeNumber IN (111, 113, 117, 124) ORDER BY ALL"))
        .containsExactly(
            List.of("113", "Senior Lock Keeper"),
            List.of("117", "Chief Pilot"),
            List.of("124", "Signal Keeper"));
  }

  @Test
  void keepsUsersAsTheyAreNow() {
    assertThat(duck.columns("cleaned.app_users"))
        .containsExactly("id INTEGER", "name VARCHAR", "age INTEGER");
    assertThat(duck.rows("SELECT * FROM {cleaned.app_users} ORDER BY id"))
        .containsExactly(List.of("1", "joe", "51"), List.of("2", "jack", "22"));
  }

  @Test
  void keepsUsersAsTheyWereAtAnyTime() {
    assertThat(duck.columns("cleaned.app_users_history"))
        .containsExactly(
            "id INTEGER",
            "name VARCHAR",
            "age INTEGER",
            "valid_from TIMESTAMP WITH TIME ZONE",
            "valid_to TIMESTAMP WITH TIME ZONE",
            "is_current BOOLEAN");
    assertThat(duck.rows("SELECT * FROM {cleaned.app_users_history} ORDER BY id, valid_from"))
        .hasSize(3)
        .isEqualTo(
            duck.rows(
                "SELECT id, name, age, time, lead(time) OVER versions,"
                    + " lead(time) OVER versions IS NULL FROM "
                    + RAW_USERS
                    + " WINDOW versions AS (PARTITION BY id ORDER BY time) ORDER BY id, time"));
    assertThat(
            duck.rows(
                "SELECT id, age FROM {cleaned.app_users_history} WHERE is_current ORDER BY id"))
        .containsExactly(List.of("1", "51"), List.of("2", "22"));
  }

  @Test
  void putsEveryEmployeeBesideTheirOffice() {
    assertThat(duck.columns("curated.employee_offices"))
        .hasSize(14)
        .contains("officeCode VARCHAR", "city VARCHAR", "country VARCHAR", "lastName VARCHAR")
        .filteredOn(column -> column.toLowerCase(Locale.ROOT).contains("officecode"))
        .hasSize(1);
    String columns = "employeeNumber, lastName, officeCode, city, country, territory";
    assertThat(
            duck.rows(
                "SELECT " + columns + " FROM {curated.employee_offices} ORDER BY employeeNumber"))
        .hasSize(23)
        .noneMatch(row -> row.get(3) == null || row.get(4) == null)
        .isEqualTo(
            duck.rows(
                "SELECT "
                    + columns
                    + " FROM "
                    + RAW_EMPLOYEES
                    + " JOIN read_parquet([dms/classicmodels/offices/*.parquet])"
                    + " USING (officeCode) ORDER BY employeeNumber"));
  }
}
