package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeJob;
import io.promptflow4j.core.run.journal.CallSharing;
import io.promptflow4j.core.run.journal.ScopeCalls;
import io.promptflow4j.core.run.progress.BatchEnd;
import io.promptflow4j.core.run.progress.RunListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Runs the rows of runs with one flow.
///
/// What has completed is passed over, what has failed is tried again, and everything is on disk
/// before it counts. Thread-safe; runs of one process that share a scope should share the
/// [CallSharing] too.
public final class BatchRunner {

  /// What runs the rows of a run, and what its workers have to know.
  ///
  /// @param here opens a worker in this process
  public record Elsewhere(Compute compute, ComputeJob job, Supplier<Compute.Worker> here) {}

  private final RunStore store;
  private final CallSharing sharing;
  private final FlowGraph graph;
  private final FlowExecutor executor;
  private final ServiceLoad load;

  /// @param load tells how the services bear the calls of `executor`
  public BatchRunner(
      RunStore store,
      CallSharing sharing,
      FlowGraph graph,
      FlowExecutor executor,
      ServiceLoad load) {
    this.store = store;
    this.sharing = sharing;
    this.graph = graph;
    this.executor = executor;
    this.load = load;
  }

  /// The same for rows that run here.
  public BatchEnd run(
      RunWriter writer,
      BatchRows rows,
      BatchSettings settings,
      List<String> notices,
      CompletableFuture<List<String>> remarks,
      RunListener listener) {
    return run(writer, rows, settings, Optional.empty(), notices, remarks, listener);
  }

  /// Runs what is left of the run that `writer` owns, and finishes it.
  ///
  /// An interrupt of the calling thread, or a request to cancel, stops it: calls under way may end
  /// within the grace, and the rest can be resumed; the interrupt stays set. A second interrupt
  /// ends the grace.
  ///
  /// @param elsewhere what runs the rows, if they do not run here; nodes that aggregate do
  /// @param notices what the log shall say first
  /// @param remarks what it shall say as soon as it is known, and before the run ends
  /// @throws RunStoreException if the store fails; the run can be resumed
  public BatchEnd run(
      RunWriter writer,
      BatchRows rows,
      BatchSettings settings,
      Optional<Elsewhere> elsewhere,
      List<String> notices,
      CompletableFuture<List<String>> remarks,
      RunListener listener) {
    ScopeCalls scope = sharing.join(writer.run().plan().scope());
    try {
      var pass =
          new BatchPass(
              store, writer, scope, graph, executor, settings, rows.count(), elsewhere, listener);
      if (pass.limit().isEmpty()) {
        return pass.run(rows, notices, remarks);
      }
      try (var _ = load.listen(pass.limit().get())) {
        return pass.run(rows, notices, remarks);
      }
    } finally {
      sharing.leave(scope);
    }
  }
}
