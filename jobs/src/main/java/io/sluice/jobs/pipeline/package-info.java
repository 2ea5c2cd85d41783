/**
 * The pipeline file as immutable records: parsed, validated and planned. Nothing here runs a
 * pipeline, and only {@link io.sluice.jobs.pipeline.Planner} and {@link
 * io.sluice.jobs.pipeline.StepWalk} need a Spark session.
 */
package io.sluice.jobs.pipeline;
