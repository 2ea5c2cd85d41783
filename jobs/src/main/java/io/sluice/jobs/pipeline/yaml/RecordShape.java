package io.sluice.jobs.pipeline.yaml;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.Keys;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A record as files write it: its keys, and its other forms. */
public final class RecordShape {

  /** A component of a record: a key of the file where it has a {@link Doc}. */
  public record Key(String name, Shape shape, Optional<Doc> doc, RecordComponent component) {

    /** Returns whether it is no key of the file, but filled in by the reader. */
    public boolean given() {
      return doc.isEmpty();
    }

    /** Returns whether a file must have this key. */
    public boolean required() {
      boolean mayBeEmpty =
          shape instanceof Shape.Maybe
              || shape instanceof Shape.ListOf
              || shape instanceof Shape.MapOf;
      return doc.isPresent()
          && doc.get().byDefault().isEmpty()
          && (!mayBeEmpty || doc.get().required());
    }
  }

  /** Another way to write a record: one text, one list, or a map with keys of the user's own. */
  public record OtherForm(Shape shape, String doc, Method factory) {

    Object create(Object argument) {
      return invoke(() -> factory.invoke(null, argument));
    }
  }

  private static final Map<Class<?>, RecordShape> KNOWN = new ConcurrentHashMap<>();

  private final Class<?> type;
  private final List<Key> keys;
  private final List<OtherForm> forms;
  private final List<String> unread;

  private RecordShape(Class<?> type, List<Key> keys, List<OtherForm> forms, List<String> unread) {
    this.type = type;
    this.keys = keys;
    this.forms = forms;
    this.unread = unread;
  }

  /** Returns how files write records of {@code type}. */
  public static RecordShape of(Class<?> type) {
    return KNOWN.computeIfAbsent(type, RecordShape::look);
  }

  private static RecordShape look(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalStateException(type + " is not a record");
    }
    Optional<Foreign> foreign = Optional.ofNullable(type.getAnnotation(Foreign.class));
    List<Key> keys =
        Arrays.stream(type.getRecordComponents())
            .map(
                c -> {
                  Optional<Doc> doc = Optional.ofNullable(c.getAnnotation(Doc.class));
                  Shape shape = doc.isEmpty() ? null : Shape.of(c.getGenericType());
                  String name = foreign.isPresent() ? c.getName() : Keys.name(c.getName());
                  return new Key(name, shape, doc, c);
                })
            .toList();
    List<OtherForm> forms =
        Arrays.stream(type.getDeclaredMethods())
            .filter(m -> m.isAnnotationPresent(Form.class))
            .sorted(Comparator.comparing(m -> order(Shape.of(m.getGenericParameterTypes()[0]))))
            .map(
                m -> {
                  m.setAccessible(true);
                  Shape shape = Shape.of(m.getGenericParameterTypes()[0]);
                  return new OtherForm(shape, m.getAnnotation(Form.class).value(), m);
                })
            .toList();
    return new RecordShape(
        type, keys, forms, foreign.map(f -> List.of(f.unread())).orElse(List.of()));
  }

  private static int order(Shape shape) {
    return shape instanceof Shape.MapOf ? 2 : shape instanceof Shape.ListOf ? 1 : 0;
  }

  /** Returns the components, in order, those that files do not give included. */
  public List<Key> components() {
    return keys;
  }

  /** Returns the keys that a file may have, in order; none where only other forms are written. */
  public List<Key> keys() {
    return keys.stream().filter(key -> !key.given()).toList();
  }

  /** Returns the keys that a file may have although nothing reads them. */
  public List<String> unread() {
    return unread;
  }

  /** Returns the ways to write it besides as a map with its keys: texts first, then lists. */
  public List<OtherForm> forms() {
    return forms;
  }

  /** Returns whether it can be left empty: no key must be given. */
  public boolean mayBeEmpty() {
    return !keys().isEmpty() && keys().stream().noneMatch(Key::required);
  }

  /** Throws IllegalArgumentException where the record refuses the values. */
  Object create(List<Object> values) {
    return invoke(
        () -> {
          Class<?>[] types =
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new);
          Constructor<?> constructor = type.getDeclaredConstructor(types);
          constructor.setAccessible(true);
          return constructor.newInstance(values.toArray());
        });
  }

  private static Object invoke(ReflectiveCall call) {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface ReflectiveCall {
    Object run() throws ReflectiveOperationException;
  }
}
