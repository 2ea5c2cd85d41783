package io.sluice.jobs.source.records;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * What one task reads.
 *
 * @param slices in the order in which they are read
 */
record RecordPartition(List<RecordSlice> slices) implements InputPartition {}
