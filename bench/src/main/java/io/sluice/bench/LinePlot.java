package io.sluice.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/**
 * A plot of lines over one axis, as SVG. Both axes begin at zero, so that flat is flat.
 *
 * @param title what stands above
 * @param across what the numbers on the horizontal axis are
 * @param up what those on the vertical axis are
 * @param lines the points of each line, by the line's name
 */
record LinePlot(
    String title, String across, String up, Map<String, NavigableMap<Double, Double>> lines) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 400;
  private static final int LEFT = 64;
  private static final int RIGHT = 150;
  private static final int TOP = 48;
  private static final int BOTTOM = 56;
  private static final int TICKS = 5;
  private static final List<String> COLORS = List.of("#0b6e99", "#c4572b", "#4f7f3b", "#7a4f9a");

  String svg() {
    if (lines.values().stream().allMatch(Map::isEmpty)) {
      throw new IllegalArgumentException(
          "Cannot draw: " + title + " (there is no point). Give at least one.");
    }
    double right = top(lines.values().stream().mapToDouble(NavigableMap::lastKey).max().orElse(1));
    double high =
        top(
            lines.values().stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1));
    StringBuilder svg = new StringBuilder(4096);
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">\n",
            WIDTH, HEIGHT, WIDTH, HEIGHT));
    svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, HEIGHT));
    text(svg, LEFT, TOP - 22, "start", "font-size=\"15\"", title);
    text(svg, LEFT, TOP - 6, "start", "", up);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "", across);
    for (int tick = 0; tick <= TICKS; tick++) {
      double y = y(tick, TICKS);
      svg.append(
          format(
              "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
              LEFT, y, WIDTH - RIGHT, y));
      text(svg, LEFT - 8, y + 4, "end", "", number(high * tick / TICKS));
      text(svg, x(tick, TICKS), HEIGHT - BOTTOM + 18, "middle", "", number(right * tick / TICKS));
    }
    int index = 0;
    for (Map.Entry<String, NavigableMap<Double, Double>> line : lines.entrySet()) {
      draw(svg, line, COLORS.get(index++ % COLORS.size()), right, high);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(
      StringBuilder svg,
      Map.Entry<String, NavigableMap<Double, Double>> line,
      String color,
      double right,
      double high) {
    NavigableMap<Double, Double> points = line.getValue();
    svg.append(
        format(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>\n",
            color,
            points.entrySet().stream()
                .map(p -> format("%.1f,%.1f", x(p.getKey(), right), y(p.getValue(), high)))
                .collect(Collectors.joining(" "))));
    points.forEach(
        (x, y) ->
            svg.append(
                format(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n",
                    x(x, right), y(y, high), color)));
    double last = points.get(points.lastKey());
    text(
        svg,
        x(points.lastKey(), right) + 8,
        y(last, high) + 4,
        "start",
        format("fill=\"%s\"", color),
        line.getKey());
  }

  private static double x(double value, double right) {
    return LEFT + value / right * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, double high) {
    return HEIGHT - BOTTOM - value / high * (HEIGHT - TOP - BOTTOM);
  }

  /** Returns the next number with ticks that read well: 1, 2, 2.5 or 5 with zeros, times five. */
  private static double top(double highest) {
    double unit = Math.pow(10, Math.floor(Math.log10(Math.max(highest, 1e-9) / TICKS)));
    for (double step : new double[] {1, 2, 2.5, 5}) {
      if (step * unit * TICKS >= highest) {
        return step * unit * TICKS;
      }
    }
    return 10 * unit * TICKS;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%,.0f", value) : format("%s", (float) value);
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String how, String text) {
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>\n",
            x, y, anchor, how.isEmpty() ? "" : " " + how, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
