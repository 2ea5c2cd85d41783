package io.sluice.jobs.sink;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.sink.Journal.Changes;
import io.sluice.jobs.sink.Journal.Move;
import io.sluice.jobs.sink.delta.DeltaCommits;
import io.sluice.jobs.sink.delta.FilesCommit;
import io.sluice.jobs.sink.delta.MergeCommit;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes what was staged for one or several tables part of them.
 *
 * <p>The order is what makes it safe: the whole intent goes into a journal first; then Delta tables
 * are committed to; then files move in, and the old ones go; then the documents are written: the
 * ledgers, and last what says which inputs were processed; then staging and journal are deleted.
 * Killed before the journal, the tables are as they were; killed after it, the next run finishes
 * what the journal says, since every part of it may be done twice. A reader of a Delta table sees
 * the old one or the new one. One that lists a folder of files may for a moment find new files
 * beside old ones; it never finds half a file, nor neither of them.
 */
public final class Publication {

  /** The steps of publishing, in their order. */
  public enum Step {
    INTENT,
    COMMIT,
    FILES,
    LEDGER,
    BOOKMARK,
    CLEARING;

    /** Returns the step's name in lower case. */
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final LakeFiles files;
  private final String journal;
  private final List<TablePublisher> tables;
  private final DeltaCommits delta;
  private final Consumer<Step> progress;

  /**
   * Prepares to publish.
   *
   * @param journal the path of the journal
   * @param tables those that are published together; the caller holds their locks
   * @param delta carries out what concerns Delta tables
   * @param progress is told of each step as it begins
   */
  public Publication(
      LakeFiles files,
      String journal,
      List<TablePublisher> tables,
      DeltaCommits delta,
      Consumer<Step> progress) {
    this.files = files;
    this.journal = journal;
    this.tables = List.copyOf(tables);
    this.delta = delta;
    this.progress = progress;
  }

  /**
   * What is to be done for one table.
   *
   * @param changes in folders
   * @param commits in its Delta log
   * @param merges in its Delta log
   * @param documents texts that belong to it, by path
   * @param check what is to hold afterwards; throws where it does not
   */
  public record Part(
      Changes changes,
      List<FilesCommit> commits,
      List<MergeCommit> merges,
      Map<String, String> documents,
      Runnable check) {}

  /** Returns whether an earlier run began to publish and did not finish. */
  public boolean isBegun() {
    return files.exists(journal);
  }

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
   * @param runIds the ids under which it has
   * @return whether publishing was begun and is yet to be finished
   */
  public boolean discard(Collection<String> runIds) {
    if (isBegun()) {
      return true;
    }
    tables.forEach(table -> runIds.forEach(table::clear));
    return false;
  }

  /**
   * Publishes.
   *
   * @param bookmark texts that say which inputs were processed, by path; written last
   * @throws IllegalStateException when a partition that should have stayed as it was did not
   */
  public void publish(String runId, List<Part> parts, Map<String, String> bookmark) {
    Map<String, String> documents = new LinkedHashMap<>();
    parts.forEach(part -> documents.putAll(part.documents()));
    Journal intent =
        new Journal(
            runId,
            parts.stream().flatMap(part -> part.commits().stream()).toList(),
            parts.stream().flatMap(part -> part.merges().stream()).toList(),
            parts.stream().map(Part::changes).toList(),
            documents,
            new LinkedHashMap<>(bookmark));
    progress.accept(Step.INTENT);
    files.write(journal, intent.text());
    carryOut(intent);
    parts.forEach(part -> part.check().run());
  }

  private void carryOut(Journal intent) {
    progress.accept(Step.COMMIT);
    intent.commits().forEach(delta::carryOut);
    intent.merges().forEach(delta::carryOut);
    progress.accept(Step.FILES);
    move(intent);
    progress.accept(Step.LEDGER);
    write(intent.documents());
    progress.accept(Step.BOOKMARK);
    write(intent.bookmark());
    progress.accept(Step.CLEARING);
    for (Changes changes : intent.tables()) {
      files.delete(changes.staging());
      String runs = TablePublisher.folderOf(changes.staging());
      files.deleteEmptyFolders(runs, TablePublisher.folderOf(runs));
    }
    files.delete(journal);
  }

  private void move(Journal intent) {
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
  }

  private void write(Map<String, String> documents) {
    documents.keySet().forEach(path -> files.deleteAttempts(path, Duration.ZERO));
    documents.forEach(files::write);
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
