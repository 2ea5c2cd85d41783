package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

  @TempDir Path folder;
  private Project project;

  /** raw.posts -> cleaned.posts -> curated.long -> curated.longest; cleaned.users by itself. */
  @BeforeEach
  void pipelines() {
    project =
        Conf.in(folder)
            .posts("cleaned.posts", "")
            .pipeline(
                "cleaned.users",
                "table: cleaned.users\nread: { x: { path: raw/users, format: text } }\n")
            .pipeline(
                "curated.long", "table: curated.long\nread: { x: { table: cleaned.posts } }\n")
            .pipeline(
                "curated.longest", "table: curated.longest\nread: { x: { table: curated.long } }\n")
            .load();
  }

  @ParameterizedTest
  @CsvSource({
    "cleaned.posts, cleaned.posts",
    "cleaned.*, cleaned.posts cleaned.users",
    "*.long*, curated.long curated.longest",
    "curated.lon?, curated.long",
    "+curated.long, cleaned.posts curated.long",
    "+curated.longest, cleaned.posts curated.long curated.longest",
    "cleaned.posts+, cleaned.posts curated.long curated.longest",
    "+curated.long+, cleaned.posts curated.long curated.longest",
    "raw.posts+, cleaned.posts curated.long curated.longest",
    "raw.users+, cleaned.users",
    "raw.*+, cleaned.posts cleaned.users curated.long curated.longest",
    "cleaned.users curated.long, cleaned.users curated.long",
  })
  void selectsInDependencyOrder(String selectors, String tables) {
    assertThat(project.select(List.of(selectors.split(" ", -1))).ordered())
        .extracting(p -> p.table().toString())
        .containsExactly(tables.split(" ", -1));
  }

  @Test
  void selectsAllWhenNothingIsSaid() {
    assertThat(project.select(List.of()).ordered()).hasSize(4);
  }

  @Test
  void tellsWhichOthersOfTheSelectionMustBeDoneBefore() {
    Selection all = project.select(List.of());
    TableName longest = TableName.parse("curated.longest");

    assertThat(all.needs(longest))
        .extracting(TableName::toString)
        .containsExactlyInAnyOrder("cleaned.posts", "curated.long");
    assertThat(all.needs(TableName.parse("cleaned.users"))).isEmpty();
    assertThat(project.select(List.of("curated.longest")).needs(longest)).isEmpty();
    assertThat(project.select(List.of("curated.longest", "cleaned.posts")).needs(longest))
        .containsExactly(TableName.parse("cleaned.posts"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cleaned.post | (no pipeline matches). Did you mean cleaned.posts?",
        "nothing.* | (no pipeline matches). There are: cleaned.posts, cleaned.users,",
        "raw.posts | (it is read, and no pipeline makes it). Write raw.posts+ for all that needs it.",
        "+ | (no pipeline matches)",
      })
  void refusesASelectorThatMatchesNothing(String selector, String reason) {
    assertThatThrownBy(() -> project.select(List.of("cleaned.users", selector)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot select: " + selector)
        .hasMessageContaining(reason);
  }
}
