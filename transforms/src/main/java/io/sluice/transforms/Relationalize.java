package io.sluice.transforms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Turns nested rows into flat tables: a root, and one child table for each array, recursively.
 *
 * <p>In the root, a struct becomes columns with dots in their names ({@code customer.geo.lat}), and
 * an array a string column that holds a key. The rows of the array's child table with this key in
 * {@code id} are the array's elements, and {@code index}, an int from 0, is their order. A NULL
 * array has a NULL key; an empty one has a key that no child row has.
 *
 * <p>The child table of an array is called {@code <root>_<path>}, with {@code _} between the names:
 * {@code orders_items}, {@code orders_items_discounts}, and {@code orders_matrix_val} for the inner
 * arrays of {@code matrix}. Its columns after {@code id} and {@code index} are called {@code
 * items.val.price} for a field of a struct, {@code tags.val} for an element that is no struct, and
 * {@code items.val.discounts.val.code} further down. An element that is NULL is a row too. Maps
 * stay as they are, with all that is in them, and so does a struct without fields.
 *
 * <p>Joining the children back gives the original, with one exception: a NULL struct and a struct
 * whose fields are all NULL look the same, unless {@link #withNullMarkers()} adds columns that tell
 * them apart.
 *
 * <p>Keys are the same on every run, however rows are spread and whatever the session's zone is:
 * hashes (128 bits of SHA-256) of the whole row, or of the natural key where {@link #withKeys}
 * names one, and of the array's path. Rows that are equal as a whole are numbered, so that each has
 * children of its own. A natural key must tell rows apart; the children of two rows that share one
 * get mixed.
 *
 * <p>In a child's books, rows that have no element for it are filtered, under {@code null <path>}
 * or {@code empty <path>}. Lineage stays in all tables.
 *
 * <p><b>Cost:</b> with a natural key narrow; without one a shuffle of the rows, by their hash, for
 * each table. Rows without arrays are not hashed.
 *
 * <pre>{@code
 * Fork.Branches tables = Relationalize.of("orders").withKeys(List.of("order_id")).apply(orders);
 * tables.main().join(
 *     tables.others().get("orders_items"), col("items").equalTo(col("id")));
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> keys are hashes and not numbers that change with each run, NULL and
 * empty arrays differ, maps stay maps, and no files are staged.
 */
public final class Relationalize implements Fork {

  private final String root;
  private final List<String> keys;
  private final boolean markers;

  private Relationalize(String root, List<String> keys, boolean markers) {
    this.root = Objects.requireNonNull(root, "root");
    this.keys = List.copyOf(keys);
    this.markers = markers;
  }

  /**
   * Relationalizes rows.
   *
   * @param root what the names of the child tables begin with
   */
  public static Relationalize of(String root) {
    return new Relationalize(root, List.of(), false);
  }

  /** Makes the keys of the children from these columns, which tell rows apart. */
  public Relationalize withKeys(List<String> naturalKey) {
    return new Relationalize(root, naturalKey, markers);
  }

  /**
   * Adds a boolean column {@code <path>.is_null} in front of the columns of each struct that may be
   * NULL, so that it can be told from a struct of NULLs.
   */
  public Relationalize withNullMarkers() {
    return new Relationalize(root, keys, true);
  }

  @Override
  public String name() {
    return "relationalize";
  }

  @Override
  public Transform main() {
    return new Branch(this, root);
  }

  @Override
  public Map<String, Transform> others(StructType schema) {
    Map<String, Transform> children = new LinkedHashMap<>();
    for (FlatTable table : tables(schema)) {
      if (!table.arrays().isEmpty()) {
        children.put(table.name(), new Branch(this, table.name()));
      }
    }
    return children;
  }

  private List<FlatTable> tables(StructType schema) {
    return FlatTables.of(root, Lineage.visible(schema), markers);
  }

  /** One of the tables. */
  private static final class Branch implements Transform {

    private final Relationalize whole;
    private final String table;

    private Branch(Relationalize whole, String table) {
      this.whole = whole;
      this.table = table;
    }

    @Override
    public String name() {
      return "relationalize";
    }

    @Override
    public Accounting accounting() {
      return table.equals(whole.root) ? Accounting.ROW_FOR_ROW : Accounting.FANS_OUT;
    }

    @Override
    public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
      Columns columns = Columns.of(rows, "make keys from");
      columns.requireDistinct(columns.names());
      List<FlatTable> tables = whole.tables(rows.schema());
      tables.forEach(t -> t.requireDistinct(columns));
      whole.keys.forEach(columns::find);
      FlatTable own = tables.stream().filter(t -> t.name().equals(table)).findFirst().orElseThrow();
      RowKeys keys = new RowKeys(columns, whole.keys);
      return new Flattening(own, columns).apply(tables.size() > 1 ? keys.on(rows) : rows, tally);
    }
  }
}
