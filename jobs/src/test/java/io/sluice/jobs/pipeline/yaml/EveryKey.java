package io.sluice.jobs.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Problems;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds keys that a file did not set, so that no test of all keys forgets one. */
public final class EveryKey {

  private EveryKey() {}

  /**
   * Fails unless each key of {@code value}, and of the records in it, is other than its default.
   */
  public static void isSetIn(Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(EveryKey::isSetIn);
    } else if (value instanceof Collection<?> list) {
      list.forEach(EveryKey::isSetIn);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(EveryKey::isSetIn);
    } else if (value instanceof Record) {
      for (RecordShape.Key key : RecordShape.of(value.getClass()).keys()) {
        Object component = component(value, key);
        if (component.equals(Optional.empty()) && !key.doc().orElseThrow().insteadOf().isEmpty()) {
          continue; // the other one is set, or else that one is missed
        }
        String name = value.getClass().getSimpleName() + "." + key.name();
        assertThat(component).as(name).isNotIn(Optional.empty(), List.of(), Map.of());
        assertThat(Optional.of(component)).as(name).isNotEqualTo(byDefault(key));
        isSetIn(component);
      }
    }
  }

  private static Object component(Object value, RecordShape.Key key) {
    try {
      var accessor = key.component().getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Optional<?> byDefault(RecordShape.Key key) {
    String text = key.doc().map(Doc::byDefault).orElse("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (key.component().getType() == boolean.class) {
      return Optional.of(Boolean.parseBoolean(text));
    }
    Place place = new Place("", 0, "");
    Node node =
        text.equals("{}") ? new Node.Entries(place, Map.of()) : new Node.Text(place, text, false);
    return new Binder(new Problems(), Map.of(), Map.of()).bind(node, key.component().getType());
  }
}
