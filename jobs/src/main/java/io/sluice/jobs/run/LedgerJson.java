package io.sluice.jobs.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Optional;

/** Ledgers as JSON, in snake_case. */
public final class LedgerJson {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private LedgerJson() {}

  /** Returns a ledger, or anything made of ledgers, as text. */
  public static String text(Object ledgers) {
    try {
      return JSON.writeValueAsString(ledgers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write ledger (not JSON)", e);
    }
  }

  /** Reads a ledger; nothing where the text is not one. */
  public static Optional<Ledger> parse(String text) {
    try {
      return Optional.of(JSON.readValue(text, Ledger.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
