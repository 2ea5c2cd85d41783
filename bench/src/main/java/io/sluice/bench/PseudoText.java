package io.sluice.bench;

/** Invented sentences about a canal: they read like text, and mean nothing. */
final class PseudoText {
  private static final String[] QUALITIES = {
    "patient", "narrow", "muddy", "early", "quiet", "crooked", "generous", "rusty", "northern",
    "borrowed", "hollow", "bright", "stubborn", "shallow", "second", "wooden", "distant", "mossy",
    "well-kept", "naïve", "amber", "draughty", "unhurried", "salt-worn"
  };
  private static final String[] THINGS = {
    "keeper",
    "barge",
    "gate",
    "lantern",
    "heron",
    "ledger",
    "weir",
    "towpath",
    "ferryman",
    "kettle",
    "footbridge",
    "mill",
    "orchard",
    "café",
    "rope",
    "windlass",
    "otter",
    "clock",
    "culvert",
    "harbour",
    "surveyor",
    "postcard",
    "paddle",
    "reed bed",
    "granary",
    "signal lamp",
    "jetty"
  };
  private static final String[] DEEDS = {
    "counts", "remembers", "follows", "repairs", "outlasts", "carries", "measures", "forgets",
    "greets", "borrows", "crosses", "paints", "overlooks", "replaces", "answers for", "waits for"
  };
  private static final String[] PLACES = {
    "below the upper lock", "beside the market", "before the thaw", "after the evening bell",
    "at the bend in the river", "under a slate roof", "on the far bank", "in a dry summer",
    "between two tides", "behind the chandlery", "without a word", "by the light of the boathouse",
    "as if it were \"nothing much\"", "for half a crown"
  };
  private static final String[] STARTS = {"The", "Every", "Another", "This", "No", "Some", "Our"};

  private PseudoText() {}

  /** Appends a headline: a few words, no full stop. */
  static void headline(Dice dice, StringBuilder out) {
    int from = out.length();
    if (dice.oneIn(3)) {
      out.append("why the ");
    } else if (dice.oneIn(4)) {
      out.append("notes on a ");
    }
    out.append(dice.pick(QUALITIES)).append(' ').append(dice.pick(THINGS));
    if (!dice.oneIn(3)) {
      out.append(' ').append(dice.pick(DEEDS)).append(" the ").append(dice.pick(THINGS));
    }
    if (dice.oneIn(4)) {
      out.append(' ').append(dice.pick(PLACES));
    }
    out.setCharAt(from, Character.toUpperCase(out.charAt(from)));
  }

  /**
   * Appends whole sentences until there are at least {@code length} characters of them; a space or,
   * now and then, a line break stands between two.
   */
  static void paragraph(Dice dice, int length, StringBuilder out) {
    int from = out.length();
    while (out.length() - from < length) {
      if (out.length() > from) {
        out.append(dice.oneIn(3) ? '\n' : ' ');
      }
      sentence(dice, out);
    }
  }

  private static void sentence(Dice dice, StringBuilder out) {
    out.append(dice.pick(STARTS)).append(' ');
    if (dice.oneIn(2)) {
      out.append(dice.pick(QUALITIES)).append(' ');
    }
    out.append(dice.pick(THINGS)).append(' ').append(dice.pick(DEEDS)).append(" the ");
    if (dice.oneIn(3)) {
      out.append(dice.pick(QUALITIES)).append(' ');
    }
    out.append(dice.pick(THINGS));
    if (dice.oneIn(2)) {
      out.append(' ').append(dice.pick(PLACES));
    }
    out.append('.');
  }
}
