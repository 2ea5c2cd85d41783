package io.sluice.transforms;

import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * Splits a text into several columns, by what stands between its parts or by what they look like.
 *
 * <p>A text must give as many parts as there are columns, neither fewer nor more; a regular
 * expression must match the text as a whole, and has a group for each column. Where that is not so
 * the row is rejected with a reason such as {@code split_field: address: has not 3 parts} or {@code
 * split_field: address: does not match}; or all the columns are NULL, see {@link #withUnmatched}.
 * NULL gives NULLs and is never a reject. A part with nothing in it, and a group that takes no part
 * in the match, is an empty text.
 *
 * <p>The new columns are strings and stand behind the one they come from, or in its place when that
 * is dropped; behind the struct it lies in when it is part of one.
 *
 * <p><b>Cost:</b> narrow; one projection. With a regular expression, each column matches it again.
 *
 * <pre>{@code
 * SplitField.by("address", ",", List.of("street", "city", "zip_code"))
 *     .withTrimmed()
 *     .withSourceDropped()
 *     .apply(courses);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue's SplitFields splits the columns of a frame into two frames;
 * that is two {@link SelectFields}. DataBrew's SPLIT_COLUMN fills what is missing with nothing.
 */
public final class SplitField implements Transform {

  private record Cut(String text, boolean regex, boolean rest) {}

  private record Options(Unmatched unmatched, boolean trimmed, boolean dropped) {}

  private final String column;
  private final Cut cut;
  private final List<String> into;
  private final Options options;

  private SplitField(String column, Cut cut, List<String> into, Options options) {
    this.column = Objects.requireNonNull(column, "column");
    this.cut = cut;
    this.into = List.copyOf(into);
    this.options = options;
  }

  /**
   * Splits at each occurrence of a text.
   *
   * @param column the path of a column of strings
   * @param delimiter what stands between the parts, literally
   * @param into the names of the new columns
   */
  public static SplitField by(String column, String delimiter, List<String> into) {
    return of(column, new Cut(delimiter, false, false), into);
  }

  /**
   * Takes the groups of a regular expression of Java.
   *
   * @param column the path of a column of strings
   * @param regex that matches the whole text, with a group for each new column
   * @param into the names of the new columns
   */
  public static SplitField matching(String column, String regex, List<String> into) {
    return of(column, new Cut(regex, true, false), into);
  }

  private static SplitField of(String column, Cut cut, List<String> into) {
    Objects.requireNonNull(cut.text, "text");
    return new SplitField(column, cut, into, new Options(Unmatched.REJECT, false, false));
  }

  /** Leaves the last column all that is left of the text, however many parts that has. */
  public SplitField withRest() {
    return new SplitField(column, new Cut(cut.text, cut.regex, true), into, options);
  }

  /**
   * Says what becomes of a row whose text does not fit: {@link Unmatched#REJECT} or {@link
   * Unmatched#NULL}.
   */
  public SplitField withUnmatched(Unmatched unmatched) {
    Objects.requireNonNull(unmatched, "unmatched");
    return with(new Options(unmatched, options.trimmed, options.dropped));
  }

  /** Takes the blanks around each part away. */
  public SplitField withTrimmed() {
    return with(new Options(options.unmatched, true, options.dropped));
  }

  /** Leaves the column that is split out of the result. */
  public SplitField withSourceDropped() {
    return with(new Options(options.unmatched, options.trimmed, true));
  }

  private SplitField with(Options options) {
    return new SplitField(column, cut, into, options);
  }

  @Override
  public String name() {
    return "split_field";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "split");
    Columns.Found found = columns.find(column);
    if (!(found.type() instanceof StringType)) {
      throw cannot(
          "it is " + TypeNames.article(found.type()) + ", not a string",
          "Cast it to string with apply_mapping first.");
    }
    if (options.dropped && found.path().nested()) {
      throw cannot("it lies inside a struct", "Leave it there, or drop it with drop_fields.");
    }
    if (options.unmatched == Unmatched.KEEP) {
      throw cannot("a text that does not fit has no parts to keep", "Say REJECT or NULL.");
    }
    List<String> targets = targets(columns, found);
    checkCut();
    Column fits = fits(found.column());
    List<Column> parts = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      parts.add(part(found.column(), fits, i).as(targets.get(i)));
    }
    Dataset<Row> passed =
        options.unmatched == Unmatched.REJECT
            ? Rejection.apply(rows, List.of(Rejection.of(not(fits), reason())), tally)
            : rows;
    return passed.select(columns.withLineage(beside(columns, found, parts)));
  }

  private String reason() {
    String what = cut.regex ? "does not match" : "has not " + into.size() + " parts";
    return "split_field: " + column + ": " + what;
  }

  private List<Column> beside(Columns columns, Columns.Found found, List<Column> parts) {
    List<Column> out = new ArrayList<>();
    List<Column> all = columns.all();
    List<StructField> fields = columns.fields();
    for (int i = 0; i < all.size(); i++) {
      boolean source = fields.get(i).name().equals(found.path().names().get(0));
      if (!source || !options.dropped) {
        out.add(all.get(i));
      }
      if (source) {
        out.addAll(parts);
      }
    }
    return out;
  }

  private Column fits(Column text) {
    if (cut.regex) {
      return text.rlike(anchored());
    }
    Column count = size(pieces(text));
    return when(text.isNotNull(), cut.rest ? count.geq(into.size()) : count.equalTo(into.size()));
  }

  /** Returns what is true of no text and NULL of NULL where the row passes whatever it holds. */
  private Column part(Column text, Column fits, int index) {
    Column part =
        cut.regex ? regexp_extract(text, anchored(), index + 1) : pieces(text).getItem(index);
    Column trimmed = options.trimmed ? trim(part) : part;
    return options.unmatched == Unmatched.NULL ? when(fits, trimmed) : trimmed;
  }

  private Column pieces(Column text) {
    return split(text, Pattern.quote(cut.text), cut.rest ? into.size() : -1);
  }

  private String anchored() {
    return "\\A(?:" + cut.text + ")\\z";
  }

  private void checkCut() {
    if (!cut.regex) {
      if (cut.text.isEmpty()) {
        throw cannot("the delimiter is empty", "Say what stands between the parts.");
      }
      return;
    }
    if (cut.rest) {
      throw cannot(
          "a regular expression says itself what its last group takes",
          "Leave withRest out, or split by a delimiter.");
    }
    int groups;
    try {
      // By itself too, for brackets that do not match could pair with those put around it.
      groups = Pattern.compile(cut.text).matcher("").groupCount();
      Pattern.compile(anchored());
    } catch (PatternSyntaxException e) {
      throw TransformErrors.cannot(
          "split by",
          cut.text,
          "the regular expression is wrong: " + e.getDescription(),
          "Correct it.");
    }
    if (groups != into.size()) {
      throw TransformErrors.cannot(
          "split by",
          cut.text,
          "it has " + groups + " groups for " + into.size() + " columns",
          "Give each column a group, (...); write (?:...) where a group is none.");
    }
  }

  private List<String> targets(Columns columns, Columns.Found found) {
    if (into.isEmpty()) {
      throw TransformErrors.nothingGiven("split column " + column, "it is split into no column");
    }
    List<String> targets = new ArrayList<>();
    for (String name : into) {
      FieldPath path = FieldPath.parse(name);
      if (path.nested()) {
        throw TransformErrors.nested("split into", name);
      }
      String target = path.last();
      if (Lineage.isLineage(target)) {
        throw TransformErrors.reserved("split into column", name);
      }
      boolean own = options.dropped && columns.same(target, found.path().last());
      if ((!own && columns.has(target))
          || targets.stream().anyMatch(t -> columns.same(t, target))) {
        throw TransformErrors.taken("split into column", name, "another column");
      }
      targets.add(target);
    }
    return targets;
  }

  private InvalidTransformException cannot(String reason, String remedy) {
    return TransformErrors.cannot("split column", column, reason, remedy);
  }
}
