package io.sluice.jobs.pipeline;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
          Format.DELTA,
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

  private static final String FOR_DELTA = "it is for format: delta";
  private static final String FORGETTING = "delta.setTransactionRetentionDuration";

  private final Checked checked;
  private final Write write;

  WriteCheck(Checked checked) {
    this.checked = checked;
    this.write = checked.pipeline().write();
  }

  void check() {
    Pipeline pipeline = checked.pipeline();
    load(pipeline);
    checked.notYet(pipeline.expect().isPresent(), "expect", "");
    checked.notYet(pipeline.stream().isPresent(), "stream", "");
    format();
    properties();
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

  private void properties() {
    boolean delta = write.format() == Format.DELTA;
    checked.idle(!delta && !write.properties().isEmpty(), "write.properties", FOR_DELTA);
    checked.idle(
        !delta && write.onSchemaChange() != OnSchemaChange.FAIL,
        "write.on_schema_change",
        FOR_DELTA);
    write
        .properties()
        .keySet()
        .forEach(
            name -> {
              if (name.equalsIgnoreCase(FORGETTING)) {
                checked.refuse(
                    "write.properties." + name,
                    "set property",
                    name,
                    "a table that forgets which commits it has could take one of them twice",
                    "Remove it.");
              }
            });
  }

  private void mode() {
    WriteMode mode = write.mode();
    boolean keyed = mode == WriteMode.MERGE || mode == WriteMode.HISTORY;
    if (keyed) {
      keyed(mode);
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
    checked.idle(!keyed && !write.dropFields().isEmpty(), "write.drop_fields", reason);
    checked.idle(
        mode != WriteMode.HISTORY && write.closeMissing(),
        "write.close_missing",
        "it is for mode history");
  }

  /** What {@code merge} and {@code history} need. */
  private void keyed(WriteMode mode) {
    if (write.keys().isEmpty()) {
      refuseMode(mode, "nothing tells rows apart", "Add write.keys with the columns that do.");
    }
    if (write.orderBy().isEmpty()) {
      refuseMode(
          mode,
          "nothing says which of two rows of a key is the later one",
          "Add write.order_by with the columns that do, such as [updated_at].");
    }
    if (write.format() != Format.DELTA) {
      refuseMode(
          mode,
          "rows of a " + write.format().key() + " table cannot be changed one by one",
          "Use write.format: delta, or a step current_state or keep_latest and mode: overwrite.");
    }
    if (!checked.pipeline().outputs().isEmpty()) {
      refuseMode(mode, "the pipeline has outputs", "Give each table a pipeline of its own.");
    }
    columns("write.keys", write.keys());
    columns("write.drop_fields", write.dropFields());
    for (int i = 0; i < write.keys().size(); i++) {
      if (write.dropFields().contains(write.keys().get(i))) {
        checked.refuse(
            "write.keys[" + i + "]",
            "drop field",
            write.keys().get(i),
            "it is a key",
            "Keep it, or choose other keys.");
      }
    }
  }

  private void refuseMode(WriteMode mode, String reason, String remedy) {
    checked.refuse("write.mode", "write", Keys.name(mode), reason, remedy);
  }

  private void load(Pipeline pipeline) {
    boolean incremental = pipeline.load() == Load.INCREMENTAL;
    if (incremental && write.mode() == WriteMode.OVERWRITE) {
      checked.refuse(
          "load",
          "load",
          "incremental",
          "mode overwrite would leave only the new rows in the table",
          "Use write.mode append, merge, history, or overwrite_partitions, which makes the"
              + " partitions that new rows touch anew.");
    }
    pipeline
        .read()
        .forEach(
            (name, read) -> {
              String key = "read." + name + ".load";
              boolean first = name.equals(pipeline.firstInput());
              if (first) {
                checked.idle(read.load().isPresent(), key, "the pipeline's own load says it");
              } else if (incremental && !read.load().equals(Optional.of(Load.FULL))) {
                checked.refuse(
                    "read." + name,
                    "load incrementally",
                    name,
                    "only the first input can be; rows written earlier would not learn of its"
                        + " changes",
                    "Say load: full for it if they need not, or load: full for the pipeline.");
              }
              checked.idle(
                  read.changes() && !(first && incremental && read.table().isPresent()),
                  "read." + name + ".changes",
                  "it is for a table that is the first input of an incremental load");
            });
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
