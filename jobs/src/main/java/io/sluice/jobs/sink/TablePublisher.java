package io.sluice.jobs.sink;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.sink.Journal.Changes;
import io.sluice.jobs.sink.Journal.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Works out which files of a table staged ones take the place of, and what these will be called.
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
  private final String staging;

  /**
   * Makes a publisher of one table.
   *
   * @param table the table's folder
   * @param staging the folder in which runs build its files; on its own file system
   */
  public TablePublisher(LakeFiles files, String table, String staging) {
    this.files = files;
    this.table = files.qualified(table);
    this.staging = files.qualified(staging);
  }

  String table() {
    return table;
  }

  /** Returns the folder in which a run may build files. */
  public String staging(String runId) {
    return staging + "/" + runId;
  }

  /** Clears away what runs have staged. */
  void clear() {
    files.delete(staging);
  }

  /** Clears away what one run has staged. */
  void clear(String runId) {
    files.delete(staging(runId));
    files.deleteEmptyFolders(staging, folderOf(staging));
  }

  /**
   * What the table will hold.
   *
   * @param files the new files where readers will find them
   * @param partitions the partition folders among them, relative to the table
   */
  public record Published(List<FileState> files, List<String> partitions) {}

  /** Works out where each staged file will lie, without moving any. */
  public Published preview(StagedTable staged, String names) {
    Map<String, FileState> places = places(staged, names, files.dataFiles(table));
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
   * Works out what publishing is to do. The table must not change before it is done.
   *
   * @param staged the files that the table is to have
   * @param runId under which the run has staged them
   * @param names what the files are named after: all of that name are the same run's, or batch's
   * @param extra other files to move along, such as quarantined rows: from, to
   * @param obsolete other files that these take the place of
   */
  public Publication.Part prepare(
      StagedTable staged,
      PublishMode mode,
      String runId,
      String names,
      Map<String, String> extra,
      List<String> obsolete) {
    List<FileState> before = files.dataFiles(table);
    Map<String, FileState> places = places(staged, names, before);
    List<String> retired = new ArrayList<>(retired(before, places.keySet(), mode, names));
    retired.addAll(obsolete);
    List<Move> moves = new ArrayList<>();
    places.forEach((to, from) -> moves.add(new Move(from.path(), to)));
    extra.forEach((from, to) -> moves.add(new Move(from, to)));
    Changes changes = new Changes(table, moves, retired, staging(runId));
    Set<String> arriving = Set.copyOf(places.keySet());
    return new Publication.Part(
        changes,
        List.of(),
        List.of(),
        Map.of(),
        () -> verifyUntouched(before, changes.retire(), arriving));
  }

  /**
   * Returns what publishing is to do for files that are not the table's own.
   *
   * @param runId under which the run has staged them
   * @param extra files to move: from, to
   * @param obsolete files that these take the place of
   */
  public Changes others(String runId, Map<String, String> extra, List<String> obsolete) {
    List<Move> moves = new ArrayList<>();
    extra.forEach((from, to) -> moves.add(new Move(from, to)));
    return new Changes(table, moves, List.copyOf(obsolete), staging(runId));
  }

  private List<String> retired(
      List<FileState> before, Set<String> arriving, PublishMode mode, String names) {
    Set<String> partitions =
        arriving.stream().map(this::partitionOf).collect(Collectors.toCollection(TreeSet::new));
    return before.stream()
        .map(FileState::path)
        .filter(path -> !arriving.contains(path))
        .filter(
            path ->
                switch (mode) {
                  case APPEND -> attemptOf(path, names) >= 0;
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

  static String folderOf(String path) {
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
