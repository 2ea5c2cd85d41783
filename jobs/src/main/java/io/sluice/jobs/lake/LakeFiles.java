package io.sluice.jobs.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The few things done to files of a lake, on whatever file system it lies. */
public final class LakeFiles {

  private final Configuration hadoop;

  public LakeFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Returns the settings with which file systems are opened. */
  public Configuration hadoop() {
    return hadoop;
  }

  /**
   * A file and what identifies this state of it.
   *
   * @param path the URI
   * @param bytes its length
   * @param modifiedMillis when it was last written, in milliseconds since 1970 UTC
   */
  public record FileState(String path, long bytes, long modifiedMillis) {}

  /** Returns the text of a file in UTF-8, or nothing where there is no such file. */
  public Optional<String> read(String path) {
    try (FSDataInputStream in = unchecked(fileSystem(path)).open(new Path(path))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read file: " + path, e);
    }
  }

  /**
   * Writes a file so that a reader sees all of it or none: under another name first, then renamed
   * over whatever stood there.
   */
  public void write(String path, String text) {
    Path target = new Path(path);
    Path attempt = new Path(target.getParent(), attemptAt(target) + UUID.randomUUID());
    try {
      FileSystem fs = fileSystem(path);
      try (FSDataOutputStream out = fs.create(attempt, true)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.hsync();
      }
      if (!fs.rename(attempt, target)) {
        fs.delete(target, false);
        if (!fs.rename(attempt, target)) {
          throw new IOException("rename from " + attempt + " was refused");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write file: " + path, e);
    }
  }

  /**
   * Deletes what processes that were killed left of their attempts to write a file.
   *
   * @param age how old an attempt must be; zero only where nobody else may be writing the file
   */
  public void deleteAttempts(String path, Duration age) {
    Path target = new Path(path);
    long youngest = Clock.systemUTC().millis() - age.toMillis();
    try {
      FileSystem fs = unchecked(fileSystem(path));
      for (FileStatus status : fs.listStatus(target.getParent())) {
        String name = status.getPath().getName();
        boolean attempt = name.startsWith(attemptAt(target)) && !name.equals(checksum(target));
        boolean checksum = name.startsWith("." + attemptAt(target));
        if ((attempt || checksum) && status.getModificationTime() <= youngest) {
          fs.delete(status.getPath(), false);
        }
      }
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tidy folder: " + target.getParent(), e);
    }
  }

  private static String checksum(Path file) {
    return attemptAt(file) + "crc";
  }

  /** Returns how the names of files begin that are to become {@code target}. */
  private static String attemptAt(Path target) {
    return "." + target.getName() + ".";
  }

  /** Creates a file, with all its text at once, only if there is none; returns whether it did. */
  public boolean create(String path, String text) {
    Path target = new Path(path);
    try {
      FileSystem fs = fileSystem(path);
      fs.mkdirs(target.getParent());
      if (fs.getScheme().equals("file")) {
        return createLocally(java.nio.file.Path.of(target.toUri().getPath()), text);
      }
      try (FSDataOutputStream out = fs.create(target, false)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (exists(path)) {
        return false;
      }
      throw new UncheckedIOException("Cannot create file: " + path, e);
    }
  }

  /** Returns whether something lies at this path. */
  public boolean exists(String path) {
    try {
      return fileSystem(path).exists(new Path(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for file: " + path, e);
    }
  }

  /** Returns the length of the file at this path; nothing where there is none. */
  public OptionalLong length(String path) {
    try {
      FileStatus status = fileSystem(path).getFileStatus(new Path(path));
      return status.isFile() ? OptionalLong.of(status.getLen()) : OptionalLong.empty();
    } catch (FileNotFoundException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for file: " + path, e);
    }
  }

  /** Deletes a file, or a folder with all in it. That it is gone already is no error. */
  public void delete(String path) {
    try {
      fileSystem(path).delete(new Path(path), true);
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete file: " + path, e);
    }
  }

  /**
   * Moves a file over whatever stands at its new place: by one rename where both lie in one file
   * system, else by a copy that takes its name when it is whole.
   */
  public void move(String from, String to) {
    try {
      FileSystem fs = fileSystem(to);
      Path source = new Path(from);
      Path target = new Path(to);
      fs.mkdirs(target.getParent());
      FileSystem other = fileSystem(from);
      boolean near = other.getUri().equals(fs.getUri());
      Path whole = near ? source : copied(other, source, fs, target);
      fs.delete(target, false);
      if (!fs.rename(whole, target)) {
        throw new IOException("rename was refused");
      }
      if (!near) {
        other.delete(source, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot move file: " + from + " to " + to, e);
    }
  }

  /**
   * Returns the data files below a folder, in order of their paths; an empty list where there is no
   * such folder. What begins with {@code _} or {@code .} is passed over, as Spark does.
   */
  public List<FileState> dataFiles(String folder) {
    List<FileState> files = new ArrayList<>();
    try {
      collect(fileSystem(folder), new Path(folder), files);
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list folder: " + folder, e);
    }
    files.sort((a, b) -> a.path().compareTo(b.path()));
    return List.copyOf(files);
  }

  /** Returns the names of what lies directly in a folder, hidden or not; empty where none is. */
  public List<String> names(String folder) {
    try {
      List<String> names = new ArrayList<>();
      for (FileStatus status : fileSystem(folder).listStatus(new Path(folder))) {
        names.add(status.getPath().getName());
      }
      names.sort(null);
      return names;
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list folder: " + folder, e);
    }
  }

  /**
   * Deletes the folders at and above {@code folder} that are empty, up to but not {@code top}. A
   * folder that will not go, because something hidden lies in it, stays.
   */
  public void deleteEmptyFolders(String folder, String top) {
    try {
      FileSystem fs = fileSystem(folder);
      Path last = fs.makeQualified(new Path(top));
      Path path = fs.makeQualified(new Path(folder));
      while (!path.equals(last) && path.toString().startsWith(last + "/")) {
        if (fs.exists(path) && (fs.listStatus(path).length > 0 || !deleted(fs, path))) {
          return;
        }
        path = path.getParent();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tidy folder: " + folder, e);
    }
  }

  private Path copied(FileSystem from, Path source, FileSystem to, Path target) throws IOException {
    Path copy = new Path(target.getParent(), attemptAt(target) + UUID.randomUUID());
    FileUtil.copy(from, source, to, copy, false, hadoop);
    return copy;
  }

  /** Listings leave out checksums of local files; a folder may hold one whose file is gone. */
  private static boolean deleted(FileSystem fs, Path folder) throws IOException {
    try {
      return fs.delete(folder, false);
    } catch (IOException e) {
      if (fs.exists(folder)) {
        return false;
      }
      throw e;
    }
  }

  /** Returns the path with its scheme, as listings spell it. */
  public String qualified(String path) {
    try {
      return fileSystem(path).makeQualified(new Path(path)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot find the file system of: " + path, e);
    }
  }

  /** A hard link appears at once and with its content, or not at all. */
  private static boolean createLocally(java.nio.file.Path target, String text) throws IOException {
    java.nio.file.Path whole =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    Files.writeString(whole, text);
    try {
      Files.createLink(target, whole);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.delete(whole);
    }
  }

  private void collect(FileSystem fs, Path folder, List<FileState> files) throws IOException {
    for (FileStatus status : fs.listStatus(folder)) {
      String name = status.getPath().getName();
      boolean hidden = name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
      if (hidden) {
        continue;
      }
      if (status.isDirectory()) {
        collect(fs, status.getPath(), files);
      } else {
        files.add(
            new FileState(
                status.getPath().toString(), status.getLen(), status.getModificationTime()));
      }
    }
  }

  /**
   * Hadoop keeps a checksum beside each local file and replaces the two one after the other: killed
   * in between, a process would leave a file that can never be read again.
   */
  private static FileSystem unchecked(FileSystem fs) {
    return fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
  }

  private FileSystem fileSystem(String path) throws IOException {
    return new Path(path).getFileSystem(hadoop);
  }
}
