package io.sluice.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Orders as JSON lines, with arrays in arrays. An array may be null, empty or filled, at each
 * level; two of an order's items may be equal in all fields.
 */
final class OrdersData {
  private static final int ROWS = 50;
  private static final String[] SKUS = {
    "ROPE-10", "ROPE-25", "WINDLASS", "LANTERN-A", "TIDES-22", "POSTCARD-6", "PIN-STEEL", "KETTLE"
  };
  private static final String[] CODES = {"SPRING", "CREW", "SECOND-BEND", "RAINY DAY"};
  private static final String[] TAGS = {"gift", "express", "boathouse", "fragile", "réservé"};
  private static final String[] ATTRIBUTES = {"channel", "note", "berth"};
  private static final String[] VALUES = {"kiosk", "web", "ring twice", "B 12", ""};

  private OrdersData() {}

  static DataSet of() {
    return RecordData.of("orders", ".json", ROWS, OrdersData::line);
  }

  private static byte[] line(long seed, long row) {
    Dice dice = Dice.of(seed, row);
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("order_id", row);
    order.put("customer", customer(dice));
    order.put("items", list(dice, 4, () -> item(dice)));
    order.put("tags", list(dice, 3, () -> dice.pick(TAGS)));
    order.put("attributes", attributes(dice));
    return Json.line(order);
  }

  private static Map<String, Object> customer(Dice dice) {
    Map<String, Object> geo = new LinkedHashMap<>();
    geo.put("lat", degrees(dice, 90));
    geo.put("lng", degrees(dice, 180));
    Map<String, Object> customer = new LinkedHashMap<>();
    customer.put("id", dice.between(1, 40));
    customer.put("geo", geo);
    return customer;
  }

  private static BigDecimal degrees(Dice dice, int limit) {
    return new BigDecimal(
        String.format(
            Locale.ROOT, "%d.%03d5", dice.between(1 - limit, limit - 1), dice.below(1000)));
  }

  private static Map<String, Object> item(Dice dice) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("sku", dice.pick(SKUS));
    item.put("qty", dice.between(1, 12));
    item.put("price", dice.money(95, 18_999));
    item.put("discounts", list(dice, 2, () -> discount(dice)));
    return item;
  }

  private static Map<String, Object> discount(Dice dice) {
    Map<String, Object> discount = new LinkedHashMap<>();
    discount.put("code", dice.pick(CODES));
    discount.put("amount", dice.money(10, 90));
    return discount;
  }

  /** Returns nothing at all, or up to {@code most} elements of which one may come twice. */
  private static List<Object> list(Dice dice, int most, Supplier<Object> element) {
    if (dice.oneIn(10)) {
      return null;
    }
    List<Object> list = new ArrayList<>();
    for (int i = dice.between(0, most); i > 0; i--) {
      boolean again = !list.isEmpty() && dice.oneIn(8);
      list.add(again ? list.get(list.size() - 1) : element.get());
    }
    return list;
  }

  private static Map<String, Object> attributes(Dice dice) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (String name : ATTRIBUTES) {
      if (dice.oneIn(2)) {
        attributes.put(name, dice.pick(VALUES));
      }
    }
    return attributes;
  }
}
