package io.sluice.jobs.source.records;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;

/** Opens files, and unpacks those that are compressed. */
final class StoredFile {

  private StoredFile() {}

  /**
   * Opens the content of a file at {@code position}, which is 0 where it is compressed.
   *
   * @throws IOException if the store does not give the file; damage inside of it is no exception
   */
  static CheckedInput open(Configuration configuration, String uri, long position)
      throws IOException {
    Path path = new Path(URI.create(uri));
    FSDataInputStream file = path.getFileSystem(configuration).open(path);
    try {
      if (position > 0) {
        file.seek(position);
      }
      CheckedInput.Stored stored = new CheckedInput.Stored(file);
      return new CheckedInput(
          stored,
          () ->
              Compression.of(uri).isPresent()
                  ? unpacked(Compression.of(uri).get(), stored, configuration)
                  : stored);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static InputStream unpacked(
      Compression compression, InputStream in, Configuration configuration) throws IOException {
    return switch (compression) {
      case GZIP -> configured(new GzipCodec(), configuration).createInputStream(in);
      case DEFLATE -> configured(new DefaultCodec(), configuration).createInputStream(in);
      case BZIP2 -> {
        BZip2Codec codec = new BZip2Codec();
        codec.setConf(configuration);
        yield codec.createInputStream(in);
      }
      case ZSTD -> new ZstdInputStreamNoFinalizer(in);
    };
  }

  private static DefaultCodec configured(DefaultCodec codec, Configuration configuration) {
    codec.setConf(configuration);
    return codec;
  }
}
