package io.sluice.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Departments and the names of those who work there: some have nobody, some do not say. */
final class DepartmentsData {
  private static final String[] NAMES = {"Locks and gates", "Towpaths", "Night signals", "Archive"};
  private static final String[][] USERS = {
    {"orla.f", "tbrink", "nell.vane"}, {"m_holm", "culver7"}, {}, null
  };

  private DepartmentsData() {}

  /**
   * Returns the data set: JSON lines. In each four departments, the first two have users, the third
   * has an empty array, and the fourth null.
   */
  static DataSet of() {
    return RecordData.of("departments", ".json", NAMES.length, DepartmentsData::line);
  }

  private static byte[] line(long seed, long row) {
    int kind = (int) ((row - 1) % NAMES.length);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("department", row <= NAMES.length ? NAMES[kind] : NAMES[kind] + " " + row);
    fields.put("users", USERS[kind] == null ? null : users(seed, row, USERS[kind]));
    return Json.line(fields);
  }

  private static List<String> users(long seed, long row, String[] known) {
    if (row <= NAMES.length || known.length == 0) {
      return Arrays.asList(known);
    }
    Dice dice = Dice.of(seed, row);
    List<String> users = new ArrayList<>();
    for (int i = dice.between(1, 6); i > 0; i--) {
      users.add("user" + dice.below(1_000_000));
    }
    return users;
  }
}
