package io.sluice.jobs.run;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TableWriter;
import io.sluice.jobs.sink.WriteWatch;
import io.sluice.transforms.Accounting;
import io.sluice.transforms.Filter;
import io.sluice.transforms.Tally;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  private static int passes;

  @TempDir private Path folder;
  private final SparkSession spark = TestSpark.session();
  private Books books;

  @BeforeEach
  void open() {
    books = new Books(new CountingPass("audit" + passes++));
  }

  private WriteWatch.Seen write(
      Accounting accounting, BiFunction<Dataset<Row>, Tally, Dataset<Row>> step) {
    Dataset<Row> rows = books.input("in", spark.range(100).toDF(), false, 0);
    Tally tally = books.step("step", "step", "in", List.of(), "#0", accounting);
    Dataset<Row> result = books.leaving(step.apply(rows, tally));
    String target = folder.resolve("out").toUri().toString();
    try (WriteWatch watch = new WriteWatch(spark, target, target)) {
      new TableWriter(spark, new LakeFiles(new Configuration()))
          .stage(result, TableLayout.parquet(), target, watch);
      return watch.seen();
    }
  }

  private Audit audit(WriteWatch.Seen seen) {
    return Audit.of(books, "#0", books.pass().seenBy(seen.observed()), seen.rowsWritten());
  }

  @Test
  void findsRowsThatAStepDropsBehindItsTallysBack() {
    Audit audit = audit(write(Accounting.ROW_FOR_ROW, (rows, tally) -> rows.filter("id % 10 > 0")));

    assertThat(audit.faults())
        .containsExactly("the files written hold 90 rows where 100 were expected");
  }

  @Test
  void findsRowsThatAStepDoublesWithoutSayingSo() {
    Audit audit = audit(write(Accounting.DEDUPLICATES, (rows, tally) -> rows.union(rows)));

    assertThat(audit.faults())
        .containsExactly("step step (step) passed 200 rows on where 100 were expected");
  }

  @Test
  void balancesWhatIsToldToTheTally() {
    Audit audit =
        audit(
            write(
                Accounting.ROW_FOR_ROW,
                (rows, tally) ->
                    Filter.where("id >= 10").apply(tally.reject(rows, reasons()), tally)));

    assertThat(audit.faults()).isEmpty();
    assertThat(audit.totals()).isEqualTo(new Totals(100, 86, 5, 9, 0, 0, 0, 0));
  }

  @Test
  void recountsExactlyWhatWasCountedTwice() {
    WriteWatch.Seen seen =
        write(
            Accounting.ROW_FOR_ROW,
            (rows, tally) -> Filter.where("id >= 10").apply(tally.reject(rows, reasons()), tally));
    Map<String, Row> twice = new HashMap<>();
    books.pass().seenBy(seen.observed()).forEach((place, row) -> twice.put(place, doubled(row)));

    assertThat(Audit.of(books, "#0", twice, seen.rowsWritten()).faults()).isNotEmpty();
    Audit recount = Audit.of(books, "#0", books.pass().recount(), seen.rowsWritten());
    assertThat(recount.faults()).isEmpty();
    assertThat(recount.totals()).isEqualTo(new Totals(100, 86, 5, 9, 0, 0, 0, 0));
  }

  @Test
  void doesNotBelieveAPlaceThatWasNeverReached() {
    WriteWatch.Seen seen = write(Accounting.ROW_FOR_ROW, (rows, tally) -> rows);

    assertThat(Audit.of(books, "#0", Map.of(), seen.rowsWritten()).faults())
        .contains("nothing was counted at input in");
  }

  private static org.apache.spark.sql.Column reasons() {
    return expr("filter(array(if(id % 20 = 0, 'a twentieth', null)), r -> r is not null)");
  }

  private static Row doubled(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i) instanceof Long count ? (Object) (count * 2) : row.get(i);
    }
    return new GenericRowWithSchema(values, row.schema());
  }
}
