package io.sluice.jobs.cli;

import java.util.List;
import java.util.stream.IntStream;

/** Lays out cells of text in columns. */
final class TextTable {

  private static final String GAP = "  ";

  private TextTable() {}

  /**
   * Returns the rows as lines, the first being the head, which a rule sets off.
   *
   * @param leftColumns how many columns, from the first, are flush left; the others, but for the
   *     last, are flush right
   */
  static String of(List<List<String>> rows, int leftColumns) {
    int columns = rows.get(0).size();
    int[] widths =
        IntStream.range(0, columns)
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String cell = rows.get(r).get(c);
        String padding = " ".repeat(widths[c] - cell.length());
        boolean left = c < leftColumns || c == columns - 1;
        line.append(c == 0 ? "" : GAP).append(left ? cell + padding : padding + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (r == 0) {
        int rule = IntStream.of(widths).sum() + GAP.length() * (columns - 1);
        text.append("-".repeat(rule)).append('\n');
      }
    }
    return text.toString();
  }
}
