package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class IncrementPlotTest {
  private static final List<String> TABLE =
      List.of(
          "files,run,turn,millis,cpu_millis",
          "4000,full,1,60000,90000",
          "4000,nothing new,1,3000,4000",
          "4000,40 new files,1,5000,9000",
          "4000,nothing new,2,9000,4000",
          "4000,nothing new,3,3500,4000",
          "40000,nothing new,1,4000,4000",
          "40000,nothing new,2,5000,4000",
          "40000,40 new files,1,6000,9000");

  @Test
  void takesTheMedianSecondsOfEachKindOfRunButTheFull() {
    LinePlot plot = IncrementPlot.of(TABLE);

    assertThat(plot.lines())
        .containsExactly(
            Map.entry("nothing new", new TreeMap<>(Map.of(4000.0, 3.5, 40000.0, 4.5))),
            Map.entry("40 new files", new TreeMap<>(Map.of(4000.0, 5.0, 40000.0, 6.0))));
  }

  @Test
  void drawsALineAndItsPointsForEachKind(@TempDir Path folder) throws Exception {
    Path table = Files.write(folder.resolve("t.csv"), TABLE);
    IncrementPlot.main(new String[] {table.toString(), folder.resolve("t.svg").toString()});

    Document svg = parse(Files.readString(folder.resolve("t.svg")));
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(4);
    assertThat(texts(svg))
        .contains("nothing new", "40 new files", "seconds", "files processed before")
        .contains("0", "10", "50,000");
  }

  @Test
  void putsPointsWhereTheyBelong() throws Exception {
    Document svg =
        parse(
            new LinePlot("a < b & c", "x", "y", Map.of("line", new TreeMap<>(Map.of(5.0, 0.5))))
                .svg());

    // The whole width and height are the largest x and y, for both have ticks that fit.
    assertThat(svg.getElementsByTagName("polyline").item(0).getAttributes().getNamedItem("points"))
        .extracting(org.w3c.dom.Node::getNodeValue)
        .isEqualTo("610.0,48.0");
    assertThat(texts(svg)).contains("a < b & c", "0.1", "0.5", "1", "5");
  }

  @Test
  void refusesATableOfAnotherKindAndAPlotWithoutPoints() {
    assertThatThrownBy(() -> IncrementPlot.of(List.of("a,b")))
        .hasMessageStartingWith("Cannot draw increments: a,b (its first line is not files,run,");
    assertThatThrownBy(() -> IncrementPlot.of(List.of()))
        .hasMessageStartingWith("Cannot draw increments: nothing ");
    assertThatThrownBy(() -> IncrementPlot.of(TABLE.subList(0, 2)).svg())
        .hasMessageStartingWith("Cannot draw: Incremental runs");
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document svg) throws IOException {
    NodeList nodes = svg.getElementsByTagName("text");
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
