package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The users: ten invented people with nested addresses and companies, or their many namesakes. */
final class UsersData implements DataSet {
  private static final String[][] PEOPLE = {
    {"Orla Fennimore", "orla.f", "Fennimore & Daughters", "Ropes that hold their word"},
    {"Tadeusz Brink", "tbrink", "Brink Dredging", "We go lower so that you float higher"},
    {"Zoë Larkspur", "zo_lark", "Larkspur Lanterns", "A little light, where it is wanted"},
    {"Ambrose Quill", "quillpen", "Quill, Quill and Otter", "Ledgers balanced before breakfast"},
    {"Henrike Moss", "hmoss", "Mosswater Mills", "Slow ground, quickly delivered"},
    {"Jabari Stott", "stott_j", "Stott Signal Works", "Seen from the second bend"},
    {"Petronella Vane", "nell.vane", "Vane Weather Bureau", "Mostly right by evening"},
    {"Ishaan Culver", "culver7", "Culver Culverts", "Straight through, without fuss"},
    {"Mairead Holm", "m_holm", "Holm Ferry Company", "Both banks, every hour"},
    {"Lucjan Teasel", "teasel", "Teasel Textiles", "Combed twice, worn for years"},
  };
  private static final String[] STREETS = {
    "Weir Row", "Towpath Lane", "Windlass Street", "Old Sluice Road", "Granary Steps", "Heron Walk"
  };
  private static final String[] CITIES = {
    "Lower Brackwater", "Stonelock", "Netherferry", "Port Almond", "Millsedge"
  };
  private static final String[] TRADES = {
    "hand-spliced moorings",
    "tidal bookkeeping",
    "overnight haulage",
    "reed-bed surveys",
    "lamp-lit wayfinding",
    "sediment removal"
  };

  /** Writes {@code users/users.json}: one array of nested objects. */
  @Override
  public void sample(Path out, long seed) throws IOException {
    List<Map<String, Object>> users = new ArrayList<>();
    for (int id = 1; id <= PEOPLE.length; id++) {
      users.add(user(Dice.of(seed, id), id, PEOPLE[id - 1]));
    }
    Path folder = Files.createDirectories(out.resolve("users"));
    Files.writeString(folder.resolve("users.json"), Json.pretty(users) + "\n");
  }

  /** Writes {@code users/users-NNN.json}: people as JSON lines, about 400 bytes each. */
  @Override
  public void atScale(Path out, long seed, long rows, int files) throws IOException {
    RecordData.of("users", ".json", PEOPLE.length, UsersData::line).atScale(out, seed, rows, files);
  }

  private static byte[] line(long seed, long id) {
    String[] person = PEOPLE[(int) ((id - 1) % PEOPLE.length)].clone();
    person[1] += id > PEOPLE.length ? id : "";
    return Json.line(user(Dice.of(seed, id), id, person));
  }

  private static Map<String, Object> user(Dice dice, long id, String[] person) {
    String site = person[2].toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-") + ".example";
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", id);
    user.put("name", person[0]);
    user.put("username", person[1]);
    user.put("email", person[1] + "@" + site);
    user.put("address", address(dice));
    user.put("phone", String.format(Locale.ROOT, "555-01%02d", 10 + id));
    user.put("website", site);
    user.put("company", company(dice, person));
    return user;
  }

  private static Map<String, Object> address(Dice dice) {
    Map<String, Object> address = new LinkedHashMap<>();
    address.put("street", dice.between(1, 180) + " " + dice.pick(STREETS));
    address.put("suite", (dice.oneIn(2) ? "Flat " : "Unit ") + dice.between(1, 40));
    address.put("city", dice.pick(CITIES));
    address.put("zipcode", String.format(Locale.ROOT, "%05d", dice.below(100_000)));
    address.put("geo", geo(dice));
    return address;
  }

  private static Map<String, Object> geo(Dice dice) {
    Map<String, Object> geo = new LinkedHashMap<>();
    geo.put("lat", degrees(dice, 90));
    geo.put("lng", degrees(dice, 180));
    return geo;
  }

  private static String degrees(Dice dice, int limit) {
    return String.format(
        Locale.ROOT, "%d.%04d", dice.between(1 - limit, limit - 1), dice.below(10_000));
  }

  private static Map<String, Object> company(Dice dice, String[] person) {
    Map<String, Object> company = new LinkedHashMap<>();
    company.put("name", person[2]);
    company.put("catchPhrase", person[3]);
    company.put("bs", dice.pick(TRADES));
    return company;
  }
}
