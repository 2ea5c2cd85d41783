package io.sluice.jobs.source;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/** Finds the files below paths, once. */
final class FileListing {

  /**
   * A file and where it lies.
   *
   * @param root the folder below which the path's folders mean something: the folder that was
   *     named, or the part of a glob before its first wildcard
   */
  record Found(SourceFile file, Path root) {}

  private final String name;
  private final Configuration configuration;

  FileListing(String name, Configuration configuration) {
    this.name = name;
    this.configuration = configuration;
  }

  /**
   * Returns all visible files, each once, sorted by URI.
   *
   * @throws InvalidInputException with all paths that do not exist or cannot be read
   */
  List<Found> files(List<String> paths, boolean allowEmpty) {
    Map<String, Found> found = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String path : paths) {
      try {
        Map<String, Found> here = new LinkedHashMap<>();
        list(path, here, allowEmpty);
        here.forEach(found::putIfAbsent);
        if (here.isEmpty() && !allowEmpty) {
          problems.add(problem(path, "there are no files in it", "Put files there"));
        }
      } catch (FileNotFoundException e) {
        problems.add(problem(path, "it does not exist", "Check the path"));
      } catch (NothingMatchesException e) {
        problems.add(problem(path, "nothing matches the glob", "Check the pattern"));
      } catch (AccessControlException e) {
        problems.add(problem(path, "permission denied", "Give the run the right to read it"));
      } catch (IOException | IllegalArgumentException e) {
        problems.add(problem(path, reason(e), "Check the path and the settings of its store"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return found.values().stream().sorted(Comparator.comparing(f -> f.file().uri())).toList();
  }

  /**
   * Does nothing if there is a folder at {@code path}.
   *
   * @throws InvalidInputException if there is none
   */
  void requireFolder(String path) {
    String reason = "it does not exist";
    try {
      Path folder = new Path(path);
      if (folder.getFileSystem(configuration).getFileStatus(folder).isDirectory()) {
        return;
      }
      reason = "it is not a folder";
    } catch (FileNotFoundException e) {
      // The reason is already right.
    } catch (IOException | IllegalArgumentException e) {
      reason = reason(e);
    }
    throw new InvalidInputException(
        problem(path, reason, "Run the pipeline that makes it, or check the path"));
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Problem problem(String path, String reason, String remedy) {
    return Problem.of(
        "Cannot read input " + name + ": " + path + " (" + reason + "). " + remedy + ".");
  }

  private static final class NothingMatchesException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private void list(String text, Map<String, Found> found, boolean allowEmpty) throws IOException {
    Path path = new Path(text);
    FileSystem fs = path.getFileSystem(configuration);
    path = fs.makeQualified(path);
    Path fixed = fixedPart(path);
    boolean glob = !fixed.equals(path);
    FileStatus[] matches = fs.globStatus(path);
    if (matches == null || matches.length == 0) {
      if (allowEmpty) {
        return;
      }
      if (glob) {
        throw new NothingMatchesException();
      }
      throw new FileNotFoundException(text);
    }
    for (FileStatus match : matches) {
      if (!glob) {
        Path root = match.isFile() ? match.getPath().getParent() : match.getPath();
        visit(fs, match, root, found);
      } else if (isVisible(match.getPath().getName())) {
        visit(fs, match, fixed, found);
      }
    }
  }

  private static Path fixedPart(Path path) {
    Path fixed = path;
    for (Path p = path; p != null; p = p.getParent()) {
      if (p.getName().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0)) {
        fixed = p.getParent();
      }
    }
    return fixed;
  }

  private static void visit(FileSystem fs, FileStatus status, Path root, Map<String, Found> found)
      throws IOException {
    if (status.isFile()) {
      add(status, root, found);
    } else if ("file".equals(fs.getScheme()) || "hdfs".equals(fs.getScheme())) {
      for (FileStatus child : fs.listStatus(status.getPath())) {
        if (isVisible(child.getPath().getName())) {
          visit(fs, child, root, found);
        }
      }
    } else {
      // An object store has no folders: one flat listing is far cheaper than one for each.
      RemoteIterator<LocatedFileStatus> all = fs.listFiles(status.getPath(), true);
      while (all.hasNext()) {
        LocatedFileStatus file = all.next();
        if (below(status.getPath(), file.getPath()).stream().allMatch(FileListing::isVisible)) {
          add(file, root, found);
        }
      }
    }
  }

  private static void add(FileStatus status, Path root, Map<String, Found> found) {
    String uri = uri(status.getPath());
    SourceFile file =
        new SourceFile(uri, status.getLen(), status.getModificationTime(), etag(status));
    found.putIfAbsent(uri, new Found(file, root));
  }

  private static Optional<String> etag(FileStatus status) {
    return status instanceof EtagSource source
        ? Optional.ofNullable(source.getEtag()).filter(etag -> !etag.isEmpty())
        : Optional.empty();
  }

  /**
   * Returns the URI of a file in the one way that this package writes it. Hadoop has both {@code
   * file:/a} and {@code file:///a}, depending on how it came to a path.
   */
  static String uri(Path path) {
    return path.toUri().toString().replaceFirst("^file:/+", "file:/");
  }

  /** Returns the names of the folders and of the file itself on the way from {@code root}. */
  static List<String> below(Path root, Path file) {
    List<String> names = new ArrayList<>();
    for (Path p = file; p != null && !p.equals(root); p = p.getParent()) {
      names.add(0, p.getName());
    }
    return names;
  }

  /** Returns whether a file or folder of this name is data. */
  static boolean isVisible(String name) {
    return !name.startsWith(".") && (!name.startsWith("_") || name.contains("="));
  }
}
