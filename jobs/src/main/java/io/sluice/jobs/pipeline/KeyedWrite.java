package io.sluice.jobs.pipeline;

import io.sluice.transforms.LatestChanges;
import io.sluice.transforms.Versions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/** How rows that are changes become part of a table: modes {@code merge} and {@code history}. */
public final class KeyedWrite {

  private final Write write;

  KeyedWrite(Write write) {
    this.write = write;
  }

  /** Returns whether old versions are kept beside current ones. */
  public boolean keepsHistory() {
    return write.mode() == WriteMode.HISTORY;
  }

  /** Returns whether rows come as full copies of their source. */
  public boolean closesMissing() {
    return write.closeMissing();
  }

  public List<String> keys() {
    return write.keys();
  }

  /** Returns the columns by which changes are ordered, the first first. */
  public List<String> orderBy() {
    return write.orderBy().stream().map(KeyedWrite::column).toList();
  }

  /** Returns the columns that tell apart the changes of which one at a time counts. */
  public List<String> identity() {
    List<String> identity = new ArrayList<>(keys());
    if (keepsHistory()) {
      identity.add(orderBy().get(0));
    }
    return identity;
  }

  /** Returns the columns of the table that tell its rows apart. */
  public List<String> rowKeys() {
    List<String> keys = new ArrayList<>(keys());
    if (keepsHistory()) {
      keys.add(Versions.VALID_FROM);
    }
    return keys;
  }

  /** Returns what keeps the last change of each identity. */
  public LatestChanges changes() {
    LatestChanges changes = LatestChanges.by(quoted(keys()), quoted(orderBy()));
    if (write.deleteWhen().isPresent()) {
      changes = changes.withDeleteWhen(write.deleteWhen().get());
    }
    return keepsHistory() ? changes.byVersion() : changes;
  }

  /**
   * Returns what makes versions of all changes of a key.
   *
   * @param columns the columns of the changes
   * @param snapshots the times of all full copies, where rows come as such
   */
  public Versions versions(String[] columns, Optional<Column> snapshots) {
    List<String> order = quoted(orderBy());
    List<String> stored = orderBy().stream().filter(name -> !isDropped(name)).toList();
    Versions versions =
        Versions.by(quoted(keys()), order.get(0))
            .without(quoted(Arrays.stream(columns).filter(this::isDropped).toList()));
    List<String> sequence = stored.stream().filter(name -> !name.equals(orderBy().get(0))).toList();
    if (!sequence.isEmpty()) {
      versions = versions.ignoring(quoted(sequence));
    }
    return snapshots.map(versions::withSnapshots).orElse(versions);
  }

  /** Returns those of {@code columns} that the table has. */
  public List<String> stored(String[] columns) {
    return Arrays.stream(columns).filter(name -> !isDropped(name)).toList();
  }

  private boolean isDropped(String column) {
    return write.dropFields().contains(column);
  }

  /** {@code ts desc} and {@code ts} are the same: the highest is the latest. */
  private static String column(String order) {
    String name = order.strip().replaceFirst("(?i)\\s+desc$", "");
    boolean quoted = name.length() > 1 && name.startsWith("`") && name.endsWith("`");
    return quoted ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  private static List<String> quoted(List<String> names) {
    return names.stream().map(name -> "`" + name.replace("`", "``") + "`").toList();
  }
}
