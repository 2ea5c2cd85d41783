package io.sluice.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** A blog post as the raw zone has it. */
record Post(int userId, long id, String title, String body) {

  /** Returns the post of that number; its text depends on the seed and the number alone. */
  static Post invent(long seed, int userId, long id, int shortest, int longest) {
    Dice dice = Dice.of(seed, id);
    StringBuilder text = new StringBuilder(512);
    PseudoText.headline(dice, text);
    String title = text.toString();
    text.setLength(0);
    PseudoText.paragraph(dice, dice.between(shortest, longest), text);
    return new Post(userId, id, title, text.toString());
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("userId", userId);
    fields.put("id", id);
    fields.put("title", title);
    fields.put("body", body);
    return fields;
  }
}
