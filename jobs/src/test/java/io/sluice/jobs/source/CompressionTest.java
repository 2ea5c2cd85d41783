package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompressionTest {

  private static final StructType ITEM = StructType.fromDDL("id INT");

  @TempDir Path folder;

  @Test
  void unpacksByTheNameOfTheFile() throws IOException {
    Files.write(folder.resolve("a.json.gz"), gzip(line(1)));
    Files.write(folder.resolve("b.json.GZ"), gzip("[" + line(2) + "]"));
    Files.write(folder.resolve("c.json.zst"), Zstd.compress(line(3).getBytes(UTF)));
    Files.write(folder.resolve("d.json.bz2"), bzip2(line(4)));
    Files.write(folder.resolve("e.json.deflate"), deflate(line(5)));
    assertThat(read()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
  }

  @Test
  void readsAllMembersOfAFileThatWasGluedTogether() throws IOException {
    Files.write(folder.resolve("a.json.gz"), concat(gzip(line(1)), gzip(line(2)), gzip(line(3))));
    Files.write(
        folder.resolve("b.json.zst"),
        concat(Zstd.compress(line(4).getBytes(UTF)), Zstd.compress(line(5).getBytes(UTF))));
    Files.write(folder.resolve("c.json.bz2"), concat(bzip2(line(6)), bzip2(line(7))));
    assertThat(read()).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7");
  }

  @Test
  void readsWhatIsGoodInADamagedFileAndOneRejectForTheRest() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      text.append("{\"id\":").append(i).append("}\n");
    }
    byte[] gzip = gzip(text.toString());
    byte[] zstd = Zstd.compress(text.toString().getBytes(UTF));
    byte[] bzip2 = bzip2(text.toString());
    Files.write(folder.resolve("a.json.gz"), Arrays.copyOf(gzip, gzip.length / 2));
    Files.write(folder.resolve("b.json.zst"), Arrays.copyOf(zstd, zstd.length / 2));
    Files.write(folder.resolve("c.json.bz2"), Arrays.copyOf(bzip2, bzip2.length / 2));
    Files.write(folder.resolve("d.json.gz"), line(7).getBytes(UTF));
    Files.write(folder.resolve("e.json.gz"), gzip(line(-1)));
    List<String> rows = new ArrayList<>(read());
    List<String> rejects = rows.stream().filter(r -> r.startsWith("!")).toList();
    rows.removeAll(rejects);
    assertThat(rejects).hasSize(4).allMatch(r -> r.startsWith("!damaged file: "));
    assertThat(rows).hasSizeGreaterThan(10_000).contains("0", "-1");
    assertThat(rows).allSatisfy(r -> assertThat(Integer.parseInt(r)).isLessThan(50_000));
  }

  private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

  private List<String> read() {
    return Reading.shown(SourceSpec.of("items", folder.toString(), Format.JSON).withSchema(ITEM));
  }

  private static String line(int id) {
    return "{\"id\":" + id + "}\n";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF));
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(text.getBytes(UTF));
    }
    return bytes.toByteArray();
  }

  private static byte[] bzip2(String text) throws IOException {
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = codec.createOutputStream(bytes)) {
      out.write(text.getBytes(UTF));
    }
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.write(part);
    }
    return bytes.toByteArray();
  }
}
