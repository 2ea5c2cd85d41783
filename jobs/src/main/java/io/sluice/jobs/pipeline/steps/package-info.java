/** The steps of a pipeline file: for each transform, what a file says to it. */
package io.sluice.jobs.pipeline.steps;
