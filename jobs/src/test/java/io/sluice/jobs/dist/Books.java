package io.sluice.jobs.dist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** What a run with {@code --json} says of each table. */
record Books(Map<String, JsonNode> ledgers) {

  static Books of(Program.Outcome outcome) {
    Map<String, JsonNode> ledgers = new TreeMap<>();
    try {
      JsonNode run = new ObjectMapper().readTree(outcome.succeeds().out());
      run.get("ledgers").forEach(ledger -> ledgers.put(ledger.get("table").textValue(), ledger));
      return new Books(ledgers);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException("Cannot read ledgers: " + outcome.out(), failure);
    }
  }

  /**
   * Returns a table's figures as one line: {@code in 100 out 70 filtered 30 rejected 0 deduplicated
   * 0}.
   */
  String figures(String table) {
    JsonNode ledger = ledgers.get(table);
    JsonNode totals = ledger.get("totals");
    StringBuilder line = new StringBuilder();
    line.append("in ").append(totals.get("rows_in"));
    line.append(" out ").append(totals.get("rows_out"));
    line.append(" filtered ").append(totals.get("filtered"));
    line.append(" rejected ").append(totals.get("rejected"));
    line.append(" deduplicated ").append(totals.get("deduplicated"));
    if (!ledger.get("balanced").booleanValue()) {
      line.append(" NOT BALANCED");
    }
    if (!ledger.get("status").textValue().equals("succeeded")) {
      line.append(' ').append(ledger.get("status")).append(' ').append(ledger.get("reason"));
    }
    return line.toString();
  }

  /** Returns what a step of a table counted, under its reasons. */
  Map<String, Long> counts(String table, String step) {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonNode each : ledgers.get(table).get("steps")) {
      if (each.get("name").textValue().equals(step)) {
        each.get("counts")
            .fields()
            .forEachRemaining(c -> counts.put(c.getKey(), c.getValue().longValue()));
      }
    }
    return counts;
  }

  Map<String, String> figures() {
    Map<String, String> figures = new TreeMap<>();
    ledgers.keySet().forEach(table -> figures.put(table, figures(table)));
    return figures;
  }
}
