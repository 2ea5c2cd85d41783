/**
 * Transforms from rows to rows, for any Spark program.
 *
 * <p>Each is one final class with a static factory, {@code withX} copies for its options, and
 * {@link io.sluice.transforms.Transform#apply(org.apache.spark.sql.Dataset)}. They build plans and
 * nothing else: no transform reads, writes, counts or keeps anything.
 *
 * <pre>{@code
 * Dataset<Row> cleaned =
 *     ApplyMapping.of(
 *             Mapping.of("userId", "int", "UserID", "int"),
 *             Mapping.of("title", "string", "Title", "string"))
 *         .then(Filter.where("UserID NOT IN (1, 3, 7)"))
 *         .apply(posts);
 * }</pre>
 *
 * <h2>Names</h2>
 *
 * Dots walk into structs; backticks quote a name that holds dots. Names are compared as the session
 * compares them (spark.sql.caseSensitive). What could mean two columns is an error.
 *
 * <h2>Rows that do not pass</h2>
 *
 * A transform tells its {@link io.sluice.transforms.Tally} of each row it leaves out, rejects or
 * brings in, and its {@link io.sluice.transforms.Accounting} says what any other difference between
 * the rows that enter and those that leave is called.
 */
package io.sluice.transforms;
