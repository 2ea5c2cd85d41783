package io.sluice.jobs.sink.changes;

import static org.apache.spark.sql.functions.col;

import io.sluice.transforms.Accounting;
import io.sluice.transforms.LatestChanges;
import io.sluice.transforms.Lineage;
import io.sluice.transforms.Tally;
import io.sluice.transforms.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Takes in changes: of those at hand the last of each identity, unless one as late was taken in
 * before.
 *
 * <p>Changes that come too late to matter, and those seen before, are counted as {@code
 * superseded}.
 *
 * <p><b>Cost:</b> a shuffle of the changes on their identity; where some are remembered, a join
 * with these, of which keys and places alone are read.
 */
public final class ChangeIntake implements Transform {

  private static final String KNOWN = Lineage.PREFIX + "known_";

  private final LatestChanges changes;
  private final List<String> keys;
  private final List<String> identity;
  private final Optional<Dataset<Row>> known;

  /**
   * Makes an intake.
   *
   * @param keys those of {@code identity} that are never NULL
   * @param identity the columns that tell changes apart
   * @param known the last change of each identity that was taken in before, if any was
   */
  public ChangeIntake(
      LatestChanges changes,
      List<String> keys,
      List<String> identity,
      Optional<Dataset<Row>> known) {
    this.changes = changes;
    this.keys = List.copyOf(keys);
    this.identity = List.copyOf(identity);
    this.known = known;
  }

  @Override
  public String name() {
    return changes.name();
  }

  @Override
  public Accounting accounting() {
    return changes.accounting();
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Dataset<Row> last = changes.apply(rows, tally);
    return known.map(before -> newer(last, before, tally)).orElse(last);
  }

  private Dataset<Row> newer(Dataset<Row> last, Dataset<Row> before, Tally tally) {
    List<Column> remembered = new ArrayList<>();
    List<String> technical = new ArrayList<>();
    Column same = null;
    for (String column : identity) {
      String name = KNOWN + technical.size();
      technical.add(name);
      remembered.add(col(Names.quoted(column)).as(name));
      Column own = last.col(Names.quoted(column));
      // Keys are not NULL, and with = Spark keeps the arrangement that it has them in already.
      Column equal = keys.contains(column) ? own.equalTo(col(name)) : own.eqNullSafe(col(name));
      same = same == null ? equal : same.and(equal);
    }
    String than = KNOWN + "order";
    technical.add(than);
    remembered.add(col(LatestChanges.ORDER).as(than));
    Dataset<Row> joined =
        last.join(before.select(remembered.toArray(Column[]::new)), same, "left_outer");
    return tally
        .distinct(joined, LatestChanges.later(col(LatestChanges.ORDER), col(than)), "superseded")
        .drop(technical.toArray(String[]::new));
  }
}
