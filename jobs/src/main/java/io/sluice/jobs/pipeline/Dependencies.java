package io.sluice.jobs.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Which pipeline reads what which other makes: by the table's name, or by its path. */
final class Dependencies {

  private final Map<TableName, Set<TableName>> needs = new TreeMap<>();

  Dependencies(Project project) {
    Map<TableName, List<String>> places = new TreeMap<>();
    for (Pipeline pipeline : project.pipelines()) {
      pipeline.targets().forEach(t -> places.put(t.table(), Paths.segments(project.tablePath(t))));
    }
    for (Pipeline pipeline : project.pipelines()) {
      Set<TableName> needed = new TreeSet<>();
      for (Read read : pipeline.read().values()) {
        read.table().ifPresent(table -> add(project, table, needed));
        read.path()
            .ifPresent(path -> madeAt(project, places, path).forEach(t -> add(project, t, needed)));
      }
      needed.remove(pipeline.table());
      needs.put(pipeline.table(), needed);
    }
  }

  private static void add(Project project, TableName table, Set<TableName> needed) {
    project.maker(table).map(Pipeline::table).ifPresent(needed::add);
  }

  private static Set<TableName> madeAt(
      Project project, Map<TableName, List<String>> places, String path) {
    Set<TableName> makers = new TreeSet<>();
    List<String> resolved = Paths.segments(project.environment().resolve(path));
    places.forEach(
        (table, place) -> {
          if (Paths.overlap(resolved, place)) {
            makers.add(table);
          }
        });
    return makers;
  }

  /** Returns which pipelines must be done before {@code table}, directly. */
  Set<TableName> of(TableName table) {
    return needs.getOrDefault(table, Set.of());
  }

  /** Returns {@code table} and all it needs, directly or not. */
  Set<TableName> upstream(TableName table) {
    return reach(table, this::of);
  }

  /** Returns {@code table} and all that need it, directly or not. */
  Set<TableName> downstream(TableName table) {
    return reach(
        table,
        t -> {
          Set<TableName> users = new TreeSet<>();
          needs.forEach(
              (user, needed) -> users.addAll(needed.contains(t) ? Set.of(user) : Set.of()));
          return users;
        });
  }

  private static Set<TableName> reach(TableName start, Function<TableName, Set<TableName>> step) {
    Set<TableName> reached = new LinkedHashSet<>();
    Deque<TableName> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      TableName table = open.poll();
      if (reached.add(table)) {
        open.addAll(step.apply(table));
      }
    }
    return reached;
  }

  /** Returns {@code tables} with each after all that it needs; alphabetical where free. */
  List<TableName> ordered(Set<TableName> tables) {
    Set<TableName> done = new LinkedHashSet<>();
    new TreeSet<>(tables).forEach(table -> visit(table, tables, done, new TreeSet<>()));
    return List.copyOf(done);
  }

  private void visit(
      TableName table, Set<TableName> within, Set<TableName> done, Set<TableName> open) {
    if (done.contains(table) || !open.add(table)) {
      return;
    }
    of(table).forEach(needed -> visit(needed, within, done, open));
    if (within.contains(table)) {
      done.add(table);
    }
  }

  /** Returns the tables of a ring that begins and ends with {@code table}, if it is part of one. */
  Optional<List<TableName>> ring(TableName table) {
    Map<TableName, TableName> cameFrom = new TreeMap<>();
    Deque<TableName> open = new ArrayDeque<>(List.of(table));
    while (!open.isEmpty()) {
      TableName at = open.poll();
      for (TableName needed : of(at)) {
        if (needed.equals(table)) {
          Deque<TableName> ring = new ArrayDeque<>(List.of(table));
          for (TableName t = at; !t.equals(table); t = cameFrom.get(t)) {
            ring.addFirst(t);
          }
          ring.addFirst(table);
          return Optional.of(List.copyOf(ring));
        }
        if (cameFrom.putIfAbsent(needed, at) == null) {
          open.add(needed);
        }
      }
    }
    return Optional.empty();
  }
}
