package io.sluice.transforms;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant: the known name nearest to one that is not known. */
public final class Nearest {

  private Nearest() {}

  /**
   * Returns the name in {@code known} that {@code given} is most likely a slip of: at most a third
   * of its letters changed, added, left out or swapped with their neighbour; case does not count.
   */
  public static Optional<String> to(String given, Collection<String> known) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String name : known) {
      int edits = edits(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        best = name;
      }
    }
    return best != null && fewest <= Math.max(1, Math.max(given.length(), best.length()) / 3)
        ? Optional.of(best)
        : Optional.empty();
  }

  /** Returns {@code " Did you mean x?"} for the nearest name, or nothing where none is near. */
  public static String hint(String given, Collection<String> known) {
    return to(given, known).map(name -> " Did you mean " + name + "?").orElse("");
  }

  /** Edit distance with swaps of neighbours (optimal string alignment). */
  private static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
