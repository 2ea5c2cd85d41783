/** Contracts: what columns data is agreed to have, as Open Data Contract Standard v3 files. */
package io.sluice.jobs.pipeline.contract;
