package io.sluice.transforms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Gives fields other names and leaves them where they are.
 *
 * <p>A path may lead into structs, and into the structs of an array. All fields are renamed at
 * once, so that two may swap their names. A name that another field has is an error.
 *
 * <p><b>Cost:</b> narrow; one projection.
 *
 * <pre>{@code
 * RenameField.of("address.zipcode", "postal_code").apply(users); // address.postal_code
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> a field in a struct stays there; to move it, use {@link
 * ApplyMapping}. A field that does not exist is an error, where Glue ignores it.
 */
public final class RenameField implements Transform {

  private final Map<String, String> names;

  private RenameField(Map<String, String> names) {
    this.names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
  }

  /**
   * Renames one field.
   *
   * @param from the field's path
   * @param to its new name, or its path with the last name changed
   */
  public static RenameField of(String from, String to) {
    return new RenameField(Map.of(from, to));
  }

  /** Renames fields, from their paths to their new names. */
  public static RenameField of(Map<String, String> fromTo) {
    return new RenameField(fromTo);
  }

  @Override
  public String name() {
    return "rename_field";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (names.isEmpty()) {
      throw TransformErrors.nothingGiven("rename fields", "the list of names is empty");
    }
    Columns columns = Columns.of(rows, "rename");
    columns.requireDistinct(columns.names());
    Map<String, String> labels = new LinkedHashMap<>();
    names.forEach((from, to) -> labels.put(from, newName(from, to, columns)));
    FieldTree tree = FieldTree.of(labels, columns);
    return rows.select(FieldTree.cut(tree.renamed(columns.schema(), columns), columns));
  }

  private static String newName(String from, String to, Columns columns) {
    FieldPath source = FieldPath.parse(from);
    FieldPath target = FieldPath.parse(to);
    if (target.nested() && !fold(target, columns).equals(fold(source, columns))) {
      throw TransformErrors.cannot(
          "rename field",
          from,
          to + " lies elsewhere",
          "Give its new name alone; to move a field, use apply_mapping.");
    }
    if (!source.nested() && Lineage.isLineage(target.last())) {
      throw TransformErrors.reserved("rename field to", to);
    }
    return target.last();
  }

  /** Returns the folded names that lead to where the field lies. */
  private static List<String> fold(FieldPath path, Columns columns) {
    return path.names().subList(0, path.names().size() - 1).stream()
        .map(n -> columns.fold(n))
        .toList();
  }
}
