package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Transform;
import io.sluice.transforms.UnwrapDebezium;
import java.util.List;

@StepDoc(
    name = "unwrap_debezium",
    summary =
        "Takes rows out of the envelopes in which Debezium sends changes: the fields of `after`, or"
            + " of `before` for a delete, then `__op`, `__ts_ms` and the fields of `source` that"
            + " are named. The envelope may lie in a struct `payload`. `before` and `after` must be"
            + " structs of one type. Tombstones are counted as `tombstone`; a truncate, a message,"
            + " an unknown operation or a missing image rejects the row.",
    cost = "Narrow: one projection, and with keys a second.",
    glue = "Glue has none.",
    example =
        """
        - unwrap_debezium:
        - unwrap_debezium: { keys: [id], source_fields: [lsn], prefix: cdc_ }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema =
                        "before STRUCT<id: INT, name: STRING>, after STRUCT<id: INT, name: STRING>,"
                            + " source STRUCT<lsn: BIGINT>, op STRING, ts_ms BIGINT",
                    json =
                        """
                        {"after": {"id": 1, "name": "joe"}, "source": {"lsn": 10}, "op": "c", "ts_ms": 1657000000000}
                        {"before": {"id": 1, "name": "joe"}, "after": {"id": 7, "name": "joe"}, "source": {"lsn": 11}, "op": "u", "ts_ms": 1657000001000}
                        {"before": {"id": 7}, "source": {"lsn": 12}, "op": "d", "ts_ms": 1657000002000}
                        {}
                        {"source": {"lsn": 13}, "op": "t", "ts_ms": 1657000003000}
                        """),
            steps =
                """
                - unwrap_debezium: { keys: [id], source_fields: [lsn] }
                """))
record UnwrapDebeziumStep(
    @Doc(
            "The key of the rows. An update that changes it then gives two rows: a delete of the"
                + " old key, counted as `key_change`, and the new row.")
        List<String> keys,
    @Doc("Fields of `source` that become columns: `lsn` becomes `__source_lsn`.")
        List<String> sourceFields,
    @Doc(value = "What stands in front of the names that are not the row's own.", byDefault = "__")
        String prefix)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return UnwrapDebezium.envelopes()
        .withKeys(keys)
        .withSourceFields(sourceFields)
        .withPrefix(prefix);
  }
}
