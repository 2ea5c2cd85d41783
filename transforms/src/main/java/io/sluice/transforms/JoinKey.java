package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;

/**
 * A pair of keys and the type in which they are compared.
 *
 * @param shared whether both are top-level columns of one name, which then appears once
 */
record JoinKey(Columns.Found left, Columns.Found right, DataType type, boolean shared) {

  static JoinKey of(String leftPath, Columns left, String rightPath, Columns right) {
    Columns.Found l = left.find(leftPath);
    Columns.Found r = right.find(rightPath);
    DataType type =
        Widening.common(l.type(), r.type())
            .orElseThrow(
                () ->
                    TransformErrors.cannot(
                        "join on",
                        leftPath + " = " + rightPath,
                        "the left is "
                            + TypeNames.article(l.type())
                            + " and the right "
                            + TypeNames.article(r.type()),
                        "Cast one to the other's type with apply_mapping first."));
    if (!Comparing.comparable(type)) {
      throw TransformErrors.cannot(
          "join on",
          leftPath + " = " + rightPath,
          TypeNames.of(type) + " holds a map, and maps cannot be compared",
          "Join on a part of it.");
    }
    boolean shared =
        !l.path().nested() && !r.path().nested() && left.same(l.path().last(), r.path().last());
    return new JoinKey(l, r, type, shared);
  }

  Column leftValue() {
    return expr(CastText.of(left.path().sql(), left.type(), type));
  }

  Column rightValue() {
    return expr(CastText.of(right.path().sql(), right.type(), type));
  }
}
