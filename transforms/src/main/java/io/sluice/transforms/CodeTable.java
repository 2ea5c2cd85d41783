package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.crc32;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_contains_key;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/**
 * A table of codes as an expression. Spark walks a map from its beginning, so a long table is cut
 * into many short maps, in an array that is a constant of the plan; a checksum of the value says
 * which of them can hold it.
 *
 * @param from the type of what is looked up
 * @param to the type of what is found, or kept
 * @param codes values of the two types, in the order given
 * @param keeps whether what is not in the table stays
 */
record CodeTable(DataType from, DataType to, Map<Object, Object> codes, boolean keeps) {

  /** As many entries are walked as fast as a checksum is made. */
  private static final int SHORT = 8;

  static CodeTable of(
      String column, DataType from, Map<String, ?> entries, String toType, Unmatched unmatched) {
    if (entries.isEmpty()) {
      throw TransformErrors.nothingGiven(
          "conform column " + column, "its table of values is empty");
    }
    DataType own = toType == null ? CodeValues.common(column, entries) : TypeNames.parse(toType);
    boolean keeps = unmatched == Unmatched.KEEP;
    DataType to = own;
    if (keeps) {
      to =
          Widening.common(from, own)
              .orElseThrow(
                  () ->
                      TransformErrors.cannot(
                          "conform column",
                          column,
                          "what is not in its table stays "
                              + TypeNames.article(from)
                              + ", and the new values are "
                              + TypeNames.of(own),
                          "Give the new values the type of the column, or reject what is not in"
                              + " the table."));
    }
    Map<Object, Object> codes = new LinkedHashMap<>();
    Map<Object, String> written = new LinkedHashMap<>();
    for (Map.Entry<String, ?> entry : entries.entrySet()) {
      Object key = CodeValues.key(column, entry.getKey(), from);
      String before = written.put(key, entry.getKey());
      if (before != null) {
        throw TransformErrors.cannot(
            "conform column",
            column,
            before + " and " + entry.getKey() + " are one value in " + TypeNames.article(from),
            "Leave one of the two out.");
      }
      codes.put(key, CodeValues.value(column, entry.getValue(), own));
    }
    return new CodeTable(from, to, codes, keeps);
  }

  /** Returns the new value of {@code old}. */
  Column replace(Column old) {
    Column found = element_at(bucket(old), old);
    if (!keeps) {
      return found.cast(to);
    }
    Column kept = old.cast(to);
    return hasNulls()
        ? when(knows(old), found.cast(to)).otherwise(kept)
        : coalesce(found.cast(to), kept);
  }

  /** Returns whether {@code value} is in the table. */
  Column knows(Column value) {
    return hasNulls()
        ? map_contains_key(bucket(value), value)
        : element_at(bucket(value), value).isNotNull();
  }

  private boolean hasNulls() {
    return codes.values().stream().anyMatch(Objects::isNull);
  }

  private boolean hashes() {
    return codes.size() > SHORT && (from instanceof StringType || Widening.digits(from) > 0);
  }

  private Column bucket(Column value) {
    int buckets = hashes() ? codes.size() : 1;
    List<List<Column>> entries = new ArrayList<>();
    for (int i = 0; i < buckets; i++) {
      entries.add(new ArrayList<>());
    }
    codes.forEach(
        (key, code) -> {
          List<Column> own = entries.get(hashes() ? index(key, buckets) : 0);
          own.add(lit(key).cast(from));
          own.add(lit(code).cast(to));
        });
    Column[] maps = entries.stream().map(e -> mapOf(e)).toArray(Column[]::new);
    if (!hashes()) {
      return maps[0];
    }
    Column hash =
        from instanceof StringType
            ? pmod(crc32(value.cast("binary")), lit((long) buckets))
            : pmod(value.cast("bigint"), lit((long) buckets));
    return element_at(array(maps), hash.cast("int").plus(1));
  }

  private Column mapOf(List<Column> entries) {
    Column made = map(entries.toArray(Column[]::new));
    return entries.isEmpty() ? made.cast("map<" + from.sql() + "," + to.sql() + ">") : made;
  }

  private static int index(Object key, int buckets) {
    if (key instanceof String text) {
      CRC32 crc = new CRC32();
      crc.update(text.getBytes(StandardCharsets.UTF_8));
      return (int) (crc.getValue() % buckets);
    }
    return (int) Math.floorMod(((Number) key).longValue(), (long) buckets);
  }
}
