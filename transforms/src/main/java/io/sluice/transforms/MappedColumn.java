package io.sluice.transforms;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;

/**
 * A mapping that was found to fit the rows.
 *
 * @param target where the value goes
 * @param value the cast value, as SQL
 * @param failure true where the cast loses a value, as SQL; empty when it cannot
 * @param reason what a row is rejected for when it does
 */
record MappedColumn(FieldPath target, String value, Optional<String> failure, String reason) {

  private static final Set<String> KINDS = Set.of("array", "map", "struct");

  static MappedColumn resolve(Mapping mapping, Columns columns, Missing missing) {
    FieldPath source = FieldPath.parse(mapping.source());
    FieldPath target = FieldPath.parse(mapping.target());
    if (Lineage.isLineage(target.names().get(0))) {
      throw TransformErrors.reserved("map to column", mapping.target());
    }
    Optional<Columns.Found> found = columns.lookUp(source);
    if (found.isEmpty() && missing == Missing.NULL) {
      return absent(mapping, target);
    }
    Columns.Found column = found.orElseGet(() -> columns.find(mapping.source()));
    DataType declared = declared(mapping, column);
    DataType type = wanted(mapping, declared);
    if (!CastRules.possible(declared, type)) {
      throw TransformErrors.noCast(
          mapping.source(),
          declared,
          TypeNames.of(type),
          "Map it to string or leave its type alone, and convert it with an expression in derive.");
    }
    String sql = column.path().sql();
    if (!TypeNames.same(column.type(), declared)) {
      sql = CastText.of(sql, column.type(), declared);
    }
    Optional<String> failure =
        CastRules.canFail(declared, type)
            ? Optional.of(CastFailure.of(sql, declared, type))
            : Optional.empty();
    String reason = "cast: " + mapping.source() + ": not " + TypeNames.article(type);
    return new MappedColumn(target, CastText.of(sql, declared, type), failure, reason);
  }

  private static MappedColumn absent(Mapping mapping, FieldPath target) {
    DataType type =
        mapping
            .targetType()
            .or(mapping::sourceType)
            .filter(t -> !isKind(t))
            .map(TypeNames::parse)
            .orElseThrow(
                () ->
                    TransformErrors.cannot(
                        "map column",
                        mapping.source(),
                        "it does not exist, and NULLs need a type",
                        "Give the mapping a full target type."));
    return new MappedColumn(target, "CAST(NULL AS " + type.sql() + ")", Optional.empty(), "");
  }

  /** Returns the type that the mapping says the source has, which the actual one must fit. */
  private static DataType declared(Mapping mapping, Columns.Found found) {
    if (mapping.sourceType().isEmpty()) {
      return found.type();
    }
    String text = mapping.sourceType().get();
    boolean fits;
    DataType declared;
    if (isKind(text)) {
      declared = found.type();
      fits = kind(text).equals(found.type().typeName());
    } else {
      declared = TypeNames.parse(text);
      fits = Widening.lossless(found.type(), declared);
    }
    if (!fits) {
      throw TransformErrors.cannot(
          "map column",
          mapping.source(),
          "it is declared " + text.strip() + " and is " + TypeNames.of(found.type()),
          "Declare the type it has, or leave the source type out.");
    }
    return declared;
  }

  private static DataType wanted(Mapping mapping, DataType from) {
    if (mapping.targetType().isEmpty()) {
      return from;
    }
    String text = mapping.targetType().get();
    if (!isKind(text)) {
      return TypeNames.parse(text);
    }
    if (!kind(text).equals(from.typeName())) {
      throw TransformErrors.noCast(
          mapping.source(), from, TypeNames.indefinite(kind(text)), "Leave its type alone.");
    }
    return from;
  }

  private static boolean isKind(String type) {
    return KINDS.contains(kind(type));
  }

  private static String kind(String type) {
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
