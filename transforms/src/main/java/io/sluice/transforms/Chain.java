package io.sluice.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Transforms one after the other. */
final class Chain implements Transform {

  private final List<Transform> links;

  private Chain(List<Transform> links) {
    this.links = links;
  }

  static Chain of(Transform first, Transform next) {
    List<Transform> links = new ArrayList<>();
    links.addAll(first instanceof Chain chain ? chain.links : List.of(first));
    links.addAll(next instanceof Chain chain ? chain.links : List.of(next));
    return new Chain(List.copyOf(links));
  }

  @Override
  public String name() {
    return links.stream().map(Transform::name).collect(Collectors.joining(" then "));
  }

  @Override
  public Accounting accounting() {
    boolean plain = links.stream().allMatch(l -> l.accounting() == Accounting.ROW_FOR_ROW);
    return plain ? Accounting.ROW_FOR_ROW : Accounting.REWRITES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Dataset<Row> result = rows;
    for (Transform link : links) {
      result = link.apply(result, tally);
    }
    return result;
  }
}
