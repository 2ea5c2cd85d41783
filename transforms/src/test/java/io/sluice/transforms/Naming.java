package io.sluice.transforms;

/** What the columns and fields of the {@link Vocabulary}'s frames are called. */
enum Naming {
  PLAIN,
  /** With dots, spaces, backticks, quotes and letters that are not ASCII. */
  ODD;

  /** Returns the name that stands for {@code plain}. */
  String of(String plain) {
    return this == PLAIN ? plain : plain + ".Zürich `" + plain + "` 'x' 年";
  }

  /** Returns the path to a column, or into its structs, as a user writes it. */
  String at(String... plain) {
    StringBuilder path = new StringBuilder();
    for (String name : plain) {
      path.append(path.isEmpty() ? "" : ".").append(FieldPath.quote(of(name)));
    }
    return path.toString();
  }
}
