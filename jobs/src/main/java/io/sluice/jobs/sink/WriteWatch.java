package io.sluice.jobs.sink;

import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.datasources.InsertIntoHadoopFsRelationCommand;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.sql.util.QueryExecutionListener;
import scala.collection.JavaConverters;

/**
 * Watches one write job: what was counted in its plan, how many rows it wrote, whether any of its
 * map tasks succeeded twice, and how far it is.
 *
 * <p>Spark merges what a task counted when the task succeeds. Each partition of a job's last stage
 * succeeds once; but when an executor dies with map output on it, its map tasks are run again and
 * what they counted is merged again. Such a job is {@linkplain Seen#repeated() repeated}, and its
 * figures must be counted anew.
 */
public final class WriteWatch implements AutoCloseable {

  private static final String PASS = "sluice.pass";
  private static final String MAP_TASK = "ShuffleMapTask";
  private static final String DELTA_WRITE = "deltaTransactionalWrite";

  /**
   * What was seen of a write job that has ended well.
   *
   * @param observed what was counted, by the name of the place
   * @param rowsWritten the rows in the files of the tasks that were committed; -1 for a Delta
   *     table, whose log says it of each file
   * @param repeated whether a map task succeeded more than once
   */
  public record Seen(Map<String, Row> observed, long rowsWritten, boolean repeated) {}

  private final SparkSession session;
  private final String pass;
  private final Path output;
  private final CompletableFuture<Seen> seen = new CompletableFuture<>();
  private final Tasks tasks = new Tasks();
  private final Queries queries = new Queries();

  /**
   * Begins to watch for the job that writes to {@code output}, be it as plain files or for a Delta
   * table, which this thread is about to start.
   *
   * @param pass a name that no other pass of the application has
   */
  public WriteWatch(SparkSession session, String pass, String output) {
    this.session = session;
    this.pass = pass;
    this.output = new Path(output);
    session.listenerManager().register(queries);
    session.sparkContext().addSparkListener(tasks);
    session.sparkContext().setLocalProperty(PASS, pass);
  }

  /** Returns how many tasks of this pass have ended well. */
  public int tasksDone() {
    return tasks.done.get();
  }

  /** Returns how many tasks this pass is known to have; grows as its stages begin. */
  public int tasksKnown() {
    return tasks.known.get();
  }

  /**
   * Returns what was seen, after the write has returned. Spark reports asynchronously; this waits.
   */
  public Seen seen() {
    try {
      return seen.get(2, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot count rows of pass: " + pass + " (interrupted)", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Cannot count rows of pass: " + pass + " (no report)", e);
    }
  }

  @Override
  public void close() {
    session.sparkContext().setLocalProperty(PASS, null);
    session.sparkContext().removeSparkListener(tasks);
    session.listenerManager().unregister(queries);
  }

  private static Map<String, Row> observed(QueryExecution query) {
    return Map.copyOf(JavaConverters.mapAsJavaMapConverter(query.observedMetrics()).asJava());
  }

  private final class Queries implements QueryExecutionListener {

    @Override
    public void onSuccess(String function, QueryExecution query, long nanos) {
      if (query.logical() instanceof InsertIntoHadoopFsRelationCommand command
          && command.outputPath().toUri().getPath().equals(output.toUri().getPath())) {
        try {
          long rows = command(query).metrics().apply("numOutputRows").value();
          seen.complete(new Seen(observed(query), rows, tasks.repeated));
        } catch (RuntimeException e) {
          seen.completeExceptionally(e);
        }
      }
    }

    private SparkPlan command(QueryExecution query) {
      return query.executedPlan() instanceof AdaptiveSparkPlanExec adaptive
          ? adaptive.executedPlan()
          : query.executedPlan();
    }

    @Override
    public void onFailure(String function, QueryExecution query, Exception exception) {
      // The write itself throws; there is nothing more to see.
    }
  }

  private final class Tasks extends SparkListener {

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger known = new AtomicInteger();
    private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
    private final Set<Long> mapped = new HashSet<>();
    private final Set<String> executions = new HashSet<>();
    private volatile boolean repeated;

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      if (isOurs(job.properties())) {
        executions.add(job.properties().getProperty(SQLExecution.EXECUTION_ID_KEY()));
        JavaConverters.seqAsJavaListConverter(job.stageIds())
            .asJava()
            .forEach(stage -> stages.add((Integer) stage));
      }
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
      if (isOurs(stage.properties())) {
        known.addAndGet(stage.stageInfo().numTasks());
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (!stages.contains(task.stageId()) || !task.reason().equals(Success$.MODULE$)) {
        return;
      }
      done.incrementAndGet();
      if (task.taskType().equals(MAP_TASK)) {
        long partition = ((long) task.stageId() << 32) | task.taskInfo().partitionId();
        repeated |= !mapped.add(partition);
      }
    }

    /**
     * Delta names its write, but nothing in its plan says for which table it is; so it is known by
     * its jobs, which are of this pass.
     */
    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof SparkListenerSQLExecutionEnd end
          && end.executionName().contains(DELTA_WRITE)
          && end.executionFailure().isEmpty()
          && executions.contains(String.valueOf(end.executionId()))) {
        try {
          seen.complete(new Seen(observed(end.qe()), -1, repeated));
        } catch (RuntimeException e) {
          seen.completeExceptionally(e);
        }
      }
    }

    private boolean isOurs(Properties properties) {
      return properties != null && pass.equals(properties.getProperty(PASS));
    }
  }
}
