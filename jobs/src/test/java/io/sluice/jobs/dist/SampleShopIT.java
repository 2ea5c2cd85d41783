package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the shop sold, to whom and from where: the lake's tables against the raw files. */
class SampleShopIT {
  private static final String RAW_SALES =
      "read_csv([sales/sales.csv], header = true, columns = {'sale_id': 'INTEGER',"
          + " 'product_name': 'VARCHAR', 'sale_date': 'DATE', 'sale_amount': 'DECIMAL(10,2)'})";
  private static final String RAW_CUSTOMERS =
      "(SELECT customerId::INTEGER AS customerId, name, revenue::DECIMAL(12,2) AS revenue, segment,"
          + " ts::TIMESTAMPTZ AS ts, string_split(filename, '/')[-4:-2] AS day"
          + " FROM read_json([customers/*/*/*/customers.json], filename = true, columns = {"
          + "'customerId': 'INTEGER', 'name': 'VARCHAR', 'revenue': 'VARCHAR',"
          + " 'segment': 'VARCHAR', 'ts': 'VARCHAR'}))";

  private static Duck duck;
  private static Books books;

  @BeforeAll
  static void build() {
    duck = SampleLake.built().duck();
    books = SampleLake.built().books();
  }

  @Test
  void keepsEverySaleWithTheCommasAndLineBreaksOfItsProduct() {
    assertThat(duck.columns("cleaned.sales"))
        .containsExactly(
            "sale_id INTEGER",
            "product_name VARCHAR",
            "sale_date DATE",
            "sale_amount DECIMAL(10,2)");
    assertThat(duck.rows("SELECT * FROM {cleaned.sales} ORDER BY sale_id"))
        .hasSize(400)
        .isEqualTo(duck.rows("SELECT * FROM " + RAW_SALES + " ORDER BY sale_id"));
    assertThat(duck.rows("SELECT DISTINCT product_name FROM {cleaned.sales}"))
        .contains(
            List.of("Tide table\n(pocket edition)"),
            List.of("Lantern \"Second Bend\", amber glass"));
  }

  @Test
  void sumsSalesByDay() {
    assertThat(duck.columns("curated.daily_sales"))
        .containsExactly(
            "sale_date DATE", "sales BIGINT", "products BIGINT", "total_amount DECIMAL(20,2)");
    assertThat(duck.rows("SELECT * FROM {curated.daily_sales} ORDER BY sale_date"))
        .hasSize(30)
        .isEqualTo(
            duck.rows(
                "SELECT sale_date, count(*), count(DISTINCT product_name), sum(sale_amount) FROM "
                    + RAW_SALES
                    + " GROUP BY sale_date ORDER BY sale_date"));
  }

  @Test
  void keepsOfficesAsTheyWereUnloaded() {
    String raw = "read_parquet([dms/classicmodels/offices/*.parquet])";
    assertThat(duck.columns("cleaned.offices"))
        .startsWith("officeCode VARCHAR", "city VARCHAR", "country VARCHAR", "postalCode VARCHAR");
    assertThat(duck.rows("SELECT * FROM {cleaned.offices} ORDER BY officeCode"))
        .hasSize(7)
        .isEqualTo(duck.rows("SELECT * FROM " + raw + " ORDER BY officeCode"));
  }

  @Test
  void filesEveryCustomerUnderItsDay() throws IOException {
    String columns = "customerId, name, revenue, segment, ts";
    assertThat(
            duck.rows(
                "SELECT "
                    + columns
                    + ", [year, month, day] AS day FROM {cleaned.customer_days} ORDER BY ALL"))
        .hasSize(150)
        .isEqualTo(
            duck.rows("SELECT " + columns + ", day FROM " + RAW_CUSTOMERS + " ORDER BY ALL"));
    try (Stream<Path> files = Files.walk(duck.lake().resolve("cleaned/customer_days"))) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".parquet"))
                  .map(file -> file.getParent().toString().replaceFirst(".*/customer_days/", ""))
                  .distinct())
          .hasSize(30)
          .contains("year=2022/month=06/day=15", "year=2022/month=07/day=01")
          .allMatch(folder -> folder.matches("year=2022/month=0[67]/day=[0-3][0-9]"));
    }
  }

  @Test
  void keepsTheNewestRecordOfEachCustomerThoughTimesTie() {
    String columns = "customerId, name, revenue, segment, ts";
    String newest =
        "(SELECT DISTINCT "
            + columns
            + " FROM "
            + RAW_CUSTOMERS
            + " QUALIFY ts = max(ts) OVER (PARTITION BY customerId))";
    assertThat(duck.rows("SELECT * FROM " + newest)).hasSize(6);
    assertThat(duck.rows("SELECT customerId FROM {cleaned.customers} ORDER BY customerId"))
        .extracting(row -> row.get(0))
        .containsExactly("1", "2", "3", "4", "5");
    assertThat(duck.rows("SELECT " + columns + " FROM {cleaned.customers} EXCEPT FROM " + newest))
        .isEmpty();
    assertThat(books.counts("cleaned.customers", "merge")).isEqualTo(Map.of("deduplicated", 145L));
  }

  @Test
  void followsTheRevenueOfEachSegmentFromDayToDay() {
    String raw =
        "(SELECT segment, make_date(day[1]::INT, day[2]::INT, day[3]::INT) AS date,"
            + " count(*) AS customers, sum(revenue) AS revenue FROM "
            + RAW_CUSTOMERS
            + " GROUP BY ALL)";
    assertThat(duck.columns("curated.revenue_timeline"))
        .containsExactly(
            "segment VARCHAR",
            "date DATE",
            "customers BIGINT",
            "revenue DECIMAL(22,2)",
            "change DECIMAL(23,2)");
    List<List<String>> timeline =
        duck.rows("SELECT * FROM {curated.revenue_timeline} ORDER BY segment, date");
    assertThat(timeline)
        .hasSize(90)
        .isEqualTo(
            duck.rows(
                "SELECT d.*, d.revenue - before.revenue FROM "
                    + raw
                    + " d LEFT JOIN "
                    + raw
                    + " before ON before.segment = d.segment AND before.date = d.date - 1"
                    + " ORDER BY d.segment, d.date"));
    assertThat(timeline).filteredOn(row -> row.get(4) == null).hasSize(3);
    assertThat(timeline).extracting(row -> row.get(4)).contains("0.00", "-56862.06");
  }
}
