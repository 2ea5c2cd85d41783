package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Random nested rows, taken apart and put together again by following keys from table to table. */
class RelationalizeRebuildTest {

  private static final List<String> NAMES = List.of("a", "b c", "d.e", "f`g", "ü");
  private static final Object NULL = Optional.empty();

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void theTablesMakeTheNestedRowsAgain(@ForAll long seed) {
    Random random = new Random(seed);
    StructType schema = struct(random, 0);
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      Row row = row(random, schema);
      rows.addAll(Collections.nCopies(1 + random.nextInt(4) / 3, row));
    }
    Dataset<Row> frame = TestSpark.session().createDataFrame(rows, schema);
    Dataset<Row> spread =
        frame.repartition(1 + random.nextInt(3)).orderBy(functions.rand(random.nextInt()));

    Map<String, List<Row>> tables = collected(Relationalize.of("r").withNullMarkers().apply(frame));
    Rebuilding rebuilding = new Rebuilding(tables);
    List<Object> rebuilt = new ArrayList<>();
    for (Row row : tables.get("r")) {
      rebuilt.add(rebuilding.struct(schema, row, "r", ""));
    }

    assertThat(rebuilt)
        .as(schema.toDDL())
        .containsExactlyInAnyOrderElementsOf(
            frame.collectAsList().stream().map(r -> plain(r)).toList());
    assertThat(rebuilding.followed)
        .isEqualTo(tables.values().stream().mapToInt(List::size).sum() - rows.size());
    Map<String, List<Row>> again = collected(Relationalize.of("r").withNullMarkers().apply(spread));
    tables.forEach(
        (name, table) ->
            assertThat(again.get(name))
                .as("the same keys in %s", name)
                .extracting(r -> plain(r))
                .containsExactlyInAnyOrderElementsOf(table.stream().map(r -> plain(r)).toList()));
  }

  private static Map<String, List<Row>> collected(Fork.Branches branches) {
    Map<String, List<Row>> tables = new TreeMap<>();
    tables.put("r", branches.main().collectAsList());
    branches.others().forEach((name, table) -> tables.put(name, table.collectAsList()));
    return tables;
  }

  /** Knows the tables by their documented names and columns only. */
  private static final class Rebuilding {

    private final Map<String, Map<String, List<Row>>> byKey = new HashMap<>();
    private int followed;

    Rebuilding(Map<String, List<Row>> tables) {
      tables.forEach(
          (name, rows) -> {
            Map<String, List<Row>> keyed = new HashMap<>();
            if (!name.equals("r")) {
              rows.forEach(
                  r -> keyed.computeIfAbsent(r.getAs("id"), k -> new ArrayList<>()).add(r));
            }
            keyed
                .values()
                .forEach(l -> l.sort(Comparator.comparing(r -> r.<Integer>getAs("index"))));
            byKey.put(name, keyed);
          });
    }

    Object struct(StructType type, Row row, String table, String label) {
      List<Object> values = new ArrayList<>();
      for (StructField field : type.fields()) {
        values.add(
            value(
                field.dataType(),
                row,
                table + "_" + field.name(),
                label.isEmpty() ? field.name() : label + "." + field.name()));
      }
      return values;
    }

    Object value(DataType type, Row row, String table, String column) {
      if (type instanceof StructType struct) {
        return row.<Boolean>getAs(column + ".is_null") ? NULL : struct(struct, row, table, column);
      }
      if (!(type instanceof ArrayType array)) {
        return plain(row.getAs(column));
      }
      String key = row.getAs(column);
      if (key == null) {
        return NULL;
      }
      List<Row> elements = byKey.get(table).getOrDefault(key, List.of());
      List<Object> values = new ArrayList<>();
      for (Row element : elements) {
        assertThat(element.<Integer>getAs("index")).isEqualTo(values.size());
        followed++;
        values.add(element(array.elementType(), element, table, column + ".val"));
      }
      return values;
    }

    private Object element(DataType type, Row row, String table, String column) {
      String inner = type instanceof ArrayType ? table + "_val" : table;
      return value(type, row, inner, column);
    }
  }

  private static StructType struct(Random random, int depth) {
    List<StructField> fields = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      fields.add(DataTypes.createStructField(NAMES.get(i), type(random, depth), true));
    }
    return DataTypes.createStructType(fields);
  }

  private static DataType type(Random random, int depth) {
    int kind = random.nextInt(depth < 3 ? 9 : 5);
    return switch (kind) {
      case 0 -> DataTypes.IntegerType;
      case 1 -> DataTypes.StringType;
      case 2 -> DataTypes.DoubleType;
      case 3 -> DataTypes.TimestampType;
      case 4 -> DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType);
      case 5, 6, 7 -> DataTypes.createArrayType(type(random, depth + 1));
      default -> struct(random, depth + 1);
    };
  }

  private static Row row(Random random, StructType type) {
    return RowFactory.create(
        Arrays.stream(type.fields()).map(f -> value(random, f.dataType())).toArray());
  }

  private static Object value(Random random, DataType type) {
    if (random.nextInt(4) == 0) {
      return null;
    }
    if (type instanceof StructType struct) {
      return row(random, struct);
    }
    if (type instanceof ArrayType array) {
      List<Object> elements = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        elements.add(value(random, array.elementType()));
      }
      return elements;
    }
    if (type instanceof MapType) {
      return random.nextBoolean() ? Map.of() : Map.of("k", random.nextInt(3));
    }
    if (type.equals(DataTypes.StringType)) {
      return List.of("", "null", "\"", "x").get(random.nextInt(4));
    }
    if (type.equals(DataTypes.DoubleType)) {
      return List.of(0.0, -0.0, Double.NaN, 1.5).get(random.nextInt(4));
    }
    if (type.equals(DataTypes.TimestampType)) {
      return new java.sql.Timestamp(random.nextInt(3) * 1000L);
    }
    return random.nextInt(3);
  }

  /** Returns a value as lists and maps of Java, in which equal is what is equal in every bit. */
  private static Object plain(Object value) {
    if (value == null) {
      return NULL;
    }
    if (value instanceof Row row) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(plain(row.get(i)));
      }
      return values;
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      List<Object> values = new ArrayList<>();
      scala.collection.JavaConverters.seqAsJavaList(seq).forEach(v -> values.add(plain(v)));
      return values;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      return new HashMap<>(scala.collection.JavaConverters.mapAsJavaMap(map));
    }
    return value;
  }
}
