package io.sluice.jobs.sink;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.sink.Journal.Changes;
import io.sluice.jobs.sink.Journal.Move;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts staged files in the place of the old ones of one or several tables.
 *
 * <p>The order is what makes it safe: the whole intent goes into a journal first; then the new
 * files move in, then the old ones go, then the documents (the ledgers) are written, then staging
 * and journal are deleted. Killed before the journal, the tables are as they were; killed after it,
 * the next run finishes what the journal says. In between, a reader that lists a folder may find
 * new files beside old ones; it never finds half a file, nor neither of them.
 */
public final class Publication {

  private final LakeFiles files;
  private final String journal;
  private final List<TablePublisher> tables;

  /**
   * Prepares to publish.
   *
   * @param journal the path of the journal
   * @param tables those that are published together; the caller holds their locks
   */
  public Publication(LakeFiles files, String journal, List<TablePublisher> tables) {
    this.files = files;
    this.journal = journal;
    this.tables = List.copyOf(tables);
  }

  /** What is to be done in one table, and what it holds before. */
  public record Part(
      TablePublisher publisher, Changes changes, List<FileState> before, Set<String> arriving) {}

  /**
   * Finishes what an earlier run began to publish, and clears away what it had only staged.
   *
   * @return the id of the run whose publishing was finished, if there was one
   * @throws IllegalStateException when files that the earlier run had written are gone; nothing is
   *     changed then
   */
  public Optional<String> repair() {
    files.deleteAttempts(journal, Duration.ZERO);
    Optional<Journal> begun = files.read(journal).map(text -> Journal.parse(journal, text));
    begun.ifPresent(this::requireWhole);
    begun.ifPresent(this::carryOut);
    tables.forEach(TablePublisher::clear);
    return begun.map(Journal::runId);
  }

  /**
   * Clears away what a run has staged, unless it has begun to publish: then the files are needed to
   * finish, which {@link #repair} does.
   *
   * @return whether publishing was begun and is yet to be finished
   */
  public boolean discard(String runId) {
    if (files.exists(journal)) {
      return true;
    }
    tables.forEach(table -> table.clear(runId));
    return false;
  }

  /**
   * Publishes.
   *
   * @param documents texts to write once the files are in place, by path
   * @throws IllegalStateException when a partition that should have stayed as it was did not
   */
  public void publish(String runId, List<Part> parts, Map<String, String> documents) {
    List<Changes> changes = parts.stream().map(Part::changes).toList();
    Journal intent = new Journal(runId, changes, new LinkedHashMap<>(documents));
    files.write(journal, intent.text());
    carryOut(intent);
    parts.forEach(
        p -> p.publisher().verifyUntouched(p.before(), p.changes().retire(), p.arriving()));
  }

  private void carryOut(Journal intent) {
    for (Changes changes : intent.tables()) {
      for (Move move : changes.moves()) {
        // A run that carries on where another was killed finds some files moved already.
        if (files.exists(move.from())) {
          files.move(move.from(), move.to());
        }
      }
    }
    for (Changes changes : intent.tables()) {
      changes.retire().forEach(files::delete);
      changes.retire().stream()
          .map(TablePublisher::folderOf)
          .distinct()
          .forEach(folder -> files.deleteEmptyFolders(folder, changes.table()));
    }
    intent.documents().keySet().forEach(path -> files.deleteAttempts(path, Duration.ZERO));
    intent.documents().forEach(files::write);
    for (Changes changes : intent.tables()) {
      files.delete(changes.staging());
      String runs = TablePublisher.folderOf(changes.staging());
      files.deleteEmptyFolders(runs, TablePublisher.folderOf(runs));
    }
    files.delete(journal);
  }

  /** Nothing may be retired for files that are not there to take its place. */
  private void requireWhole(Journal intent) {
    for (Changes changes : intent.tables()) {
      List<String> gone =
          changes.moves().stream()
              .filter(move -> !files.exists(move.from()) && !files.exists(move.to()))
              .map(Move::from)
              .toList();
      if (!gone.isEmpty()) {
        throw new IllegalStateException(
            "Cannot finish publishing: run %s of %s (%d of its %d files are gone, first %s). Nothing was deleted: see what the table holds, delete %s, and run again."
                .formatted(
                    intent.runId(),
                    changes.table(),
                    gone.size(),
                    changes.moves().size(),
                    gone.get(0),
                    journal));
      }
    }
  }
}
