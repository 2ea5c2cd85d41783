/** YAML files as trees that know where each part stands, and the way from such trees to records. */
package io.sluice.jobs.pipeline.yaml;
