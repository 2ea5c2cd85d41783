package io.sluice.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.types.DataType;

/** What becomes of a column whose values are of several types; see {@link ResolveChoice}. */
public final class Choice {

  /** What is done. */
  enum Kind {
    CAST,
    PROJECT,
    MAKE_COLS,
    MAKE_STRUCT
  }

  /** A type, by the name that a column or field of its values gets. */
  record Candidate(String name, DataType type) {

    static Candidate of(String text) {
      DataType type = TypeNames.parse(text);
      return new Candidate(text.strip().toLowerCase(Locale.ROOT).split("[^a-z_]", 2)[0], type);
    }
  }

  private final Kind kind;
  private final List<String> types;

  private Choice(Kind kind, List<String> types) {
    this.kind = kind;
    this.types = List.copyOf(types);
  }

  /** Casts every value to one type. */
  public static Choice cast(String type) {
    return new Choice(Kind.CAST, List.of(type));
  }

  /** Keeps the values of one type; the others become NULL. */
  public static Choice project(String type) {
    return new Choice(Kind.PROJECT, List.of(type));
  }

  /**
   * Makes a column of each type, {@code price_int}, {@code price_string}.
   *
   * @param types for a column of texts, the types to tell apart; none for one of structs
   */
  public static Choice makeCols(String... types) {
    return new Choice(Kind.MAKE_COLS, List.of(types));
  }

  /**
   * Makes a struct with a field for each type.
   *
   * @param types for a column of texts, the types to tell apart; none for one of structs
   */
  public static Choice makeStruct(String... types) {
    return new Choice(Kind.MAKE_STRUCT, List.of(types));
  }

  /**
   * Reads a choice as AWS Glue writes it: {@code cast:long}, {@code project:int}, {@code
   * make_cols}, {@code make_struct:int,string}.
   *
   * @throws InvalidTransformException when it is none
   */
  public static Choice parse(String text) {
    String[] parts = text.strip().split("\\s*:\\s*", 2);
    String word = parts[0].toLowerCase(Locale.ROOT);
    String rest = parts.length > 1 ? parts[1].strip() : "";
    boolean one = word.equals("cast") || word.equals("project");
    if ((one && rest.isEmpty())
        || !List.of("cast", "project", "make_cols", "make_struct").contains(word)) {
      throw TransformErrors.cannot(
          "read choice",
          text.isBlank() ? "''" : text,
          "it is none",
          "Choices are cast:<type>, project:<type>, make_cols, make_cols:<type>,<type>, make_struct"
              + " and make_struct:<type>,<type>.");
    }
    return one
        ? new Choice(Kind.valueOf(word.toUpperCase(Locale.ROOT)), List.of(rest))
        : new Choice(Kind.valueOf(word.toUpperCase(Locale.ROOT)), split(rest));
  }

  /** Splits at commas, but not at those in {@code decimal(10,2)}. */
  private static List<String> split(String types) {
    return types.isEmpty()
        ? List.of()
        : Arrays.stream(types.split(",(?![^(]*\\))")).map(String::strip).toList();
  }

  Kind kind() {
    return kind;
  }

  /** Returns the types, in order; two of one name are refused. */
  List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (String type : types) {
      Candidate candidate = Candidate.of(type);
      if (candidates.stream().anyMatch(c -> c.name().equals(candidate.name()))) {
        throw TransformErrors.cannot(
            "tell types apart", type, "it is named twice", "Name each type once.");
      }
      candidates.add(candidate);
    }
    return candidates;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Choice choice && choice.kind == kind && choice.types.equals(types);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, types);
  }

  /** Returns the choice as it is parsed. */
  @Override
  public String toString() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return types.isEmpty() ? word : word + ":" + String.join(",", types);
  }
}
