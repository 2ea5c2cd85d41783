/** The JSON Schema and the reference pages, generated from the records that the parser fills. */
package io.sluice.jobs.pipeline.docs;
