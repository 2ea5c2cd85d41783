package io.sluice.jobs.sink;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.sink.Journal.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts staged files in the place of a table's old ones.
 *
 * <p>The order is what makes it safe: the whole intent goes into a journal first; then the new
 * files move in, then the old ones go, then the documents (the ledger) are written, then staging
 * and journal are deleted. Killed before the journal, the table is as it was; killed after it, the
 * next run finishes what the journal says. In between, a reader that lists the folder may find new
 * files beside old ones; it never finds half a file, nor neither of them.
 */
public final class TablePublisher {

  private static final Pattern EXTENSION = Pattern.compile("[-.]c\\d+(\\.[A-Za-z0-9.]+)$");

  /**
   * Stands between a run's id and the extension, which holds no hyphen: so a name tells its run.
   * The number is that of the run's attempt, so that nothing has to be removed for a file to
   * arrive.
   */
  private static final String ATTEMPT = "-c%03d";

  private static final Pattern END = Pattern.compile("-c(\\d+)\\.[A-Za-z0-9.]+");

  private final LakeFiles files;
  private final String table;
  private final String journal;
  private final String staging;

  /**
   * Makes a publisher of one table.
   *
   * @param table the table's folder
   * @param journal the path of the table's journal
   * @param staging the folder in which runs build its files; on its own file system
   */
  public TablePublisher(LakeFiles files, String table, String journal, String staging) {
    this.files = files;
    this.table = files.qualified(table);
    this.journal = journal;
    this.staging = files.qualified(staging);
  }

  /** Returns the folder in which a run may build files. */
  public String staging(String runId) {
    return staging + "/" + runId;
  }

  /**
   * Finishes what an earlier run began to publish, and clears away what it had only staged. The
   * caller holds the table's lock.
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
    files.delete(staging);
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
    files.delete(staging(runId));
    files.deleteEmptyFolders(staging, folderOf(staging));
    return false;
  }

  /**
   * What the table will hold.
   *
   * @param files the new files where readers will find them
   * @param partitions the partition folders among them, relative to the table
   */
  public record Published(List<FileState> files, List<String> partitions) {}

  /** Works out where each staged file will lie, without moving any. */
  public Published preview(StagedTable staged, String runId) {
    Map<String, FileState> places = places(staged, runId, files.dataFiles(table));
    List<FileState> settled = new ArrayList<>();
    Set<String> partitions = new TreeSet<>();
    places.forEach(
        (to, from) -> {
          settled.add(new FileState(to, from.bytes(), from.modifiedMillis()));
          partitions.add(partitionOf(to));
        });
    partitions.remove("");
    return new Published(settled, List.copyOf(partitions));
  }

  /**
   * Publishes.
   *
   * @param staged the files that the table is to have
   * @param extra other files to move along, such as quarantined rows: from, to
   * @param obsolete other files that these take the place of
   * @param documents texts to write once the files are in place, by path
   * @throws IllegalStateException when a partition that should have stayed as it was did not
   */
  public void publish(
      StagedTable staged,
      PublishMode mode,
      String runId,
      Map<String, String> extra,
      List<String> obsolete,
      Map<String, String> documents) {
    List<FileState> before = files.dataFiles(table);
    Map<String, FileState> places = places(staged, runId, before);
    List<String> retired = new ArrayList<>(retired(before, places.keySet(), mode, runId));
    retired.addAll(obsolete);
    List<Move> moves = new ArrayList<>();
    places.forEach((to, from) -> moves.add(new Move(from.path(), to)));
    extra.forEach((from, to) -> moves.add(new Move(from, to)));
    Journal intent =
        new Journal(runId, table, moves, retired, new LinkedHashMap<>(documents), staging(runId));
    files.write(journal, intent.text());
    carryOut(intent);
    verifyUntouched(before, retired, places.keySet());
  }

  private void carryOut(Journal intent) {
    for (Move move : intent.moves()) {
      // A run that carries on where another was killed finds some files moved already.
      if (files.exists(move.from())) {
        files.move(move.from(), move.to());
      }
    }
    intent.retire().forEach(files::delete);
    intent.retire().stream()
        .map(TablePublisher::folderOf)
        .distinct()
        .forEach(folder -> files.deleteEmptyFolders(folder, table));
    intent.documents().keySet().forEach(path -> files.deleteAttempts(path, Duration.ZERO));
    intent.documents().forEach(files::write);
    files.delete(intent.staging());
    files.deleteEmptyFolders(staging, folderOf(staging));
    files.delete(journal);
  }

  /** Nothing may be retired for files that are not there to take its place. */
  private void requireWhole(Journal intent) {
    List<String> gone =
        intent.moves().stream()
            .filter(move -> !files.exists(move.from()) && !files.exists(move.to()))
            .map(Move::from)
            .toList();
    if (!gone.isEmpty()) {
      throw new IllegalStateException(
          "Cannot finish publishing: run %s of %s (%d of its %d files are gone, first %s). Nothing was deleted: see what the table holds, delete %s, and run again."
              .formatted(
                  intent.runId(), table, gone.size(), intent.moves().size(), gone.get(0), journal));
    }
  }

  private List<String> retired(
      List<FileState> before, Set<String> arriving, PublishMode mode, String runId) {
    Set<String> partitions =
        arriving.stream().map(this::partitionOf).collect(Collectors.toCollection(TreeSet::new));
    return before.stream()
        .map(FileState::path)
        .filter(path -> !arriving.contains(path))
        .filter(
            path ->
                switch (mode) {
                  case APPEND -> attemptOf(path, runId) >= 0;
                  case OVERWRITE -> true;
                  case OVERWRITE_PARTITIONS -> partitions.contains(partitionOf(path));
                })
        .toList();
  }

  private void verifyUntouched(List<FileState> before, List<String> retired, Set<String> arrived) {
    Map<String, FileState> now =
        files.dataFiles(table).stream()
            .collect(Collectors.toMap(FileState::path, Function.identity()));
    List<String> disturbed =
        before.stream()
            .filter(file -> !retired.contains(file.path()) && !arrived.contains(file.path()))
            .filter(file -> !file.equals(now.get(file.path())))
            .map(FileState::path)
            .toList();
    if (!disturbed.isEmpty()) {
      throw new IllegalStateException(
          "Cannot vouch for table: %s (%d files that were to stay have changed, first %s). Find out what else writes there."
              .formatted(table, disturbed.size(), disturbed.get(0)));
    }
  }

  /**
   * Numbers the files within the table and names them after the run, so that a retry knows its own.
   */
  private Map<String, FileState> places(StagedTable staged, String runId, List<FileState> before) {
    int attempt =
        1 + before.stream().mapToInt(file -> attemptOf(file.path(), runId)).max().orElse(-1);
    String folder = files.qualified(staged.folder());
    Map<String, FileState> places = new TreeMap<>();
    int number = 0;
    for (FileState file : staged.files()) {
      String relative = file.path().substring(folder.length() + 1);
      String partition =
          FileSizing.withoutNumber(relative.contains("/") ? folderOf(relative) + "/" : "");
      String name =
          ("part-%05d-%s" + ATTEMPT + "%s")
              .formatted(number++, runId, attempt, extension(relative));
      places.put(table + "/" + partition + name, file);
    }
    return places;
  }

  /** Returns which attempt of a run made a file; -1 where it is not the run's. */
  private static int attemptOf(String path, String runId) {
    String rest = path.substring(path.lastIndexOf('/') + 1).replaceFirst("^part-\\d+-", "");
    Matcher end = END.matcher(rest);
    boolean own = rest.startsWith(runId) && end.region(runId.length(), rest.length()).matches();
    return own ? Integer.parseInt(end.group(1)) : -1;
  }

  private String partitionOf(String path) {
    String folder = folderOf(path);
    return folder.equals(table) ? "" : folder.substring(table.length() + 1);
  }

  private static String folderOf(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static String extension(String path) {
    Matcher matcher = EXTENSION.matcher(path);
    if (!matcher.find()) {
      throw new IllegalStateException("Cannot name file: " + path + " (no part number in it).");
    }
    return matcher.group(1);
  }
}
