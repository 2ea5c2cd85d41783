package io.sluice.jobs.pipeline.yaml;

import io.sluice.jobs.pipeline.ByteSize;
import io.sluice.jobs.pipeline.Durations;
import io.sluice.jobs.pipeline.Keys;
import io.sluice.jobs.pipeline.Secret;
import io.sluice.jobs.pipeline.TableName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What may stand at a place of a file, told by the Java type that it becomes. */
public sealed interface Shape {

  /**
   * A text that stands for one value.
   *
   * @param type the Java type
   * @param name what a message calls it: {@code a whole number}
   * @param parse from the text; throws IllegalArgumentException with the reason
   */
  record Scalar(Class<?> type, String name, Function<String, Object> parse) implements Shape {}

  /** One of a few words. */
  record Choice(Class<?> type, List<String> words) implements Shape {}

  /** A list of things of one shape. */
  record ListOf(Shape item) implements Shape {}

  /** A map with keys of the user's own. */
  record MapOf(Shape value) implements Shape {}

  /** Something that may be left out. */
  record Maybe(Shape inner) implements Shape {}

  /** A record: a map with known keys, or one of its other forms. */
  record Keyed(Class<?> type) implements Shape {}

  /** Returns the shape of values of {@code type}. */
  static Shape of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Shape last = of(arguments[arguments.length - 1]);
      if (generic.getRawType() == List.class) {
        return new ListOf(last);
      }
      if (generic.getRawType() == Map.class) {
        return new MapOf(last);
      }
      if (generic.getRawType() == Optional.class) {
        return new Maybe(last);
      }
    }
    if (type instanceof Class<?> plain) {
      if (plain.isEnum()) {
        return new Choice(plain, words(plain));
      }
      return Scalars.of(plain).<Shape>map(s -> s).orElseGet(() -> new Keyed(plain));
    }
    throw new IllegalStateException("No shape for " + type);
  }

  private static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(c -> Keys.name((Enum<?>) c)).toList();
  }

  /** The scalar types there are. */
  final class Scalars {

    private static final Map<Class<?>, Scalar> ALL =
        Map.ofEntries(
            scalar(String.class, "a text", text -> text),
            scalar(boolean.class, "true or false", Scalars::truth),
            scalar(Integer.class, "a whole number", Scalars::whole),
            scalar(Long.class, "a whole number", Scalars::wholeLong),
            scalar(Double.class, "a number", Scalars::number),
            scalar(TableName.class, "a table's name", TableName::parse),
            scalar(ByteSize.class, "a size such as 128MB", ByteSize::parse),
            scalar(Duration.class, "a span of time such as 60s", Durations::parse),
            scalar(Secret.class, "a secret by reference", Secret::parse));

    private Scalars() {}

    static Optional<Scalar> of(Class<?> type) {
      return Optional.ofNullable(ALL.get(type));
    }

    private static Map.Entry<Class<?>, Scalar> scalar(
        Class<?> type, String name, Function<String, Object> parse) {
      return Map.entry(type, new Scalar(type, name, parse));
    }

    private static Object truth(String text) {
      return switch (text) {
        case "true", "True", "TRUE" -> true;
        case "false", "False", "FALSE" -> false;
        default -> throw new IllegalArgumentException("neither true nor false");
      };
    }

    private static Object whole(String text) {
      long value = (Long) wholeLong(text);
      if (value != (int) value) {
        throw new IllegalArgumentException("not a whole number of at most 2147483647");
      }
      return (int) value;
    }

    private static Object wholeLong(String text) {
      try {
        return Long.parseLong(text.replace("_", ""));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a whole number", e);
      }
    }

    private static Object number(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a number", e);
      }
    }
  }
}
