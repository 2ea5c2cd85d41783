package io.sluice.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a choice makes of one value, as SQL.
 *
 * @param path what messages call the value
 * @param name of the field that holds it
 * @param type of the value
 */
record ChosenValue(String path, String name, DataType type, Choice choice) {

  /** A field of the result. */
  record Output(String name, String sql) {}

  ChosenValue {
    boolean text = type instanceof StringType;
    boolean one = choice.kind() == Choice.Kind.CAST || choice.kind() == Choice.Kind.PROJECT;
    if (!text && !isUnion(type) && choice.kind() != Choice.Kind.CAST) {
      throw cannot(
          path,
          choice,
          "it is " + TypeNames.article(type) + ": of one type already",
          "Only a string, or a struct with a field for each type, holds several.");
    }
    if (!one && text == choice.candidates().isEmpty()) {
      throw text
          ? cannot(
              path, choice, "a text may be of any type", "Say which: " + choice + ":int,string.")
          : cannot(path, choice, "the struct says which types there are", "Leave them out.");
    }
  }

  private static InvalidTransformException cannot(
      String path, Choice choice, String reason, String remedy) {
    return TransformErrors.cannot("resolve column", path + " by " + choice, reason, remedy);
  }

  /** Returns whether this is what make_struct makes: fields named like the types they are of. */
  private static boolean isUnion(DataType type) {
    return type instanceof StructType struct
        && struct.size() > 0
        && Arrays.stream(struct.fields()).allMatch(f -> isNamedLikeItsType(f));
  }

  private static boolean isNamedLikeItsType(StructField field) {
    DataType named = TypeNames.plain(field.name());
    return named == null
        ? field.name().equals(field.dataType().typeName())
        : TypeNames.same(named, field.dataType())
            || (named instanceof DecimalType && field.dataType() instanceof DecimalType);
  }

  /** Returns the fields that take the value's place. */
  List<Output> outputs(String x) {
    return switch (choice.kind()) {
      case CAST -> List.of(new Output(name, cast(x)));
      case PROJECT -> List.of(new Output(name, projected(x)));
      case MAKE_COLS ->
          members(x).stream().map(m -> new Output(name + "_" + m.name(), m.sql())).toList();
      case MAKE_STRUCT -> List.of(new Output(name, struct(x)));
    };
  }

  private String cast(String x) {
    DataType to = only().type();
    List<Output> casts = new ArrayList<>();
    sources(x).forEach((s) -> casts.add(new Output(s.sql(), CastText.of(s.sql(), s.type(), to))));
    return casts.size() == 1
        ? casts.get(0).sql()
        : "coalesce(" + casts.stream().map(Output::sql).collect(Collectors.joining(", ")) + ")";
  }

  private Choice.Candidate only() {
    return choice.candidates().get(0);
  }

  private record Source(String sql, DataType type) {}

  /** Returns where a value to cast may be: in the value itself, or in one of its fields. */
  private List<Source> sources(String x) {
    List<Source> sources = new ArrayList<>();
    if (isUnion(type)) {
      for (StructField f : ((StructType) type).fields()) {
        sources.add(new Source(x + "." + FieldPath.quote(f.name()), f.dataType()));
      }
    } else {
      sources.add(new Source(x, type));
    }
    DataType to = only().type();
    for (Source source : sources) {
      if (!CastRules.possible(source.type(), to)) {
        throw TransformErrors.noCast(path, source.type(), TypeNames.of(to), "Choose another type.");
      }
    }
    return sources;
  }

  private String projected(String x) {
    DataType to = only().type();
    if (type instanceof StringType) {
      requireText(only());
      return CastText.of(x, type, to);
    }
    return Arrays.stream(((StructType) type).fields())
        .filter(f -> TypeNames.same(f.dataType(), to))
        .findFirst()
        .map(f -> x + "." + FieldPath.quote(f.name()))
        .orElseThrow(
            () ->
                cannot(
                    path,
                    choice,
                    "it is of " + TransformErrors.list(List.of(((StructType) type).fieldNames())),
                    "Project to one of these."));
  }

  /** Returns a value for each type, of which at most one is not NULL. */
  private List<Output> members(String x) {
    List<Output> members = new ArrayList<>();
    if (type instanceof StructType struct) {
      for (StructField f : struct.fields()) {
        members.add(new Output(f.name(), x + "." + FieldPath.quote(f.name())));
      }
      return members;
    }
    List<String> before = new ArrayList<>();
    for (Choice.Candidate candidate : choice.candidates()) {
      requireText(candidate);
      String value = CastText.of(x, type, candidate.type());
      members.add(
          new Output(
              candidate.name(),
              before.isEmpty()
                  ? value
                  : "CASE WHEN " + String.join(" AND ", before) + " THEN " + value + " END"));
      before.add(value + " IS NULL");
    }
    return members;
  }

  private void requireText(Choice.Candidate candidate) {
    if (!CastRules.possible(DataTypes.StringType, candidate.type())) {
      throw TransformErrors.noCast(
          path, type, TypeNames.of(candidate.type()), "Parse it with unbox.");
    }
  }

  private String struct(String x) {
    if (type instanceof StructType) {
      return x;
    }
    String fields =
        members(x).stream()
            .map(m -> m.sql() + " AS " + FieldPath.quote(m.name()))
            .collect(Collectors.joining(", "));
    return "CASE WHEN " + x + " IS NOT NULL THEN struct(" + fields + ") END";
  }

  /** Returns what is true where a value is lost, if one can be. */
  Optional<String> failure(String x) {
    List<String> failures = new ArrayList<>();
    if (choice.kind() == Choice.Kind.CAST) {
      for (Source source : sources(x)) {
        if (CastRules.canFail(source.type(), only().type())) {
          failures.add(CastFailure.of(source.sql(), source.type(), only().type()));
        }
      }
    } else if (choice.kind() != Choice.Kind.PROJECT && type instanceof StringType) {
      boolean takesAll = choice.candidates().stream().anyMatch(c -> c.type() instanceof StringType);
      if (!takesAll) {
        List<String> lost = new ArrayList<>(List.of(x + " IS NOT NULL"));
        choice.candidates().forEach(c -> lost.add(CastText.of(x, type, c.type()) + " IS NULL"));
        failures.add("(" + String.join(" AND ", lost) + ")");
      }
    }
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of("coalesce(" + String.join(" OR ", failures) + ", false)");
  }

  /** Returns what a row is rejected for when a value is lost. */
  String reason() {
    String wanted =
        choice.kind() == Choice.Kind.CAST
            ? "not " + TypeNames.article(only().type())
            : "none of "
                + choice.candidates().stream()
                    .map(Choice.Candidate::name)
                    .collect(Collectors.joining(", "));
    return "resolve_choice: " + path + ": " + wanted;
  }
}
