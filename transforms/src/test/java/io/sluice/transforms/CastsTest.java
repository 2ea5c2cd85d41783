package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.Seq;

/** What becomes of single values, in every mode and zone of the session. */
class CastsTest {

  /** A value in SQL, the type it is cast to, and what it becomes or that it fails. */
  private record Case(String value, String type, String expected) {}

  private static final String CASES =
      """
      '12'                                             | int                    | 12
      ' 12 '                                           | int                    | 12
      '+5'                                             | int                    | 5
      '12abc'                                          | int                    | FAILS
      ''                                               | int                    | FAILS
      '3.0'                                            | int                    | FAILS
      '3000000000'                                     | int                    | FAILS
      '3000000000'                                     | long                   | 3000000000
      '-129'                                           | byte                   | FAILS
      '99999999999999999999'                           | long                   | FAILS
      3000000000L                                      | int                    | FAILS
      40000                                            | short                  | FAILS
      200                                              | byte                   | FAILS
      127                                              | byte                   | 127
      12                                               | long                   | 12
      12Y                                              | int                    | 12
      3.0D                                             | int                    | 3
      3.7D                                             | int                    | FAILS
      -0.0D                                            | int                    | 0
      1e10D                                            | int                    | FAILS
      1e10D                                            | long                   | 10000000000
      9223372036854775808D                             | long                   | FAILS
      -9223372036854775808D                            | long                   | -9223372036854775808
      CAST('NaN' AS DOUBLE)                            | int                    | FAILS
      CAST('Infinity' AS DOUBLE)                       | long                   | FAILS
      CAST(16777216 AS FLOAT)                          | int                    | 16777216
      CAST(2147483648 AS FLOAT)                        | int                    | FAILS
      3.50BD                                           | int                    | FAILS
      3.00BD                                           | int                    | 3
      99999999999BD                                    | int                    | FAILS
      '1.255'                                          | decimal                | 1.26
      '123456789.00'                                   | decimal                | FAILS
      '1e3'                                            | decimal                | 1000.00
      12345678                                         | decimal(10,2)          | 12345678.00
      123456789                                        | decimal(10,2)          | FAILS
      9.99BD                                           | decimal(2,1)           | FAILS
      1.25BD                                           | decimal(3,1)           | 1.3
      1.5D                                             | decimal(3,1)           | 1.5
      CAST('NaN' AS DOUBLE)                            | decimal(3,1)           | FAILS
      1e30D                                            | decimal(38,18)         | FAILS
      true                                             | decimal(2,2)           | FAILS
      true                                             | decimal(2,1)           | 1.0
      '1.5'                                            | double                 | 1.5
      '12d'                                            | double                 | FAILS
      '12f'                                            | float                  | FAILS
      '0x1p3'                                          | double                 | FAILS
      '1e999'                                          | double                 | FAILS
      'Infinity'                                       | double                 | Infinity
      '-inf'                                           | double                 | -Infinity
      'NaN'                                            | double                 | NaN
      '1e300'                                          | float                  | FAILS
      1e300D                                           | float                  | FAILS
      CAST('Infinity' AS DOUBLE)                       | float                  | Infinity
      CAST('NaN' AS DOUBLE)                            | float                  | NaN
      1.5BD                                            | double                 | 1.5
      'true'                                           | boolean                | true
      'N'                                              | boolean                | false
      'maybe'                                          | boolean                | FAILS
      2                                                | boolean                | true
      0                                                | boolean                | false
      true                                             | int                    | 1
      '2024-02-29'                                     | date                   | 2024-02-29
      '2023-02-29'                                     | date                   | FAILS
      '2024-02-29 10:00:00'                            | date                   | 2024-02-29
      '2024-02-29 rubbish'                             | date                   | FAILS
      '2024-03-10 02:30:00'                            | timestamp              | 2024-03-10T02:30:00Z
      '2024-03-10T02:30:00.123456Z'                    | timestamp              | 2024-03-10T02:30:00.123456Z
      '2024-03-10T02:30:00+05:30'                      | timestamp              | 2024-03-09T21:00:00Z
      '2024-03-10T02:30:00 Europe/Paris'               | timestamp              | 2024-03-10T01:30:00Z
      '2024-03-10'                                     | timestamp              | 2024-03-10T00:00:00Z
      '12:30:00'                                       | timestamp              | FAILS
      'T12:30'                                         | timestamp              | FAILS
      '2024-03-10T25:00:00'                            | timestamp              | FAILS
      '2024-03-10 10:00 nowhere'                       | timestamp              | FAILS
      'yesterday'                                      | timestamp              | FAILS
      DATE'2024-11-03'                                 | timestamp              | 2024-11-03T00:00:00Z
      CAST(200000000 AS INT)                           | timestamp              | 1976-05-03T19:33:20Z
      9223372036855L                                   | timestamp              | FAILS
      TIMESTAMP'2024-11-03T05:30:00Z'                  | date                   | 2024-11-03
      TIMESTAMP'2024-11-03T23:30:00Z'                  | date                   | 2024-11-03
      TIMESTAMP'2024-11-03T05:30:00Z'                  | string                 | 2024-11-03 05:30:00
      TIMESTAMP'2024-11-03T06:30:00.5Z'                | string                 | 2024-11-03 06:30:00.5
      TIMESTAMP'1883-11-18T17:00:00Z'                  | string                 | 1883-11-18 17:00:00
      TIMESTAMP'2024-11-03T06:30:00.5Z'                | long                   | 1730615400
      TIMESTAMP'2024-11-03T06:30:00.5Z'                | decimal(12,1)          | 1730615400.5
      TIMESTAMP'2040-01-01T00:00:00Z'                  | int                    | FAILS
      TIMESTAMP'2024-11-03T06:30:00Z'                  | timestamp_ntz          | 2024-11-03T06:30
      TIMESTAMP_NTZ'2024-03-10 02:30:00'               | timestamp              | 2024-03-10T02:30:00Z
      TIMESTAMP_NTZ'2024-03-10 02:30:00'               | date                   | 2024-03-10
      'abc'                                            | binary                 | [61 62 63]
      X'616263'                                        | string                 | abc
      1.0D                                             | string                 | 1.0
      array('1','x')                                   | array<int>             | FAILS
      array('1',NULL)                                  | array<int>             | [1, null]
      map('a','1')                                     | map<string,int>        | Map(a -> 1)
      map('a','x')                                     | map<string,int>        | FAILS
      map(1,'5')                                       | map<bigint,int>        | Map(1 -> 5)
      named_struct('b','7','a',1)                      | struct<a:string,b:int> | [1,7]
      named_struct('B','7')                            | struct<b:int>          | [7]
      named_struct('B','x')                            | struct<b:int>          | FAILS
      named_struct('b','x','a',1)                      | struct<a:string,b:int> | FAILS
      array(named_struct('n','7'))                     | array<struct<n:int>>   | [[7]]
      array(named_struct('n','7.5'))                   | array<struct<n:int>>   | FAILS
      array(TIMESTAMP'2024-11-03T05:30:00Z')           | string                 | [2024-11-03 05:30:00]
      named_struct('t', TIMESTAMP'2024-11-03T05:30:00Z') | string                 | {2024-11-03 05:30:00}
      """;

  @ParameterizedTest(name = "ansi {0}, zone {1}, {2}")
  @CsvSource({
    "false, UTC, CODEGEN_ONLY",
    "true, America/New_York, NO_CODEGEN",
    "false, Asia/Kolkata, NO_CODEGEN",
    "true, Asia/Kolkata, NO_CODEGEN"
  })
  void castsAlikeInEveryModeAndZoneCompiledOrNot(String ansi, String zone, String code)
      throws Exception {
    boolean compiled = code.equals("CODEGEN_ONLY");
    Map<String, String> settings =
        Map.of(
            "spark.sql.ansi.enabled", ansi,
            "spark.sql.session.timeZone", zone,
            "spark.sql.codegen.factoryMode", code,
            "spark.sql.codegen.wholeStage", String.valueOf(compiled));
    Callable<Void> test = CastsTest::castAll;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      Callable<Void> inner = test;
      test = () -> Rows.with(setting.getKey(), setting.getValue(), inner);
    }
    test.call();
  }

  /** Casts all the values as columns of one row; a second row holds NULLs. */
  private static Void castAll() {
    List<Case> cases =
        CASES
            .lines()
            .map(l -> l.split(" *[|] *", -1))
            .map(c -> new Case(c[0].strip(), c[1], c[2].strip()))
            .toList();
    List<String> columns = new ArrayList<>();
    List<Mapping> mappings = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      // It depends on the row, so that Spark cannot fold it away when it plans.
      columns.add("if(id = 0, " + cases.get(i).value() + ", NULL) AS c" + i);
      mappings.add(Mapping.of("c" + i, "c" + i, cases.get(i).type()));
    }
    Dataset<Row> rows =
        Rows.sql("SELECT " + String.join(", ", columns) + " FROM range(0, 2, 1, 1)");
    ApplyMapping mapping = ApplyMapping.of(mappings);
    RecordingTally tally = RecordingTally.asked();
    List<Row> passed = mapping.apply(rows, tally).collectAsList();
    List<Row> nulled = mapping.withFailedCast(FailedCast.NULL).apply(rows).collectAsList();

    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(passed).as("only the row of NULLs passes").hasSize(1);
    for (int i = 0; i < cases.size(); i++) {
      Case c = cases.get(i);
      String reason = "cast: c" + i + ": not " + TypeNames.article(TypeNames.parse(c.type()));
      boolean fails = c.expected().equals("FAILS");
      softly.assertThat(tally.rejected.containsKey(reason)).as("%s fails", c).isEqualTo(fails);
      softly.assertThat(passed.get(0).isNullAt(i)).as("%s, and NULL stays NULL", c).isTrue();
      if (!fails) {
        softly.assertThat(text(nulled.get(0).get(i))).as("%s", c).isEqualTo(c.expected());
      } else if (!c.type().matches("(array|map|struct)<.*")) {
        softly.assertThat(nulled.get(0).isNullAt(i)).as("%s gives NULL", c).isTrue();
      }
    }
    softly.assertAll();
    return null;
  }

  private static String text(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant().toString();
    }
    if (value instanceof byte[] bytes) {
      return "[" + HexFormat.ofDelimiter(" ").formatHex(bytes) + "]";
    }
    return value instanceof Seq<?> seq ? seq.mkString("[", ", ", "]") : String.valueOf(value);
  }

  @Test
  void wholeNumbersSurviveAsText() {
    Dataset<Row> rows = Rows.sql("SELECT 9223372036854775807L AS n UNION ALL SELECT -1L");
    Dataset<Row> back =
        ApplyMapping.of(Mapping.of("n", "n", "string"))
            .then(ApplyMapping.of(Mapping.of("n", "n", "long")))
            .apply(rows);

    assertThat(Rows.of(back)).containsExactlyElementsOf(Rows.of(rows));
  }
}
