package io.sluice.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.util.QueryExecutionListener;
import scala.collection.JavaConverters;

/** Keeps the scans of record files that Spark really carried out, as Spark's metrics tell them. */
final class ScanWatch implements QueryExecutionListener, AutoCloseable {

  /**
   * One scan.
   *
   * @param rows the rows that came out of it, by Spark's own count
   */
  record Scan(long rows, String description) {}

  private final SparkSession session;
  private final List<Scan> scans = new CopyOnWriteArrayList<>();
  private final List<String> plans = new CopyOnWriteArrayList<>();

  ScanWatch(SparkSession session) {
    this.session = session;
    session.listenerManager().register(this);
  }

  /** Returns the scans so far, in the order in which their queries ended. */
  List<Scan> scans() {
    drain();
    return List.copyOf(scans);
  }

  /** Returns the physical plans of all queries so far. */
  List<String> plans() {
    drain();
    return List.copyOf(plans);
  }

  @Override
  public void onSuccess(String function, QueryExecution query, long nanos) {
    plans.add(query.executedPlan().toString());
    collect(query.executedPlan(), scans);
  }

  @Override
  public void onFailure(String function, QueryExecution query, Exception failure) {}

  @Override
  public void close() {
    session.listenerManager().unregister(this);
  }

  private void drain() {
    try {
      session.sparkContext().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collect(SparkPlan plan, List<Scan> found) {
    if (plan instanceof BatchScanExec scan) {
      found.add(new Scan(scan.metrics().apply("numOutputRows").value(), scan.scan().description()));
    }
    children(plan).forEach(child -> collect(child, found));
  }

  private static List<SparkPlan> children(SparkPlan plan) {
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      return List.of(adaptive.executedPlan());
    }
    if (plan instanceof QueryStageExec stage) {
      return List.of(stage.plan());
    }
    return new ArrayList<>(JavaConverters.seqAsJavaListConverter(plan.children()).asJava());
  }
}
