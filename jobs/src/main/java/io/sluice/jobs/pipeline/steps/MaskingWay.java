package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.transforms.Masking;
import java.util.List;
import java.util.Map;

/**
 * A way to mask a column.
 *
 * @param word what is done
 * @param argument with what, empty where that says itself
 */
record MaskingWay(String word, String argument) {

  private static final List<String> WORDS =
      List.of("hash", "keep_first", "keep_last", "redact", "truncate", "to_year", "hmac", "token");

  private static final String HIDDEN = "***";

  MaskingWay {
    if (!WORDS.contains(word)) {
      throw new IllegalArgumentException(
          Messages.cannot("mask by", word, "no such way", Messages.known("Ways are", word, WORDS)));
    }
    switch (word) {
      case "hash" -> require(List.of("sha256", "sha512").contains(argument), "sha256 or sha512");
      case "keep_first", "keep_last", "truncate" ->
          require(argument.matches("[1-9][0-9]{0,8}"), "a number of characters");
      case "to_year" -> require(argument.isEmpty(), "nothing");
      case "redact" -> {}
      default ->
          throw new IllegalArgumentException(
              word
                  + " needs a key, which is only ever a reference to a secret, and secrets are not"
                  + " supported yet in this version");
    }
  }

  private static void require(boolean condition, String wanted) {
    if (!condition) {
      throw new IllegalArgumentException("it takes " + wanted);
    }
  }

  @Form("a word: `redact`, `to_year`")
  static MaskingWay of(String word) {
    return new MaskingWay(word, word.equals("redact") ? HIDDEN : "");
  }

  @Form("a word and what it takes: `{ hash: sha256 }`, `{ keep_last: 4 }`")
  static MaskingWay of(Map<String, String> way) {
    if (way.size() != 1) {
      throw new IllegalArgumentException("a column is masked in one way");
    }
    Map.Entry<String, String> only = way.entrySet().iterator().next();
    return new MaskingWay(only.getKey(), only.getValue());
  }

  Masking masking() {
    return switch (word) {
      case "hash" -> argument.equals("sha256") ? Masking.sha256() : Masking.sha512();
      case "keep_first" -> Masking.keepFirst(Integer.parseInt(argument));
      case "keep_last" -> Masking.keepLast(Integer.parseInt(argument));
      case "truncate" -> Masking.truncate(Integer.parseInt(argument));
      case "to_year" -> Masking.toYear();
      default -> Masking.redact(argument);
    };
  }
}
