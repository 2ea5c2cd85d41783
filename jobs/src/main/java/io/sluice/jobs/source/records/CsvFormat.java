package io.sluice.jobs.source.records;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * How values are separated.
 *
 * @param separator between values
 * @param quote around values that hold separators or line ends; 0 for none
 * @param escape before a quote that does not end the value; a doubled quote never ends it either
 * @param comment what a line begins with that is no record; 0 for none
 * @param header whether the first record of each file names the columns
 * @param enforceHeader whether a file may have no other columns than the schema
 * @param multiLine whether a value in quotes may hold line ends
 * @param nullValue the text, besides nothing at all, that stands for NULL
 * @param emptyValue what an empty string in quotes stands for
 * @param trimStart whether white space before a value is no part of it
 * @param trimEnd whether white space after it is none
 */
record CsvFormat(
    String separator,
    byte quote,
    byte escape,
    byte comment,
    boolean header,
    boolean enforceHeader,
    boolean multiLine,
    Optional<String> nullValue,
    Optional<String> emptyValue,
    boolean trimStart,
    boolean trimEnd,
    Charset charset) {

  static CsvFormat of(RecordOptions options) {
    return new CsvFormat(
        options.text("sep").or(() -> options.text("delimiter")).orElse(",").translateEscapes(),
        one(options, "quote", "\""),
        one(options, "escape", "\\"),
        one(options, "comment", ""),
        options.flag("header", false),
        options.flag("enforceheader", false),
        options.flag("multiline", true),
        options.text("nullvalue"),
        options.text("emptyvalue"),
        options.flag("ignoreleadingwhitespace", false),
        options.flag("ignoretrailingwhitespace", false),
        Charset.forName(
            options.text("encoding").or(() -> options.text("charset")).orElse("UTF-8")));
  }

  private static byte one(RecordOptions options, String name, String otherwise) {
    String text = options.text(name).orElse(otherwise);
    if (text.length() > 1 || (text.length() == 1 && text.charAt(0) > 0x7F)) {
      throw new IllegalArgumentException("the option " + name + " is one ASCII character");
    }
    return text.isEmpty() ? 0 : (byte) text.charAt(0);
  }
}
