package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateTest {

  /** Gives each row, good or bad, with its reasons in the place of the rows that pass. */
  private static final class Reasons implements Tally {

    private Dataset<Row> marked;

    @Override
    public boolean counting() {
      return true;
    }

    @Override
    public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
      throw new AssertionError("validate filters nothing");
    }

    @Override
    public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
      marked = rows.withColumn("reasons", reasons);
      return rows.filter(functions.size(reasons).equalTo(0));
    }

    @Override
    public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
      throw new AssertionError("validate adds nothing");
    }
  }

  /** Returns the reasons of each row, in the order of the rows. */
  private static List<String> reasons(Validate validate, Dataset<Row> rows) {
    Reasons tally = new Reasons();
    Dataset<Row> unused = validate.apply(rows, tally);
    return tally.marked.select("reasons").collectAsList().stream()
        .map(r -> String.join("; ", r.<String>getList(0)))
        .toList();
  }

  /** Returns the reasons of the values of a column {@code x}, given as the list of VALUES. */
  private static List<String> of(RowRule rule, String values) {
    return reasons(Validate.of(rule), Rows.sql("SELECT * FROM VALUES " + values + " AS t(x)"));
  }

  private static Dataset<Row> orders() {
    return Rows.sql(
        "SELECT * FROM VALUES"
            + " (1, 'a@b.example', 'new', DATE'2024-01-01', DATE'2024-01-02', 5),"
            + " (2, 'nobody', 'lost', DATE'2024-01-03', DATE'2024-01-02', 500),"
            + " (NULL, NULL, NULL, NULL, NULL, NULL)"
            + " AS t(id, email, state, opened, closed, qty)");
  }

  private static final List<RowRule> ORDER_RULES =
      List.of(
          RowRule.required("id"),
          RowRule.between("qty", "1", "100"),
          RowRule.format("email", TextFormat.EMAIL),
          RowRule.oneOf("state", "new", "done"),
          RowRule.check("dates_in_order", "opened <= closed"));

  @Test
  void passesGoodRowsAsTheyAreAndRejectsOthersWithAllTheirReasonsInTheOrderOfTheRules() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = Validate.of(ORDER_RULES).apply(orders(), tally);

    assertThat(Rows.schema(result))
        .isEqualTo("id int, email string, state string, opened date, closed date, qty int");
    assertThat(Rows.of(result)).containsExactly("[1,a@b.example,new,2024-01-01,2024-01-02,5]");
    assertThat(tally.rejectedRows).isEqualTo(2);
    assertThat(tally.calls).containsExactly("reject");
    assertThat(reasons(Validate.of(ORDER_RULES), orders()))
        .containsExactly(
            "",
            "range: qty: above 100; format: email: not an email; enum: state: not in the list;"
                + " check: dates_in_order",
            "required: id");
    assertThat(Rows.of(Validate.of(ORDER_RULES).apply(orders()))).hasSize(1);
    assertThat(Validate.of(ORDER_RULES).accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(Validate.of(ORDER_RULES).name()).isEqualTo("validate");
  }

  @Test
  void rejectsNullsUnderEveryRuleThatLooksAtThemWhenAsked() {
    List<RowRule> rules = new ArrayList<>(ORDER_RULES);
    rules.add(RowRule.type("email", "string"));
    rules.add(RowRule.unique("id", "qty"));
    rules.add(RowRule.references("qty", Rows.sql("SELECT 5 AS n UNION SELECT 500"), "n", "r.n"));
    Validate validate = Validate.of(rules).withNulls(NullPolicy.REJECT);

    assertThat(reasons(validate, orders()))
        .contains(
            "",
            "required: id; range: qty: null; format: email: null; enum: state: null;"
                + " check: dates_in_order; unique: id, qty: null; references: qty: null");
    assertThat(validate.apply(orders()).count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT | 2 | 4 | 1,2,4,5 | below 2,,,above 4",
        "INT | 1.5 | 3.5 | 1,2,3,4 | below 1.5,,,above 3.5",
        "BIGINT | -9223372036854775808 | 9223372036854775806 | 9223372036854775807,0 |"
            + " above 9223372036854775806,",
        "DECIMAL(5,2) | 0.005 | 0.015 | 0.00,0.01,0.02 | below 0.005,,above 0.015",
        "DECIMAL(38,30) | -1 | 12345678.5 | -1.01,12345678.5,12345678.6 | below -1,,above 12345678.5",
        "DOUBLE | 0.1 | 1e3 | 0.0,0.1,1000,1001,NaN,Infinity,-Infinity |"
            + " below 0.1,,,above 1e3,not a number;above 1e3,above 1e3,below 0.1",
        "FLOAT | 0.1 | 0.2 | 0.1,0.2,0.21 | ,,above 0.2",
        "DATE | 2024-02-29 | 2024-12-31 | 2024-02-28,2024-02-29,2024-12-31,2025-01-01 |"
            + " below 2024-02-29,,,above 2024-12-31",
        "TIMESTAMP_NTZ | 2024-01-01 | 2024-01-02 12:00:00.5 |"
            + " 2023-12-31 23:59:59,2024-01-01 00:00:00,2024-01-02 12:00:01 |"
            + " below 2024-01-01,,above 2024-01-02 12:00:00.5",
      })
  void keepsTheBoundsOfTheColumnsType(
      String type, String least, String most, String values, String expected) {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT CAST(v AS "
                + type
                + ") AS x FROM (SELECT explode(split('"
                + values
                + "', ',')) AS v)");
    List<String> wanted =
        List.of((expected == null ? "" : expected).split(",", -1)).stream()
            .map(String::strip)
            .map(w -> w.isEmpty() ? "" : "range: x: " + w.replace(";", "; range: x: "))
            .toList();

    for (String ansi : List.of("true", "false")) {
      assertThat(
              Rows.with(
                  "spark.sql.ansi.enabled",
                  ansi,
                  () -> reasons(Validate.of(RowRule.between("x", least, most)), rows)))
          .isEqualTo(wanted);
    }
  }

  @Test
  void leavesTheBoundsOutWhereTheyAreExclusive() {
    assertThat(of(RowRule.above("x", "1"), "(1), (2), (NULL)"))
        .containsExactly("range: x: not above 1", "", "");
    assertThat(of(RowRule.below("x", "2"), "(1), (2), (NULL)"))
        .containsExactly("", "range: x: not below 2", "");
    assertThat(of(RowRule.above("x", "1.5"), "(1), (2)"))
        .containsExactly("range: x: not above 1.5", "");
    assertThat(of(RowRule.below("x", "1.5"), "(1), (2)"))
        .containsExactly("", "range: x: not below 1.5");
    assertThat(of(RowRule.atLeast("x", "2"), "(1), (2)")).containsExactly("range: x: below 2", "");
    assertThat(of(RowRule.atMost("x", "1"), "(1), (2)")).containsExactly("", "range: x: above 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kolkata"})
  void readsBoundsOfTimesInUtcWhateverTheSessionsZoneIs(String zone) {
    List<String> found =
        Rows.with(
            "spark.sql.session.timeZone",
            zone,
            () ->
                reasons(
                    Validate.of(
                        RowRule.between("x", "2024-03-10", "2024-03-10T12:00:00.000001+02:00")),
                    Rows.sql(
                        "SELECT timestamp_micros(v) AS x FROM VALUES (1710028799999999L),"
                            + " (1710028800000000L), (1710064800000001L), (1710064800000002L)"
                            + " AS t(v)")));

    assertThat(found)
        .containsExactly(
            "range: x: below 2024-03-10",
            "",
            "",
            "range: x: above 2024-03-10T12:00:00.000001+02:00");
  }

  @Test
  void countsCharactersAndBytes() {
    assertThat(of(RowRule.length("x", 2, 3), "('a'), ('äß'), ('日本語'), ('abcd'), ('')"))
        .containsExactly("length: x: below 2", "", "", "length: x: above 3", "length: x: below 2");
    assertThat(of(RowRule.length("x", 2, 2), "(X'00'), (X'0001'), (NULL)"))
        .containsExactly("length: x: below 2", "", "");
  }

  @Test
  void countsElementsAndEntries() {
    assertThat(of(RowRule.items("x", 1, 2), "(array()), (array(1)), (array(1,2,3)), (NULL)"))
        .containsExactly("items: x: below 1", "", "items: x: above 2", "");
    assertThat(of(RowRule.items("x", 1, 2), "(map()), (map('a', 1)), (NULL)"))
        .containsExactly("items: x: below 1", "", "");
  }

  @Test
  void findsAPatternAnywhereUnlessItIsAnchored() {
    assertThat(of(RowRule.matches("x", "[0-9]{2}"), "('a12b'), ('a1b2'), (NULL)"))
        .containsExactly("", "pattern: x: does not match [0-9]{2}", "");
    assertThat(of(RowRule.matches("x", "^[a-z]+$"), "('abc'), ('abc1'), ('abc\\n')"))
        .containsExactly(
            "", "pattern: x: does not match ^[a-z]+$", "pattern: x: does not match ^[a-z]+$");
    assertThat(of(RowRule.matches("x", "^\\d\\\\$"), "('1\\\\'), ('1')").get(0)).isEmpty();
    assertThat(of(RowRule.matches("x", "5\\$"), "('5$ or so'), ('5')").get(0)).isEmpty();
    assertThat(of(RowRule.matches("x", "it's \"ü\""), "('it\\'s \"ü\"'), ('its')").get(0))
        .isEmpty();
  }

  @Test
  void readsPatternsTheSameHoweverTheSessionReadsBackslashes() {
    Dataset<Row> rows = Rows.sql("SELECT '7' AS x UNION ALL SELECT 'd'");
    List<String> found =
        Rows.with(
            "spark.sql.parser.escapedStringLiterals",
            "true",
            () -> reasons(Validate.of(RowRule.matches("x", "^\\d$")), rows));

    assertThat(found).containsExactly("", "pattern: x: does not match ^\\d$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT | 1, 2 | 1,2,3 | ,,!",
        "DECIMAL(4,2) | 1.5, 2 | 1.5,2,1.51 | ,,!",
        "DOUBLE | 1.5, -2 | 1.5,-2,2 | ,,!",
        "BOOLEAN | True | true,false | ,!",
        "DATE | 2024-02-29 | 2024-02-29,2024-03-01 | ,!",
        "STRING | a, A | a,A,b | ,,!",
      })
  void takesOnlyTheValuesOfTheList(String type, String list, String values, String expected) {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT CAST(v AS "
                + type
                + ") AS x FROM (SELECT explode(split('"
                + values
                + "', ',')) AS v UNION ALL SELECT NULL)");
    List<String> wanted = new ArrayList<>();
    for (String w : expected.split(",", -1)) {
      wanted.add(w.isEmpty() ? "" : "enum: x: not in the list");
    }
    wanted.add("");

    assertThat(reasons(Validate.of(RowRule.oneOf("x", list.split(", "))), rows)).isEqualTo(wanted);
  }

  @Test
  void looksAtTextAsTheTypeItMustBeOf() {
    Dataset<Row> rows =
        Rows.sql("SELECT * FROM VALUES ('7'), ('10'), ('ten'), (NULL), ('007') AS t(x)");
    Validate validate =
        Validate.of(
            RowRule.atMost("x", "9"),
            RowRule.type("x", "int"),
            RowRule.length("x", 1, 2),
            RowRule.oneOf("x", "7", "10"));

    assertThat(reasons(validate, rows))
        .containsExactly(
            "",
            "range: x: above 9",
            "type: x: not an int; length: x: above 2",
            "",
            "length: x: above 2");
    assertThat(Rows.schema(validate.apply(rows))).isEqualTo("x string");
    assertThat(reasons(validate.withNulls(NullPolicy.REJECT), rows).subList(2, 4))
        .containsExactly(
            "type: x: not an int; length: x: above 2",
            "range: x: null; length: x: null; enum: x: null");
  }

  @Test
  void asksNothingOfAColumnThatHasTheTypeOrANarrowerOne() {
    Dataset<Row> rows = Rows.sql("SELECT 1 AS x");
    Validate validate = Validate.of(RowRule.type("x", "bigint"), RowRule.type("x", "int"));
    RecordingTally tally = RecordingTally.asked();

    assertThat(validate.apply(rows, tally)).isSameAs(rows);
    assertThat(tally.calls).isEmpty();
    assertThat(Rows.of(Validate.of(RowRule.type("x", "binary")).apply(Rows.sql("SELECT 'a' AS x"))))
        .containsExactly("[a]");
  }

  private static Dataset<Row> nested() {
    return Rows.sql(
            "SELECT from_json(j, 'id INT, home STRUCT<city STRING, geo: STRUCT<lat DOUBLE>>,"
                + " items ARRAY<STRUCT<qty: INT, codes: ARRAY<STRING>>>, tags ARRAY<STRING>') AS o"
                + " FROM VALUES"
                + " ('{\"home\": {\"city\": \"x\", \"geo\": {\"lat\": 1}}, \"items\": [{\"qty\": 1,"
                + " \"codes\": [\"a\"]}], \"tags\": [\"t\"]}'),"
                + " ('{\"home\": {\"geo\": {\"lat\": 91}}, \"items\": [{\"qty\": 1}, {\"qty\": 0,"
                + " \"codes\": [\"a\", \"bb\"]}], \"tags\": [\"t\", null]}'),"
                + " ('{\"items\": [null, {\"codes\": [null]}], \"tags\": []}'),"
                + " ('{}') AS t(j)")
        .select("o.*");
  }

  @Test
  void walksIntoStructsAndIntoEachElementOfAnArray() {
    Validate validate =
        Validate.of(
            RowRule.required("home.city"),
            RowRule.atMost("HOME.geo.lat", "90"),
            RowRule.required("items[].qty"),
            RowRule.atLeast("items[].qty", "1"),
            RowRule.length("items[].codes[]", 1, 1),
            RowRule.required("tags[]"));

    assertThat(reasons(validate, nested()))
        .containsExactly(
            "",
            "required: home.city; range: home.geo.lat: above 90; range: items[].qty: below 1;"
                + " length: items[].codes[]: above 1; required: tags[]",
            "required: items[].qty",
            "");
    assertThat(
            reasons(
                Validate.of(
                        RowRule.atMost("home.geo.lat", "90"),
                        RowRule.oneOf("home.city", "x"),
                        RowRule.oneOf("items[].codes[]", "a", "bb"))
                    .withNulls(NullPolicy.REJECT),
                nested()))
        .containsExactly(
            "",
            "range: home.geo.lat: above 90; enum: home.city: null",
            "enum: items[].codes[]: null",
            "");
  }

  @Test
  void takesAnyNameBetweenBackticks() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 5 AS `a.b`, 5 AS `größe in m`, 5 AS `x[]`, 5 AS `t``k`, named_struct('p.q', 5)"
                + " AS s, array(5) AS element0");

    assertThat(
            reasons(
                Validate.of(
                    RowRule.below("`a.b`", "5"),
                    RowRule.below("größe in m", "5"),
                    RowRule.below("`x[]`", "5"),
                    RowRule.below("`t``k`", "5"),
                    RowRule.below("s.`p.q`", "5"),
                    RowRule.below("element0[]", "5")),
                rows))
        .containsExactly(
            "range: `a.b`: not below 5; range: größe in m: not below 5; range: x[]: not below 5;"
                + " range: `t``k`: not below 5; range: s.`p.q`: not below 5;"
                + " range: element0[]: not below 5");
  }

  @Test
  void tellsColumnsThatDifferInCaseApartWhereTheSessionDoes() {
    List<String> found =
        Rows.with(
            "spark.sql.caseSensitive",
            "true",
            () -> reasons(Validate.of(RowRule.below("A", "2")), Rows.sql("SELECT 3 AS A, 1 AS a")));

    assertThat(found).containsExactly("range: A: not below 2");
    assertRefused(Rows.sql("SELECT 3 AS A, 1 AS a"), RowRule.below("A", "2"), "could be any of");
  }

  @Test
  void rejectsAllRowsOfARepeatedKeyAndNoneWithoutAKey() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, 'a', 1), (1, 'a', 2), (1, 'b', 3), (NULL, 'a', 4),"
                + " (NULL, 'a', 4), (2, NULL, 5) AS t(k, l, n)");
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = Validate.of(RowRule.unique("k", "l")).apply(rows, tally);

    assertThat(Rows.schema(result)).isEqualTo("k int, l string, n int");
    assertThat(Rows.of(result))
        .containsExactlyInAnyOrder("[1,b,3]", "[null,a,4]", "[null,a,4]", "[2,null,5]");
    assertThat(tally.rejected).isEqualTo(Map.of("unique: k, l", 2L));
  }

  @Test
  void takesNanForNanAndMinusZeroForZeroAsKeys() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (double('NaN')), (double('NaN')), (0.0D), (-0.0D), (1D) AS t(x)");

    assertThat(Rows.of(Validate.of(RowRule.unique("x")).apply(rows))).containsExactly("[1.0]");
  }

  @Test
  void rejectsWhatIsNotAmongTheKeysOfOtherRows() {
    Dataset<Row> other =
        Rows.sql("SELECT * FROM VALUES (1L, 'a'), (1L, 'a'), (NULL, 'a'), (2L, 'b') AS t(id, l)");
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, 'a', 0), (2, 'a', 1), (3, 'c', 2), (NULL, 'z', 3)"
                + " AS t(id, l, n)");
    RecordingTally tally = RecordingTally.asked();
    Validate validate =
        Validate.of(
            RowRule.references("id", other, "id", "other.id"),
            new RowRule.References(
                List.of("id", "l"), other, List.of("id", "l"), "other.id, other.l"));

    assertThat(Rows.of(validate.apply(rows, tally)))
        .containsExactlyInAnyOrder("[1,a,0]", "[null,z,3]");
    assertThat(Rows.schema(validate.apply(rows))).isEqualTo("id int, l string, n int");
    assertThat(tally.rejected)
        .isEqualTo(
            Map.of(
                "references: id: not in other.id", 1L,
                "references: id, l: not in other.id, other.l", 2L));
  }

  @Test
  void findsReferencesAmongItsOwnRows() {
    Dataset<Row> staff =
        Rows.sql("SELECT * FROM VALUES (1, NULL), (2, 1), (3, 9) AS t(number, boss)");

    assertThat(
            Rows.of(
                Validate.of(RowRule.references("boss", staff, "number", "staff.number"))
                    .apply(staff)))
        .containsExactlyInAnyOrder("[1,null]", "[2,1]");
  }

  @Test
  void carriesLineageAlongAndHidesItFromRules() {
    Dataset<Row> rows = Rows.sql("SELECT 1 AS a, 'f' AS __sluice_file UNION ALL SELECT 2, 'g'");
    Dataset<Row> other = Rows.sql("SELECT 2 AS a, 'h' AS __sluice_file");
    Validate validate =
        Validate.of(
            RowRule.unique("a"),
            RowRule.references("a", other, "a", "other.a"),
            RowRule.check("two", "a <> 1"));

    assertThat(Rows.schema(validate.apply(rows))).isEqualTo("a int, __sluice_file string");
    assertThat(Rows.of(validate.apply(rows))).containsExactly("[2,g]");
    assertRefused(rows, RowRule.required("__sluice_file"), "no such column");
    assertRefused(rows, RowRule.check("c", "__sluice_file = 'f'"), "no such column");
  }

  @Test
  void addsNoShuffleWithoutKeysAndOneForEachUniqueKey() {
    Dataset<Row> rows = Rows.sql("SELECT id, CAST(id AS STRING) AS t FROM range(100)");
    Dataset<Row> other = Rows.sql("SELECT id AS k FROM range(10)");

    assertThat(
            Rows.physical(
                Validate.of(RowRule.below("id", "5"), RowRule.matches("t", "1")).apply(rows)))
        .doesNotContain("Exchange");
    assertThat(
            Rows.occurrences(
                Rows.physical(Validate.of(RowRule.unique("t")).apply(rows)), "Exchange hash"))
        .isEqualTo(1);
    assertThat(
            Rows.physical(Validate.of(RowRule.references("id", other, "k", "other.k")).apply(rows)))
        .contains("BroadcastHashJoin");
  }

  @Test
  void holdsHundredsOfRulesWithoutSlowingThePlanner() {
    List<String> columns = new ArrayList<>();
    List<RowRule> rules = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      columns.add("id + " + i + " AS c" + i);
      rules.add(RowRule.between("c" + i, "0", String.valueOf(i + 5)));
    }
    Dataset<Row> rows = Rows.sql("SELECT " + String.join(", ", columns) + " FROM range(10)");
    long start = System.nanoTime();
    List<String> found = reasons(Validate.of(rules), rows);

    assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
    assertThat(found.subList(0, 6)).containsOnly("");
    assertThat(found.get(6)).startsWith("range: c0: above 5; range: c1: above 6");
  }

  @Test
  void refusesRulesThatDoNotFitTheColumns() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS id, 'a' AS name, true AS ok, array(named_struct('qty', 1)) AS items,"
                + " map('a', 1) AS m, named_struct('city', 'x') AS home");
    assertRefused(
        rows,
        RowRule.required("idd"),
        "Cannot validate column: idd (no such column",
        "Did you mean id?");
    assertRefused(rows, RowRule.required("home.citty"), "Did you mean home.city?");
    assertRefused(rows, RowRule.below("items.qty", "1"), "items is an array", "Write items[]");
    assertRefused(rows, RowRule.below("home[].city", "1"), "not an array). Leave out the []");
    assertRefused(rows, RowRule.below("m.a", "1"), "m is a map<string,int>, not a struct");
    assertRefused(rows, RowRule.required("[]"), "a name is empty");
    assertRefused(rows, RowRule.below("ok", "1"), "it is a boolean, which has no range");
    assertRefused(rows, RowRule.below("name", "1"), "Say first which type its texts are of");
    assertRefused(
        rows, RowRule.below("id", "one"), "Cannot check range of column: id (one is not an int)");
    assertRefused(rows, RowRule.below("id", "1e99999999"), "is not an int");
    assertRefused(rows, RowRule.oneOf("id", "1", "1.5"), "1.5 is not an int");
    assertRefused(rows, RowRule.oneOf("ok", "yes"), "yes is not a boolean");
    assertRefused(rows, RowRule.oneOf("m", "yes"), "yes is not a map");
    assertRefused(rows, RowRule.oneOf("id"), "its list of values is empty");
    assertRefused(rows, RowRule.length("id", 1, 2), "it is an int, which has no length");
    assertRefused(rows, RowRule.length("items", 1, 2), "Ask for the number of its items");
    assertRefused(rows, RowRule.items("id", 1, 2), "it is an int, which has no items");
    assertRefused(rows, RowRule.matches("id", "1"), "it is an int, not a string");
    assertRefused(rows, RowRule.matches("name", "("), "Cannot use pattern: ( (Unclosed group");
    assertRefused(rows, RowRule.format("id", TextFormat.URI), "it is an int, not a string");
    assertRefused(rows, RowRule.type("id", "smallint"), "it is an int and must be a smallint");
    assertRefused(rows, RowRule.type("name", "array<int>"), "must be an array<int>");
    assertRefused(rows, RowRule.check("c", "idd > 1"), "Did you mean id?");
    assertRefused(rows, RowRule.check("c", "id + 1"), "it is an int, not a boolean");
    assertRefused(
        rows, RowRule.check("c", " "), "Cannot check c: nothing (the predicate is empty)");
    assertRefused(rows, RowRule.unique(), "the list of columns is empty");
    assertRefused(rows, RowRule.unique("m"), "maps cannot be compared");
    assertRefused(rows, RowRule.unique("items[].qty"), "a row has any number of them");
    assertRefused(rows, RowRule.unique("idd"), "Did you mean id?");
    assertRefused(rows, RowRule.references("id", rows, "idd", "r.idd"), "Cannot find reference in");
    assertRefused(rows, RowRule.references("id", rows, "name", "r.name"), "Cannot join on");
    assertRefused(
        rows,
        new RowRule.References(List.of("id"), rows, List.of("id", "name"), "r"),
        "1 columns cannot equal 2");
    assertRefused(
        rows,
        new RowRule.References(List.of(), rows, List.of(), "r"),
        "the list of columns is empty");
    assertThatThrownBy(() -> Validate.of().apply(rows)).hasMessageContaining("rules is empty");
  }

  private static void assertRefused(Dataset<Row> rows, RowRule rule, String... parts) {
    assertThatThrownBy(() -> Validate.of(rule).apply(rows))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void asksForLeastOrMostAlone() {
    assertThat(of(new RowRule.Length("x", Optional.of(2), Optional.empty()), "('a'), ('abc')"))
        .containsExactly("length: x: below 2", "");
    assertThat(of(new RowRule.Items("x", Optional.empty(), Optional.of(1)), "(array(1, 2))"))
        .containsExactly("items: x: above 1");
  }
}
