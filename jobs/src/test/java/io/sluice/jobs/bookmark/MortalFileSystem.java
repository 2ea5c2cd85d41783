package io.sluice.jobs.bookmark;

import io.sluice.jobs.lake.LakeFiles;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A file system that dies before a given change. */
public final class MortalFileSystem extends LocalFileSystem {

  static int changesLeft;

  /** The end of a process, as far as a test can have it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  static LakeFiles files() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", MortalFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return new LakeFiles(hadoop);
  }

  private static void change() {
    if (--changesLeft <= 0) {
      throw new Killed();
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change();
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
  }
}
