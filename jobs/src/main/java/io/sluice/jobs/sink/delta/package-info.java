/** Writing Delta tables: files first, that nobody sees; then one commit, that may be done twice. */
package io.sluice.jobs.sink.delta;
