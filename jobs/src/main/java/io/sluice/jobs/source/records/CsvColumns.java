package io.sluice.jobs.source.records;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Puts the fields of CSV records into columns: by name where the file has a header, else in order.
 */
final class CsvColumns {

  /**
   * A column of the schema.
   *
   * @param slot where its value goes, or a negative number
   */
  private record Column(StructField field, TextValue value, boolean isText, int slot) {}

  private final boolean enforceHeader;
  private final Map<String, Integer> slots;
  private final List<StructField> fields;
  private final TimeFormats times;
  private final UTF8String empty;

  /** The text that stands for NULL, or null if none does. */
  private final byte[] none;

  /** The column of each field of a record, or null for a field nobody asks for. */
  private Column[] bound;

  private List<String> fileFlaws = List.of();

  CsvColumns(
      CsvFormat format,
      StructType schema,
      Map<String, Integer> slots,
      Set<String> skipped,
      TimeFormats times) {
    this.enforceHeader = format.enforceHeader();
    this.slots = slots;
    this.times = times;
    this.fields = Arrays.stream(schema.fields()).filter(f -> !skipped.contains(f.name())).toList();
    this.none = format.nullValue().map(t -> t.getBytes(StandardCharsets.UTF_8)).orElse(null);
    this.empty = UTF8String.fromString(format.emptyValue().orElse(""));
    this.bound = fields.stream().map(this::column).toArray(Column[]::new);
  }

  private Column column(StructField field) {
    return new Column(
        field,
        TextValues.of(field.dataType(), times),
        field.dataType() instanceof StringType,
        slots.getOrDefault(field.name(), -1));
  }

  /**
   * Takes {@code names} for the header of the file: the fields of its records are in their order.
   */
  void header(List<String> names) {
    List<String> flaws = new ArrayList<>();
    Set<String> twice = new HashSet<>();
    Set<String> seen = new HashSet<>();
    names.stream().filter(n -> !seen.add(n)).forEach(twice::add);
    bound = new Column[names.size()];
    for (StructField field : fields) {
      int index = names.indexOf(field.name());
      if (index < 0) {
        flaws.add("missing column: " + field.name());
      } else if (twice.contains(field.name())) {
        flaws.add("duplicate column: " + field.name());
      } else {
        bound[index] = column(field);
      }
    }
    if (enforceHeader) {
      Set<String> known = new HashSet<>(fields.stream().map(StructField::name).toList());
      names.stream()
          .filter(n -> !known.contains(n))
          .forEach(n -> flaws.add("unknown column: " + n));
    }
    fileFlaws = flaws;
  }

  /** Returns the names in the record that {@code scanner} is at. */
  static List<String> names(CsvScanner scanner, byte[] b) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < scanner.count; i++) {
      byte[] name =
          scanner.escaped[i]
              ? scanner.resolved(b, i)
              : Arrays.copyOfRange(b, scanner.froms[i], scanner.tos[i]);
      names.add(new String(name, StandardCharsets.UTF_8));
    }
    return names;
  }

  /** Fills {@code values} with the record that {@code scanner} is at, and returns what is wrong. */
  List<String> fill(CsvScanner scanner, byte[] b, Object[] values) {
    if (scanner.count != bound.length) {
      return with("wrong number of fields: expected " + bound.length + ", found " + scanner.count);
    }
    List<String> flaws = fileFlaws;
    for (int i = 0; i < bound.length; i++) {
      Column column = bound[i];
      if (column != null) {
        Object value = value(scanner, b, i, column);
        if (value == null || value == TextValue.WRONG || value == TextValue.OUT_OF_RANGE) {
          flaws = flaw(column, value, flaws);
        } else if (column.slot() >= 0) {
          values[column.slot()] = value;
        }
      }
    }
    return flaws;
  }

  private Object value(CsvScanner scanner, byte[] b, int i, Column column) {
    byte[] text = b;
    int from = scanner.froms[i];
    int to = scanner.tos[i];
    if (scanner.escaped[i]) {
      text = scanner.resolved(b, i);
      from = 0;
      to = text.length;
    }
    if (from == to) {
      return scanner.quoted[i] && column.isText() ? empty : null;
    }
    if (none != null && Arrays.equals(text, from, to, none, 0, none.length)) {
      return null;
    }
    return column.value().read(text, from, to);
  }

  private List<String> flaw(Column column, Object value, List<String> before) {
    String name = column.field().name();
    if (value == null && column.field().nullable()) {
      return before;
    }
    List<String> flaws = new ArrayList<>(before);
    String type = column.field().dataType().catalogString();
    if (value == null) {
      flaws.add("required: " + name);
    } else if (value == TextValue.WRONG) {
      flaws.add("wrong type: " + name + ": expected " + type + ", found other text");
    } else {
      flaws.add("out of range: " + name + ": does not fit " + type);
    }
    return flaws;
  }

  private List<String> with(String flaw) {
    List<String> flaws = new ArrayList<>(fileFlaws);
    flaws.add(flaw);
    return flaws;
  }
}
