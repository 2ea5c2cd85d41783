package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.ConformTime;
import io.sluice.transforms.Gap;
import io.sluice.transforms.Overlap;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Optional;

@StepDoc(
    name = "conform_time",
    summary =
        "Turns local times, in one zone or in that of each row, into timestamps. Texts are read"
            + " by the first of the patterns that fits, as a whole, also by unusual ones:"
            + " `MMyyyydd` reads 05202203 as 2022-05-03. A row is rejected whose time fits no"
            + " pattern, whose zone is missing or unknown, or whose time does not exist because"
            + " clocks were put forward over it. A pattern without a time means the beginning of"
            + " the day. The session's time zone changes nothing.",
    cost = "Narrow: one projection. Each pattern up to the one that fits is tried on each text.",
    glue = "Glue has no transform for it.",
    example =
        """
        - conform_time:
            column: published_local
            patterns: [yyyy-MM-dd HH:mm, MMyyyydd, "d MMM yyyy 'at' h:mm a"]
            zone_column: zone
            into: published_at
        - conform_time: { column: opened_on, patterns: [dd/MM/yyyy], zone: Europe/Paris }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, local STRING, zone STRING",
                    json =
                        """
                        {"id": 1, "local": "2022-07-01 10:30", "zone": "Europe/Paris"}
                        {"id": 2, "local": "05202203", "zone": "America/New_York"}
                        {"id": 3, "local": "2022-10-30 02:30", "zone": "Europe/Paris"}
                        {"id": 4, "local": "2022-03-27 02:30", "zone": "Europe/Paris"}
                        {"id": 5, "local": "2022-02-31 10:00", "zone": "Europe/Paris"}
                        """),
            steps =
                """
                - conform_time:
                    column: local
                    patterns: [yyyy-MM-dd HH:mm, MMyyyydd]
                    zone_column: zone
                    into: utc
                """))
record ConformTimeStep(
    @Doc("The column, or path into a struct: texts, dates, or timestamps without a zone.")
        String column,
    @Doc(
            "What texts look like, the first that fits counts: `y` year, `M` month, `d` day, `H`"
                + " hour (or `h` with `a`), `m` minute, `s` second, `S` fraction, `E` day of the"
                + " week; letters that stand for themselves between single quotes.")
        List<String> patterns,
    @Doc(
            "The zone, such as `Europe/Paris`; with `zone_column`, that of rows in which it is"
                + " NULL. Without either: UTC.")
        Optional<String> zone,
    @Doc("The column that holds each row's zone.") Optional<String> zoneColumn,
    @Doc("The column for the result; without it, it takes the place of `column`.")
        Optional<String> into,
    @Doc(
            value =
                "What becomes of times that do not exist, because clocks were put forward over"
                    + " them; shifted, 02:30 becomes 03:30.",
            byDefault = "reject")
        Gap gap,
    @Doc(
            value =
                "What times mean that come twice, because clocks were put back: the first of the"
                    + " two, the second, or nothing.",
            byDefault = "earlier")
        Overlap overlap)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    ConformTime conform = ConformTime.of(column, patterns).withGap(gap).withOverlap(overlap);
    if (zone.isPresent()) {
      conform = conform.withZone(zone.get());
    }
    if (zoneColumn.isPresent()) {
      conform = conform.withZoneColumn(zoneColumn.get());
    }
    return into.isPresent() ? conform.withInto(into.get()) : conform;
  }
}
