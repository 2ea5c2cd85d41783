package io.sluice.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads one type's name from left to right. */
final class TypeNameParser {

  private static final String SHAPE =
      "Write it like int, decimal(10,2), array<string>, "
          + "map<string,int> or struct<id:int,name:string>.";

  private final String text;
  private int at;

  TypeNameParser(String text) {
    this.text = text;
  }

  DataType parse() {
    DataType type = type();
    if (peek() != 0) {
      throw wrong("something follows the type: " + text.substring(at).strip());
    }
    return type;
  }

  private DataType type() {
    String word = word();
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "array" -> array();
      case "map" -> map();
      case "struct" -> struct();
      case "decimal", "dec", "numeric" -> peek() == '(' ? decimal() : TypeNames.plain(word);
      case "varchar", "char" -> text(word);
      default -> plain(word);
    };
  }

  private DataType plain(String word) {
    DataType type = TypeNames.plain(word);
    if (type == null) {
      List<String> words = TypeNames.words();
      throw TransformErrors.badType(
          text,
          word.isEmpty() ? "a type is missing" : "there is no type " + word,
          "Types: " + String.join(", ", words) + "." + Nearest.hint(word, words));
    }
    return type;
  }

  private DataType array() {
    expect('<', "array says what it holds");
    DataType element = type();
    expect('>', "array<...> is not closed");
    return DataTypes.createArrayType(element);
  }

  private DataType map() {
    expect('<', "map says what its keys and values are");
    DataType key = type();
    expect(',', "map has a key type and a value type");
    DataType value = type();
    expect('>', "map<...> is not closed");
    return DataTypes.createMapType(key, value);
  }

  private DataType struct() {
    expect('<', "struct says what its fields are");
    List<StructField> fields = new ArrayList<>();
    if (peek() != '>') {
      do {
        fields.add(field());
      } while (taken(','));
    }
    expect('>', "struct<...> is not closed");
    return new StructType(fields.toArray(StructField[]::new));
  }

  private StructField field() {
    String name = peek() == '`' ? quoted() : fieldName();
    if (name.isEmpty()) {
      throw wrong("a field has no name");
    }
    taken(':');
    DataType type = type();
    boolean nullable = true;
    if (takenWord("not")) {
      if (!takenWord("null")) {
        throw wrong("NOT is not followed by NULL");
      }
      nullable = false;
    }
    MetadataBuilder metadata = new MetadataBuilder();
    if (takenWord("comment")) {
      metadata.putString("comment", comment());
    }
    return new StructField(name, type, nullable, metadata.build());
  }

  private DataType decimal() {
    expect('(', "decimal");
    int precision = number();
    int scale = taken(',') ? number() : 0;
    expect(')', "decimal(...) is not closed");
    return TypeNames.decimal(precision, scale, text);
  }

  private DataType text(String word) {
    if (taken('(')) {
      number();
      expect(')', word + "(...) is not closed");
    }
    return DataTypes.StringType;
  }

  private int number() {
    peek();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (start == at || at - start > 5) {
      throw wrong("a figure is missing or too long");
    }
    return Integer.parseInt(text.substring(start, at));
  }

  private String word() {
    peek();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(start, at);
  }

  /** A field's name may hold anything that does not end it: catalogs write them bare. */
  private String fieldName() {
    int start = at;
    while (at < text.length() && ":<>,".indexOf(text.charAt(at)) < 0 && text.charAt(at) != ' ') {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != '`') {
        name.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '`') {
        name.append('`');
        at++;
      } else {
        at++;
        return name.toString();
      }
    }
    throw wrong("a backtick is not closed");
  }

  private String comment() {
    expect('\'', "a comment stands between quotes");
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw wrong("a comment is not closed");
    }
    String comment = text.substring(at, end);
    at = end + 1;
    return comment;
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean taken(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private boolean takenWord(String word) {
    peek();
    int start = at;
    if (word().equalsIgnoreCase(word)) {
      return true;
    }
    at = start;
    return false;
  }

  private void expect(char c, String reason) {
    if (!taken(c)) {
      throw wrong(reason);
    }
  }

  private InvalidTransformException wrong(String reason) {
    return TransformErrors.badType(text, reason, SHAPE);
  }
}
