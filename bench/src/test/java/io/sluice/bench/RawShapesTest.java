package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about each kind of raw data, for the oddities are what the lake has to cope with. */
class RawShapesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path out;

  @Test
  void breaksOneLogLineInFiftyInFourWays() throws IOException {
    List<String> flaws = new ArrayList<>();
    byte[] all = Files.readAllBytes(make("web_logs").resolve("web_logs.json"));
    int from = 0;
    int lines = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        flaw(ByteBuffer.wrap(all, from, i - from)).ifPresent(flaws::add);
        from = i + 1;
        lines++;
      }
    }
    assertThat(lines).isEqualTo(500);
    assertThat(flaws)
        .containsExactly(
            "cut off",
            "wrong type",
            "no JSON",
            "no UTF-8",
            "cut off",
            "wrong type",
            "no JSON",
            "no UTF-8",
            "cut off",
            "wrong type");
  }

  private static Optional<String> flaw(ByteBuffer line) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(line).toString();
    } catch (CharacterCodingException e) {
      return Optional.of("no UTF-8");
    }
    try {
      JsonNode log = JSON.readTree(text);
      if (!log.isObject()) {
        return Optional.of("no JSON");
      }
      assertThat(log.fieldNames())
          .toIterable()
          .containsExactly("ip", "timestamp", "request", "response_code", "user_agent");
      return log.get("response_code").isInt() ? Optional.empty() : Optional.of("wrong type");
    } catch (IOException e) {
      return Optional.of(text.startsWith("{") ? "cut off" : "no JSON");
    }
  }

  @Test
  void leavesOneDepartmentEmptyAndOneNull() throws IOException {
    Map<String, String> users = new LinkedHashMap<>();
    for (JsonNode line : lines(make("departments").resolve("departments.json"))) {
      users.put(line.get("department").textValue(), line.get("users").toString());
    }
    assertThat(users)
        .containsExactly(
            Map.entry("Locks and gates", "[\"orla.f\",\"tbrink\",\"nell.vane\"]"),
            Map.entry("Towpaths", "[\"m_holm\",\"culver7\"]"),
            Map.entry("Night signals", "[]"),
            Map.entry("Archive", "null"));
  }

  @Test
  void repeatsSixOfSixtyCourses() throws IOException {
    List<String> lines = Files.readAllLines(make("courses").resolve("courses.csv"));
    assertThat(lines.get(0))
        .isEqualTo(
            "course_id,title,author,original_price,discount,survey,published_local,zone,address");
    List<String> courses = lines.subList(1, lines.size());
    assertThat(courses).hasSize(60);
    assertThat(new HashSet<>(courses)).hasSize(54);
    assertThat(courses).anyMatch(c -> c.contains(",Like,")).anyMatch(c -> c.contains(",Dislike,"));
    assertThat(courses)
        .allMatch(
            c ->
                c.matches(
                    ".*,(0[1-9]|1[0-2])202[12][0-3]\\d [0-2]\\d:[0-5]\\d,[\\w/]+,\"\\d+ [^,]+, [^,]+, \\d{5}\""));
  }

  @Test
  void writesSalesWhoseQuotedNamesHoldCommasQuotesAndLineBreaks() throws IOException {
    String text = Files.readString(make("sales").resolve("sales.csv"));

    assertThat(text).startsWith("sale_id,product_name,sale_date,sale_amount\n1,");
    assertThat(text.split("\n(?=\\d+,)", -1)).hasSize(401);
    assertThat(text)
        .contains(",\"Rope, hemp, 10 m\",", ",\"Postcards,\nset of six\",", "\"Lantern \"\"Second");
  }

  @Test
  void writesAccessLogsOfFourteenFieldsBetweenTabs() throws IOException {
    List<String> lines = Files.readAllLines(make("access_logs").resolve("access_logs.log"));

    assertThat(lines).hasSize(200).allMatch(line -> line.split("\t", -1).length == 14);
    assertThat(lines.get(0)).startsWith("2022-06-28\t00:07:11\t");
  }

  @Test
  void nestsArraysInOrdersThatMayBeNullOrEmptyAtEachLevel() throws IOException {
    List<JsonNode> orders = lines(make("orders").resolve("orders.json"));
    List<JsonNode> items = new ArrayList<>();
    orders.forEach(order -> order.get("items").forEach(items::add));

    assertThat(orders).hasSize(50);
    assertThat(orders).extracting(order -> kind(order.get("items"))).contains("null", "[]", "some");
    assertThat(orders).extracting(order -> kind(order.get("tags"))).contains("null", "[]", "some");
    assertThat(items)
        .extracting(item -> kind(item.get("discounts")))
        .contains("null", "[]", "some");
    assertThat(items).extracting(JsonNode::size).containsOnly(4);
    assertThat(orders.get(0).get("items").get(1)).isEqualTo(orders.get(0).get("items").get(2));
  }

  @Test
  void snapsFiveCustomersOnThirtyDaysMostlyUnchangedAndSomeTiedOnTime() throws IOException {
    Map<String, List<JsonNode>> days = new TreeMap<>();
    try (Stream<Path> files = Files.walk(make("customers"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        days.put(out.relativize(file).toString().replace('\\', '/'), lines(file));
      }
    }
    Set<JsonNode> versions = new HashSet<>();
    Set<String> times = new TreeSet<>();
    days.values().forEach(versions::addAll);
    versions.forEach(v -> times.add(v.get("customerId") + " " + v.get("ts").textValue()));

    assertThat(days).hasSize(30).containsKey("customers/2022/07/01/customers.json");
    assertThat(days.values())
        .allSatisfy(
            day ->
                assertThat(day)
                    .extracting(record -> record.get("customerId").intValue())
                    .containsExactly(1, 2, 3, 4, 5));
    assertThat(versions).hasSizeLessThan(40);
    // Some versions differ in all but their time; the newest of customer 5 are such a pair.
    assertThat(times).hasSizeLessThan(versions.size());
    assertThat(versions)
        .filteredOn(v -> v.get("ts").textValue().equals("2022-07-10T13:02:32Z"))
        .extracting(v -> v.get("customerId") + " " + v.get("revenue"))
        .containsExactlyInAnyOrder("5 3231.25", "5 5993.62");
  }

  @Test
  void followsTheEmployeesInFilesNamedByTheirTime() throws IOException {
    make("employees");
    Path folder = out.resolve("dms/classicmodels/employees");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly(
              "20220705-180354959.parquet",
              "20220705-181722406.parquet",
              "20220706-090215733.parquet",
              "20220706-143008120.parquet",
              "20220706-150001547.parquet",
              "LOAD00000001.parquet");
    }
    assertThat(folder.resolve("20220706-150001547.parquet"))
        .as("delivered twice")
        .hasSameBinaryContentAs(folder.resolve("20220705-180354959.parquet"));
  }

  private Path make(String data) throws IOException {
    SampleData.write(SampleData.Arguments.parse(data, "--out", out.toString()));
    return out.resolve(data);
  }

  private static String kind(JsonNode array) {
    return array.isNull() ? "null" : array.isEmpty() ? "[]" : "some";
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
