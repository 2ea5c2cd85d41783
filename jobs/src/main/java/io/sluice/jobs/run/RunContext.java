package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeLayout;
import io.sluice.jobs.pipeline.Project;
import org.apache.spark.sql.SparkSession;

/**
 * What all runs of one command share.
 *
 * @param full whether incremental loads are made anew from all their input
 */
record RunContext(
    SparkSession spark,
    Project project,
    Inputs inputs,
    boolean full,
    LakeFiles files,
    LakeLayout lake,
    Progress progress) {}
