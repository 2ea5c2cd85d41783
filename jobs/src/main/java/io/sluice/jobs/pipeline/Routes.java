package io.sluice.jobs.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the rows of a pipeline find their ways to its tables: along one stem first, as far as all of
 * them go together, and then each along a branch of its own.
 *
 * @param stem where several tables are made from one flow: the way to it
 * @param branches the way to each table, in the order of {@link Pipeline#targets}; from the end of
 *     the stem, if there is one
 */
public record Routes(Optional<Route> stem, List<Route> branches) {

  public Routes {
    branches = List.copyOf(branches);
  }

  /**
   * Returns the routes of a pipeline.
   *
   * @param all every result of its steps, in order
   */
  static Routes of(Pipeline pipeline, List<Result> all) {
    return new Finder(pipeline, all).find();
  }

  private static final class Finder {

    private final Pipeline pipeline;
    private final List<Result> all;
    private final Set<String> inputs;
    private final Map<String, Result> byFlow = new TreeMap<>();

    Finder(Pipeline pipeline, List<Result> all) {
      this.pipeline = pipeline;
      this.all = all;
      this.inputs = pipeline.read().keySet();
      all.forEach(result -> byFlow.put(result.flow(), result));
    }

    Routes find() {
      List<Route> whole = pipeline.targets().stream().map(target -> to(end(target), all)).toList();
      for (int length = pipeline.steps().size(); whole.size() > 1 && length >= 0; length--) {
        Route stem = to(length == 0 ? pipeline.firstInput() : mainOf(length - 1), all);
        int first = length;
        List<Route> branches =
            whole.stream()
                .map(route -> branch(route, stem, first))
                .flatMap(Optional::stream)
                .toList();
        if (branches.size() == whole.size()) {
          return new Routes(Optional.of(stem), branches);
        }
      }
      return new Routes(Optional.empty(), whole);
    }

    private String end(Target target) {
      int steps = pipeline.steps().size();
      return target
          .result()
          .orElseGet(() -> steps == 0 ? pipeline.firstInput() : mainOf(steps - 1));
    }

    private String mainOf(int index) {
      return Result.flow(pipeline.steps().get(index), index);
    }

    /** Returns the way to {@code end}, with what it needs of {@code results}. */
    private Route to(String end, List<Result> results) {
      Set<String> needed = new HashSet<>();
      Deque<String> open = new ArrayDeque<>(List.of(end));
      while (!open.isEmpty()) {
        String flow = open.poll();
        Result result = byFlow.get(flow);
        if (needed.add(flow) && result != null && results.contains(result)) {
          open.addAll(sources(result));
        }
      }
      List<Result> way = results.stream().filter(r -> needed.contains(r.flow())).toList();
      Set<String> begins = new LinkedHashSet<>(needed);
      way.forEach(result -> begins.remove(result.flow()));
      return new Route(begins, way, end);
    }

    private static List<String> sources(Result result) {
      List<String> sources = new ArrayList<>(result.takes());
      sources.add(result.from());
      return sources;
    }

    /**
     * Returns the rest of {@code route} behind {@code stem}, if it goes along all of that and needs
     * nothing of it but its end.
     */
    private Optional<Route> branch(Route route, Route stem, int first) {
      boolean along =
          stem.results().size() == first
              && stem.results().stream().allMatch(Result::main)
              && route.results().containsAll(stem.results());
      List<Result> rest = route.results().stream().filter(r -> r.index() >= first).toList();
      Route branch = to(route.end(), rest);
      Set<String> allowed = new HashSet<>(inputs);
      allowed.add(stem.end());
      boolean apart = branch.inputs().contains(stem.end()) && allowed.containsAll(branch.inputs());
      return along && apart ? Optional.of(branch) : Optional.empty();
    }
  }
}
