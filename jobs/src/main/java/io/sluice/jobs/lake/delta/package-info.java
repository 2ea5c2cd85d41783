/** Delta tables as they stand: opened, asked, never changed. */
package io.sluice.jobs.lake.delta;
