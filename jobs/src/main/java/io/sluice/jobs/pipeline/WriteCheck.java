package io.sluice.jobs.pipeline;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks how a pipeline writes, and the keys that a later version will know. */
final class WriteCheck {

  private static final Map<Format, Set<Compression>> PACKINGS =
      Map.of(
          Format.PARQUET,
          EnumSet.of(
              Compression.ZSTD,
              Compression.SNAPPY,
              Compression.GZIP,
              Compression.LZ4,
              Compression.NONE),
          Format.ORC,
          EnumSet.of(Compression.ZSTD, Compression.SNAPPY, Compression.LZ4, Compression.NONE),
          Format.JSON,
          EnumSet.of(Compression.GZIP, Compression.BZIP2, Compression.NONE),
          Format.CSV,
          EnumSet.of(Compression.GZIP, Compression.BZIP2, Compression.NONE));

  private final Checked checked;
  private final Write write;

  WriteCheck(Checked checked) {
    this.checked = checked;
    this.write = checked.pipeline().write();
  }

  void check() {
    Pipeline pipeline = checked.pipeline();
    checked.notYet(pipeline.load() == Load.INCREMENTAL, "load", "incremental");
    checked.notYet(pipeline.expect().isPresent(), "expect", "");
    checked.notYet(pipeline.stream().isPresent(), "stream", "");
    format();
    mode();
    for (Target target : pipeline.targets()) {
      columns(target.key() + ".partition_by", target.write().partitionBy());
      columns(target.key() + ".sort_by", target.write().sortBy());
    }
  }

  private void format() {
    Format format = write.format();
    if (format == Format.AVRO || format == Format.TEXT) {
      checked.refuse(
          "write.format", "write", format.key(), "it is for reading only", "Write parquet.");
    }
    checked.notYet(format == Format.DELTA, "write.format", "delta");
    Set<Compression> possible = PACKINGS.get(format);
    if (possible != null && !possible.contains(write.packing())) {
      checked.refuse(
          "write.compression",
          "compress " + format.key(),
          write.packing().key(),
          "it cannot be packed so",
          "Use one of "
              + String.join(", ", possible.stream().map(Compression::key).toList())
              + ".");
    }
  }

  private void mode() {
    WriteMode mode = write.mode();
    boolean keyed = mode == WriteMode.MERGE || mode == WriteMode.HISTORY;
    checked.notYet(keyed, "write.mode", Keys.name(mode));
    if (keyed && write.keys().isEmpty()) {
      checked.refuse(
          "write.mode",
          "write",
          Keys.name(mode),
          "nothing tells rows apart",
          "Add write.keys with the columns that do.");
    }
    for (Target target : checked.pipeline().targets()) {
      if (mode == WriteMode.OVERWRITE_PARTITIONS && target.write().partitionBy().isEmpty()) {
        checked.refuse(
            target.result().isEmpty() ? "write.mode" : target.key(),
            "write",
            Keys.name(mode),
            "the table has no partitions",
            "Add " + target.key() + ".partition_by, or use mode: overwrite.");
      }
    }
    String reason = "it is for mode merge and history";
    checked.idle(!keyed && !write.keys().isEmpty(), "write.keys", reason);
    checked.idle(!keyed && !write.orderBy().isEmpty(), "write.order_by", reason);
    checked.idle(!keyed && write.deleteWhen().isPresent(), "write.delete_when", reason);
  }

  private void columns(String key, List<String> columns) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!seen.add(columns.get(i).toLowerCase(Locale.ROOT))) {
        checked.refuse(
            key + "[" + i + "]",
            "use column",
            columns.get(i),
            "it is there twice",
            "Name it once.");
      }
    }
  }
}
