package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The courses of the sample lake: once each, priced, timed and placed. */
class SampleCoursesIT {
  private static Duck duck;
  private static Books books;

  @BeforeAll
  static void build() {
    duck = SampleLake.built().duck();
    books = SampleLake.built().books();
  }

  @Test
  void conformsEveryCourse() {
    assertThat(duck.columns("cleaned.courses"))
        .containsExactly(
            "course_id INTEGER",
            "title VARCHAR",
            "author VARCHAR",
            "original_price DECIMAL(8,2)",
            "discount DECIMAL(8,2)",
            "survey INTEGER",
            "published_local VARCHAR",
            "zone VARCHAR",
            "street VARCHAR",
            "city VARCHAR",
            "zip_code VARCHAR",
            "published_at TIMESTAMP WITH TIME ZONE",
            "final_price DECIMAL(9,2)");
    String raw = "read_csv([courses/courses.csv], header = true, all_varchar = true)";
    List<List<String>> courses = duck.rows("SELECT * FROM {cleaned.courses} ORDER BY course_id");
    assertThat(courses)
        .hasSize(54)
        .isEqualTo(
            duck.rows(
                "SELECT DISTINCT course_id::INTEGER AS course_id, title, author,"
                    + " original_price::DECIMAL(8,2), discount::DECIMAL(8,2),"
                    + " CASE survey WHEN 'Like' THEN 1 WHEN 'Dislike' THEN 0 END,"
                    + " published_local, zone,"
                    + " split_part(address, ', ', 1), split_part(address, ', ', 2),"
                    + " split_part(address, ', ', 3),"
                    + " strptime(published_local, '%m%Y%d %H:%M') AT TIME ZONE zone,"
                    + " original_price::DECIMAL(8,2) - discount::DECIMAL(8,2) FROM "
                    + raw
                    + " ORDER BY course_id"));
    assertThat(courses).filteredOn(row -> row.get(5).equals("0")).isNotEmpty();
  }

  @Test
  void readsTheUnusualPatternInEachCoursesZone() {
    // 05202205 13:50 in Auckland, twelve hours ahead in May, is ten to two of the same night in
    // UTC.
    assertThat(
            duck.rows(
                "SELECT published_local, zone, strftime(published_at AT TIME ZONE 'UTC',"
                    + " '%Y-%m-%d %H:%M') FROM {cleaned.courses} WHERE course_id = 1"))
        .containsExactly(List.of("05202205 13:50", "Pacific/Auckland", "2022-05-05 01:50"));
  }

  @Test
  void leavesNoTwoCoursesAlikeAndSaysHowManyWere() {
    assertThat(
            duck.rows("SELECT course_id FROM {cleaned.courses} GROUP BY ALL HAVING count(*) > 1"))
        .isEmpty();
    assertThat(books.counts("cleaned.courses", "drop_duplicates"))
        .isEqualTo(Map.of("deduplicated", 6L));
    assertThat(books.figures("cleaned.courses"))
        .isEqualTo("in 60 out 54 filtered 0 rejected 0 deduplicated 6");
  }
}
