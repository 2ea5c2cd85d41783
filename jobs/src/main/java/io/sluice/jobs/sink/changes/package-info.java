/** What is remembered of the changes of a table, and what new ones make of it. */
package io.sluice.jobs.sink.changes;
