package io.sluice.jobs.pipeline;

import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;

/** Checks one input of a pipeline. */
final class ReadCheck {

  private static final Pattern LEVEL = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /** Options of Spark's readers that would set rows aside behind the ledger's back. */
  private static final Map<String, String> FIGHTING =
      Map.of(
          "mode", "what does not parse is always rejected and counted",
          "columnnameofcorruptrecord", "what does not parse goes to quarantine",
          "badrecordspath", "what does not parse goes to quarantine",
          "inferschema", "types come from contract or schema, or say infer: true",
          "path", "the key path says where",
          "samplingratio", "types come from contract or schema, or say infer: true",
          "dropfieldifallnull", "a column that is declared is never dropped",
          "ignorecorruptfiles", "a file that cannot be read is rejected and counted",
          "ignoremissingfiles", "a file that cannot be read is rejected and counted",
          "pathglobfilter", "path takes a glob");

  private final Checked checked;
  private final Read read;
  private final String key;
  private final Set<TableName> broken;

  ReadCheck(Checked checked, String name, Read read, Set<TableName> broken) {
    this.checked = checked;
    this.read = read;
    this.key = "read." + name;
    this.broken = broken;
  }

  void check() {
    List<String> ways = new ArrayList<>();
    read.path().ifPresent(p -> ways.add("path"));
    read.table().ifPresent(t -> ways.add("table"));
    read.jdbc().ifPresent(j -> ways.add("jdbc"));
    read.kinesis().ifPresent(k -> ways.add("kinesis"));
    if (ways.size() != 1) {
      checked.refuse(
          key,
          "read input",
          key.substring("read.".length()),
          ways.isEmpty()
              ? "nothing says where it is"
              : "it has " + String.join(" and ", ways) + ", and takes only one of them",
          "Give one of path, table, jdbc, kinesis.");
      return;
    }
    checked.notYet(read.jdbc().isPresent(), key + ".jdbc", "");
    checked.notYet(read.kinesis().isPresent(), key + ".kinesis", "");
    if (read.path().isPresent()) {
      path();
    } else {
      String reason = "it means nothing with " + ways.get(0);
      checked.idle(read.format().isPresent(), key + ".format", reason);
      checked.idle(read.layout() != Layout.AUTO, key + ".layout", reason);
      checked.idle(!read.options().isEmpty(), key + ".options", reason);
      checked.idle(read.contract().isPresent(), key + ".contract", reason);
      checked.idle(read.schema().isPresent(), key + ".schema", reason);
      checked.idle(read.infer(), key + ".infer", reason);
      checked.idle(read.partitions().isPresent(), key + ".partitions", reason);
    }
    boolean table =
        read.table().isPresent() || read.format().filter(f -> f == Format.DELTA).isPresent();
    checked.idle(
        read.where().isPresent() && !table, key + ".where", "it needs table, or format: delta");
  }

  private void path() {
    if (read.format().isEmpty()) {
      checked.refuse(
          key,
          "read path",
          read.path().orElseThrow(),
          "nothing says how its files are written",
          "Add format: json, csv, parquet, orc, avro, text or delta.");
      return;
    }
    Format format = read.format().get();
    if (format == Format.DELTA) {
      delta();
      return;
    }
    checked.idle(
        read.layout() != Layout.AUTO && format != Format.JSON, key + ".layout", "it is for json");
    read.options().forEach((name, value) -> option(format, name, value));
    schema(format);
    partitions();
  }

  private void delta() {
    String reason = "a Delta table says itself what it holds";
    checked.idle(read.layout() != Layout.AUTO, key + ".layout", reason);
    checked.idle(!read.options().isEmpty(), key + ".options", reason);
    checked.idle(read.contract().isPresent(), key + ".contract", reason);
    checked.idle(read.schema().isPresent(), key + ".schema", reason);
    checked.idle(read.infer(), key + ".infer", reason);
    checked.idle(read.partitions().isPresent(), key + ".partitions", reason);
  }

  private void option(Format format, String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    String at = key + ".options." + name;
    if (FIGHTING.containsKey(lower)) {
      checked.refuse(at, "use option", name, FIGHTING.get(lower), "Remove it.");
    }
    boolean encoding = lower.equals("encoding") || lower.equals("charset");
    if (format == Format.JSON && encoding && !value.equalsIgnoreCase("UTF-8")) {
      checked.refuse(at, "use option", name + ": " + value, "JSON is UTF-8", "Remove it.");
    }
    if (format == Format.JSON && lower.equals("multiline")) {
      checked.refuse(at, "use option", name, "layout says how records follow", "Use layout.");
    }
  }

  private void schema(Format format) {
    List<String> ways = new ArrayList<>();
    read.contract().ifPresent(c -> ways.add("contract"));
    read.schema().ifPresent(s -> ways.add("schema"));
    if (read.infer()) {
      ways.add("infer");
    }
    if (ways.size() > 1) {
      checked.refuse(
          key, "read input", String.join(" and ", ways), "they exclude each other", "Keep one.");
    } else if (ways.isEmpty() && format.needsSchema()) {
      checked.refuse(
          key,
          "read " + format.key(),
          read.path().orElseThrow(),
          "its files do not say which columns there are",
          "Add contract: <database>.<table>, or schema: id INT, or infer: true.");
    }
    if (format == Format.TEXT) {
      for (String way : ways) {
        checked.idle(true, key + "." + way, "text has one column, value");
      }
    }
    read.contract().ifPresent(name -> checked.contract(key + ".contract", name, broken));
    read.schema().ifPresent(this::ddl);
  }

  private void ddl(String ddl) {
    try {
      StructType schema = Ddl.parse(ddl);
      Set<String> seen = new HashSet<>();
      for (String column : schema.fieldNames()) {
        if (Lineage.isLineage(column) || !seen.add(column.toLowerCase(Locale.ROOT))) {
          String reason =
              Lineage.isLineage(column)
                  ? "names that begin with " + Lineage.PREFIX + " are not free"
                  : "this column is there twice; case does not count";
          checked.refuse(key + ".schema", "use column", column, reason, "Rename it.");
        }
      }
    } catch (IllegalArgumentException e) {
      checked.refuse(
          key + ".schema", "read schema", ddl, e.getMessage(), "Write id INT, name STRING.");
    }
  }

  private void partitions() {
    if (read.partitions().isEmpty()) {
      return;
    }
    String template = read.partitions().get();
    String at = key + ".partitions";
    Set<String> names = new HashSet<>();
    for (String level : List.of(template.split("/", -1))) {
      var matcher = LEVEL.matcher(level);
      if (!matcher.matches()) {
        checked.refuse(
            at,
            "read template",
            template,
            "\"" + level + "\" is no level",
            "Write a name in braces for each level: {year}/{month}/{day}/{hour}.");
        return;
      }
      String name = matcher.group(1);
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        checked.refuse(at, "read template", template, name + " is there twice", "Rename one.");
      }
      declared()
          .filter(schema -> List.of(schema.fieldNames()).contains(name))
          .ifPresent(
              schema ->
                  checked.refuse(
                      at, "use level", name, "the files have a column of this name", "Rename it."));
    }
  }

  private Optional<StructType> declared() {
    boolean known =
        read.contract().map(c -> checked.project().contract(c).isPresent()).orElse(true);
    try {
      return known ? checked.project().declaredSchema(read) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // said by ddl()
    }
  }
}
