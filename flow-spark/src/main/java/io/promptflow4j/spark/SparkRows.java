package io.promptflow4j.spark;

import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.compute.RowSlice;
import io.promptflow4j.core.run.compute.SliceReport;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.FutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.immutable.Range;
import scala.collection.immutable.Seq;
import scala.concurrent.Await;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/// The rows of one run on Spark: slices are tasks of one stage, in waves so that a run of any
/// length needs little memory here; the next wave is there before the last one ends.
final class SparkRows implements Compute.Session {

  private static final int WAVES = 2;
  private static final int MOST_SLICES = 1_000;
  private static final long MOST_BYTES = 32L << 20;
  private static final int LEAST_ROWS = 8;
  private static final int USUAL_ROWS = 64;
  private static final int MOST_ROWS = 1_000;
  private static final int SLICES_PER_LIMIT = 4;
  private static final Duration LOOK = Duration.ofMillis(100);

  private final SparkContext spark;
  private final WorkerReference worker;
  private final ComputeTarget target;
  private final int concurrency;
  private final ConcurrentLinkedDeque<FutureAction<?>> underWay = new ConcurrentLinkedDeque<>();
  private final List<String> lost = new ArrayList<>();
  private LostExecutors executors = new LostExecutors(_ -> {});

  SparkRows(SparkContext spark, WorkerReference worker, ComputeTarget target, int concurrency) {
    this.spark = spark;
    this.worker = worker;
    this.target = target;
    this.concurrency = concurrency;
  }

  /// Waits for executors, and has them make their workers ready.
  ///
  /// @param patience how long the first executor may take to come
  void prepare(Duration patience, Consumer<String> log) {
    executors = new LostExecutors(log);
    spark.addSparkListener(executors);
    if (!patience.isZero()) {
      awaitExecutor(patience);
    }
    int probes = Math.max(1, executorCount());
    var problems = new ConcurrentLinkedDeque<String>();
    var nothing = new ArrayList<byte[]>();
    for (int i = 0; i < probes; i++) {
      nothing.add(new byte[0]);
    }
    try {
      finish(
          submit(
              nothing,
              new ProbeTask(worker, SparkContexts.version()),
              (_, problem) -> problems.add(problem)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ComputeException("canceled", "the run was stopped before its first row");
    }
    problems.stream()
        .filter(problem -> !problem.isEmpty())
        .findFirst()
        .ifPresent(problem -> {
          throw new ComputeException("compute-unready", problem);
        });
  }

  private int executorCount() {
    return spark.statusTracker().getExecutorInfos().length - (worker.here() ? 0 : 1);
  }

  private void awaitExecutor(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    var never = new CountDownLatch(1);
    while (executorCount() < 1) {
      if (spark.isStopped() || System.nanoTime() > deadline) {
        throw new ComputeException(
            "no-workers",
            ("the cluster at %s gave no executor within %d s. Look at its page whether it has free"
                    + " cores and memory (spark.executor.memory in the compute's conf), and whether"
                    + " its machines reach this one (spark.driver.host).")
                .formatted(target.master(), patience.toSeconds()));
      }
      try {
        boolean _ = never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new ComputeException("canceled", "the run was stopped before its first row");
      }
    }
  }

  /// Enough rows for a task that the limit of its worker is reached most of the time, and few
  /// enough that all workers have some.
  @Override
  public int sliceSize(long rows) {
    if (target.rowsPerTask().isPresent()) {
      return target.rowsPerTask().getAsInt();
    }
    int slots = Math.max(1, spark.defaultParallelism());
    int slotsOfOne = Math.max(1, slots / Math.max(1, executorCount()));
    int filling = Math.ceilDiv(SLICES_PER_LIMIT * concurrency, slotsOfOne);
    long shared = Math.max(LEAST_ROWS, Math.ceilDiv(rows, 2L * slots));
    return (int) Math.min(Math.clamp(filling, USUAL_ROWS, MOST_ROWS), shared);
  }

  @Override
  public void run(Iterator<RowSlice> slices, Consumer<SliceReport> reports)
      throws InterruptedException {
    var task = new SliceTask(worker);
    while (slices.hasNext()) {
      List<byte[]> wave = take(slices);
      while (underWay.size() >= WAVES) {
        finish(underWay.removeFirst());
      }
      underWay.addLast(submit(wave, task, (_, report) -> reports.accept(SliceReport.of(report))));
    }
    while (!underWay.isEmpty()) {
      finish(underWay.getFirst());
      underWay.removeFirst();
    }
  }

  private static List<byte[]> take(Iterator<RowSlice> slices) {
    var wave = new ArrayList<byte[]>();
    long size = 0;
    while (slices.hasNext() && wave.size() < MOST_SLICES && size < MOST_BYTES) {
      byte[] slice = slices.next().toBytes();
      size += slice.length;
      wave.add(slice);
    }
    return wave;
  }

  private <U> FutureAction<?> submit(
      List<byte[]> parts,
      AbstractFunction1<scala.collection.Iterator<byte[]>, U> task,
      BiConsumer<Integer, U> results) {
    JavaRDD<byte[]> rows =
        JavaSparkContext.fromSparkContext(spark).parallelize(parts, parts.size());
    @SuppressWarnings("unchecked")
    Seq<Object> all = (Seq<Object>) (Seq<?>) new Range.Exclusive(0, parts.size(), 1);
    return spark.submitJob(
        rows.rdd(),
        task,
        all,
        new AbstractFunction2<Object, U, BoxedUnit>() {
          @Override
          public BoxedUnit apply(Object number, U result) {
            results.accept((Integer) number, result);
            return BoxedUnit.UNIT;
          }
        },
        new AbstractFunction0<BoxedUnit>() {
          @Override
          public BoxedUnit apply() {
            return BoxedUnit.UNIT;
          }
        });
  }

  private void finish(FutureAction<?> action) throws InterruptedException {
    while (true) {
      try {
        Await.result(action, scala.concurrent.duration.Duration.apply(1, TimeUnit.MINUTES));
        return;
      } catch (TimeoutException _) {
        if (spark.isStopped()) {
          throw new ComputeException(
              "compute-failed", "Spark was stopped at %s".formatted(target.master()));
        }
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception failed) {
        throw SparkFailure.of(failed, target.master());
      }
    }
  }

  @Override
  public boolean drain(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (FutureAction<?> action : underWay) {
      long left = Math.max(1, deadline - System.nanoTime());
      try {
        Await.ready(action, scala.concurrent.duration.Duration.apply(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException _) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Value.Mapping facts() {
    lost.addAll(executors.lost());
    var facts = new LinkedHashMap<String, Value>();
    facts.put("master", Value.of(target.master()));
    facts.put("application", Value.of(spark.applicationId()));
    facts.put("spark", Value.of(SparkContexts.version()));
    facts.put("executors", Value.of(Math.max(1, executorCount())));
    facts.put("concurrency", Value.of(concurrency));
    facts.put("lost", Value.of(lost.stream().<Value>map(Value::of).toList()));
    return new Value.Mapping(facts);
  }

  @Override
  public void close() {
    underWay.forEach(FutureAction::cancel);
    spark.removeSparkListener(executors);
    if (worker.here()) {
      ExecutorWorkers.OF_THIS_PROCESS.end(worker);
    }
    SparkContexts.OF_THIS_PROCESS.give();
  }
}
