package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The orders of the sample lake: flat tables that hold all that was nested. */
class SampleOrdersIT {
  private static final String RAW =
      "read_json([orders/orders.json], columns = {'order_id': 'INTEGER',"
          + " 'customer': 'STRUCT(id INTEGER, geo STRUCT(lat DOUBLE, lng DOUBLE))',"
          + " 'items': 'STRUCT(sku VARCHAR, qty INTEGER, price DECIMAL(10,2),"
          + " discounts STRUCT(code VARCHAR, amount DECIMAL(10,2))[])[]',"
          + " 'tags': 'VARCHAR[]', 'attributes': 'MAP(VARCHAR, VARCHAR)'})";
  private static final String REBUILT =
      """
      WITH d AS (
        SELECT id, list({'code': "items.val.discounts.val.code",
          'amount': "items.val.discounts.val.amount"} ORDER BY index) AS discounts
        FROM {cleaned.orders_items_discounts} GROUP BY id
      ), i AS (
        SELECT x.id, list({'sku': "items.val.sku", 'qty': "items.val.qty", 'price': "items.val.price",
          'discounts': CASE WHEN "items.val.discounts" IS NOT NULL THEN coalesce(discounts, []) END}
          ORDER BY index) AS items
        FROM {cleaned.orders_items} x LEFT JOIN d ON d.id = "items.val.discounts" GROUP BY x.id
      ), t AS (
        SELECT id, list("tags.val" ORDER BY index) AS tags FROM {cleaned.orders_tags} GROUP BY id
      )
      SELECT order_id,
        {'id': "customer.id", 'geo': {'lat': "customer.geo.lat", 'lng': "customer.geo.lng"}} AS customer,
        CASE WHEN o.items IS NOT NULL THEN coalesce(i.items, []) END AS items,
        CASE WHEN o.tags IS NOT NULL THEN coalesce(t.tags, []) END AS tags,
        attributes
      FROM {cleaned.orders} o LEFT JOIN i ON i.id = o.items LEFT JOIN t ON t.id = o.tags
      """;

  private static Duck duck;

  @BeforeAll
  static void build() {
    duck = SampleLake.built().duck();
  }

  @Test
  void laysOrdersFlat() {
    assertThat(duck.columns("cleaned.orders"))
        .containsExactly(
            "order_id INTEGER",
            "customer.id INTEGER",
            "customer.geo.lat DOUBLE",
            "customer.geo.lng DOUBLE",
            "items VARCHAR",
            "tags VARCHAR",
            "attributes MAP(VARCHAR, VARCHAR)");
    assertThat(duck.columns("cleaned.orders_items"))
        .containsExactly(
            "id VARCHAR",
            "index INTEGER",
            "items.val.sku VARCHAR",
            "items.val.qty INTEGER",
            "items.val.price DECIMAL(10,2)",
            "items.val.discounts VARCHAR");
    assertThat(duck.columns("cleaned.orders_items_discounts"))
        .containsExactly(
            "id VARCHAR",
            "index INTEGER",
            "items.val.discounts.val.code VARCHAR",
            "items.val.discounts.val.amount DECIMAL(10,2)");
    assertThat(duck.columns("cleaned.orders_tags"))
        .containsExactly("id VARCHAR", "index INTEGER", "tags.val VARCHAR");
  }

  @Test
  void joinsBackToTheNestedOrdersExactly() {
    String asText = "SELECT to_json(o)::VARCHAR FROM (%s) o ORDER BY order_id";
    assertThat(duck.rows(asText.formatted(REBUILT)))
        .hasSize(50)
        .isEqualTo(duck.rows(asText.formatted("FROM " + RAW)));
  }

  @Test
  void givesNoArrayTheKeyOfAnother() {
    assertThat(
            duck.number(
                "SELECT count(items) + count(tags) - count(DISTINCT items) - count(DISTINCT tags)"
                    + " FROM {cleaned.orders}"))
        .isZero();
    assertThat(
            duck.number(
                "SELECT count(\"items.val.discounts\") - count(DISTINCT \"items.val.discounts\")"
                    + " FROM {cleaned.orders_items}"))
        .isZero();
  }
}
