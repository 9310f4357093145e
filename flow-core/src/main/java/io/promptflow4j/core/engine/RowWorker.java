package io.promptflow4j.core.engine;

import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.batch.BatchSettings;
import io.promptflow4j.core.run.batch.SliceRunner;
import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeJob;
import io.promptflow4j.core.run.compute.RowSlice;
import io.promptflow4j.core.run.compute.SliceReport;
import io.promptflow4j.core.run.snapshot.RestoredFlow;
import io.promptflow4j.core.source.Diagnostics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs slices of a run in a process that works for the run's owner.
///
/// ```java
/// try (RowWorker worker = RowWorker.open(store, job, "executor 3", RunHost.ofProcess())) {
///   SliceReport report = worker.run(slice);
/// }
/// ```
///
/// The flow comes from the store, as it was when the run was made; connections and keys come from
/// this machine. Thread-safe; one for a process and a run.
public final class RowWorker implements Compute.Worker {

  private final RunWriter writer;
  private final RestoredFlow restored;
  private final LoadedFlow flow;
  private final SliceRunner slices;

  private RowWorker(RunWriter writer, RestoredFlow restored, LoadedFlow flow, SliceRunner slices) {
    this.writer = writer;
    this.restored = restored;
    this.flow = flow;
    this.slices = slices;
  }

  /// Joins the run that `job` names and makes its flow ready.
  ///
  /// @param name what messages call this process
  /// @throws RunRefusedException if the flow can't be run here, with all that is missing
  /// @throws RunStoreException if the store fails, or if the run has another owner by now
  public static RowWorker open(RunStore store, ComputeJob job, String name, RunHost host) {
    Run run =
        store
            .find(job.share().run())
            .orElseThrow(() ->
                new RunStoreException.NoSuchRun(
                    "the store of this machine has no run '%s'; its owner uses another store"
                        .formatted(job.share().run())));
    RunWriter writer = store.join(job.share(), name, RunOwner.ofThisProcess());
    RestoredFlow restored = null;
    LoadedFlow flow = null;
    try {
      restored = RestoredFlow.of(run, store);
      flow = load(run.plan(), restored.flow(), at(host, job), new ModelNames(store.models()::find));
      var slices =
          new SliceRunner(
              store,
              job.share(),
              writer,
              flow.graph(),
              flow.executor(),
              flow.load(),
              settings(run.plan(), job, host));
      return new RowWorker(writer, restored, flow, slices);
    } catch (RuntimeException | Error failed) {
      close(writer, restored, flow);
      throw failed;
    }
  }

  /// The host as the owner wants it.
  private static RunHost at(RunHost host, ComputeJob job) {
    var environment = new HashMap<>(host.environment());
    environment.putAll(job.variables());
    RunHost told =
        host.withEnvironment(environment)
            .withConnectionFiles(job.connectionFiles().stream().map(Path::of).toList());
    return job.python().map(Path::of).map(told::withPython).orElse(told);
  }

  private static LoadedFlow load(RunPlan plan, Path path, RunHost host, ModelNames names) {
    var diagnostics = new Diagnostics();
    LoadedFlow flow = new PreparedRun.Loading(plan, host, names, diagnostics).load(path);
    if (flow == null || diagnostics.hasErrors()) {
      if (flow != null) {
        flow.close();
      }
      var all = diagnostics.sorted();
      throw new RunRefusedException(
          all, all.stream().filter(found -> found.isError()).count(), Optional.empty());
    }
    return flow;
  }

  private static BatchSettings settings(RunPlan plan, ComputeJob job, RunHost host) {
    return new BatchSettings(
        job.concurrency(),
        plan.onError(),
        job.rowLimit(),
        Optional.empty(),
        job.grace(),
        BatchSettings.budget(plan.settings()),
        CacheSettings.of(plan.settings()).limitedBy(host.environment()));
  }

  @Override
  public SliceReport run(RowSlice slice) throws InterruptedException {
    return slices.run(slice);
  }

  @Override
  public boolean isBroken() {
    return slices.isBroken();
  }

  private static void close(
      RunWriter writer, @Nullable RestoredFlow restored, @Nullable LoadedFlow flow) {
    try (writer;
        restored) {
      if (flow != null) {
        flow.close();
      }
    }
  }

  @Override
  public void close() {
    try {
      slices.close();
    } finally {
      close(writer, restored, flow);
    }
  }
}
