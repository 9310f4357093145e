package io.promptflow4j.core.engine;

import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.execution.tape.Replay;
import io.promptflow4j.core.execution.tape.TapeException;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.batch.BatchRunner;
import io.promptflow4j.core.run.batch.BatchSettings;
import io.promptflow4j.core.run.batch.TakenRows;
import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.compute.ComputeJob;
import io.promptflow4j.core.run.compute.RunPlace;
import io.promptflow4j.core.run.journal.CallSharing;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.snapshot.RestoredFlow;
import io.promptflow4j.core.run.snapshot.Snapshot;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Takes a run over and sees it to its end.
final class RunStart {

  /// The setting of a plan that keeps where the connections were.
  static final String CONNECTION_FILES = "connection_files";

  /// The setting of a plan that keeps which recording answers.
  static final String REPLAY = "replay";

  private final RunStore store;
  private final CallSharing sharing;
  private final RunHost host;
  private final RunListener listener;
  private final Optional<Budget> budget;
  private final Optional<CacheSettings> cache;
  private final Optional<String> compute;

  RunStart(RunStore store, CallSharing sharing, RunHost host, RunListener listener) {
    this(store, sharing, host, listener, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private RunStart(
      RunStore store,
      CallSharing sharing,
      RunHost host,
      RunListener listener,
      Optional<Budget> budget,
      Optional<CacheSettings> cache,
      Optional<String> compute) {
    this.store = store;
    this.sharing = sharing;
    this.host = host;
    this.listener = listener;
    this.budget = budget;
    this.cache = cache;
    this.compute = compute;
  }

  /// The same, with a budget, a cache and a place in place of those that the run was made with.
  RunStart instead(
      Optional<Budget> otherBudget,
      Optional<CacheSettings> otherCache,
      Optional<String> otherCompute) {
    return new RunStart(store, sharing, host, listener, otherBudget, otherCache, otherCompute);
  }

  /// Runs what was made just now.
  Run first(Run run, PreparedRun prepared, Snapshot snapshot) {
    try (RunWriter writer = store.own(run.name(), RunOwner.ofThisProcess())) {
      var remarks = // for which the catalog is read, while the first calls are under way
          CompletableFuture.supplyAsync(
              () -> remarks(prepared, writer), Thread::startVirtualThread);
      keep(snapshot, writer);
      work(run, prepared, writer, List.of(), remarks);
    }
    return now(run);
  }

  /// What the log should say of the models; which they are and what they cost is kept with the run.
  private static List<String> remarks(PreparedRun prepared, RunWriter writer) {
    List<String> warnings = prepared.told().warnings();
    Value.Mapping models = prepared.flow().modelFacts();
    if (!models.entries().isEmpty()) {
      writer.artefact(Run.MODELS, Json.write(models).getBytes(StandardCharsets.UTF_8));
    }
    return warnings;
  }

  private void keep(Snapshot snapshot, RunWriter writer) {
    snapshot.keep(store);
    writer.snapshot(snapshot.files());
  }

  /// Runs what is left of a run, with the connection files that it was made with unless there are
  /// others now.
  Run again(Run run) {
    if (isOver(run)) {
      return run;
    }
    RunHost connected =
        host.connectionFiles().isEmpty() ? host.withConnectionFiles(connectionFiles(run)) : host;
    return new RunStart(store, sharing, replaying(connected, run), listener, budget, cache, compute)
        .goOn(run);
  }

  /// A run that was answered from a recording goes on with it.
  private static RunHost replaying(RunHost host, Run run) {
    if (host.tape().isPresent()
        || !(run.plan().settings().get(REPLAY) instanceof Value.Text(String file))) {
      return host;
    }
    try {
      return host.withTape(Replay.of(Path.of(file)));
    } catch (TapeException gone) {
      throw refused("bad-recording", file, String.valueOf(gone.getMessage()));
    }
  }

  private static List<Path> connectionFiles(Run run) {
    return run.plan().settings().get(CONNECTION_FILES) instanceof Value.Sequence(var files)
        ? files.stream()
            .filter(Value.Text.class::isInstance)
            .map(file -> Path.of(((Value.Text) file).text()))
            .filter(Files::exists)
            .toList()
        : List.of();
  }

  private Run goOn(Run run) {
    try (RunWriter writer = store.own(run.name(), RunOwner.ofThisProcess())) {
      if (store.snapshot(run.name()).isEmpty()) {
        run.resumedFrom().map(store::snapshot).ifPresent(writer::snapshot);
      }
      var diagnostics = new Diagnostics();
      Optional<Path> flow = new RunSources(store, host, diagnostics).flow(run.plan().flow());
      Optional<Snapshot> asItIs = flow.flatMap(LoadedFlow::snapshot);
      if (asItIs.isPresent() && asItIs.get().flow().equals(run.pinned().flow())) {
        if (store.snapshot(run.name()).isEmpty()) {
          keep(asItIs.get(), writer);
        }
        again(run, flow, writer, List.of());
      } else {
        restored(run, writer);
      }
    }
    return now(run);
  }

  private static boolean isOver(Run run) {
    return run.status() == RunStatus.COMPLETED
        && run.progress().failed() == 0
        && run.progress().rows().equals(Optional.of(run.progress().completed()));
  }

  private void restored(Run run, RunWriter writer) {
    if (store.snapshot(run.name()).isEmpty()) {
      throw refused(
          "flow-changed",
          run.plan().flow(),
          "the flow is not what it was when run '%s' was made, and the run never started, so nobody"
                  .formatted(run.name())
              + " kept how it was. Make a new run.");
    }
    try (RestoredFlow restored = RestoredFlow.of(run, store)) {
      again(
          run,
          Optional.of(restored.flow()),
          writer,
          List.of(
              "The flow in '%s' has changed since the run was made; the run goes on as it was then."
                  .formatted(run.plan().flow())));
    }
  }

  private void again(Run run, Optional<Path> flow, RunWriter writer, List<String> notices) {
    try (var prepared = PreparedRun.again(run, plan(run), flow, store, host)) {
      if (!prepared.dataDigest().equals(run.pinned().data())) {
        throw refused(
            "data-changed",
            run.plan().data().orElse("run"),
            "the data is not what it was when run '%s' was made, so old and new rows would be mixed."
                    .formatted(run.name())
                + " Make a new run; with 'scope: %s' in its run file (--scope %1$s) it makes only the"
                    .formatted(run.plan().scope())
                + " calls that are new.");
      }
      budget.ifPresent(most -> writer.setting(BatchSettings.BUDGET, Value.of(most.toString())));
      cache.ifPresent(other -> other.toSettings().forEach(writer::setting));
      compute.ifPresent(place -> writer.setting(RunPlace.SETTING, Value.of(place)));
      work(run, prepared, writer, notices, CompletableFuture.completedFuture(List.of()));
    }
  }

  /// What the run was asked to do, with the budget and the cache that hold from now on.
  private RunPlan plan(Run run) {
    RunPlan plan = run.plan();
    if (budget.isPresent()) {
      plan = plan.withSetting(BatchSettings.BUDGET, Value.of(budget.get().toString()));
    }
    if (cache.isPresent()) {
      for (Map.Entry<String, Value> setting : cache.get().toSettings().entrySet()) {
        plan = plan.withSetting(setting.getKey(), setting.getValue());
      }
    }
    if (compute.isPresent()) {
      plan = plan.withSetting(RunPlace.SETTING, Value.of(compute.get()));
    }
    return plan;
  }

  private static RunRefusedException refused(String code, String where, String why) {
    return new RunRefusedException(
        List.of(Diagnostic.error(code, Place.startOf(where), why)), 1, Optional.empty());
  }

  private void work(
      Run run,
      PreparedRun prepared,
      RunWriter writer,
      List<String> notices,
      CompletableFuture<List<String>> remarks) {
    run.resumedFrom().ifPresent(from -> TakenRows.copy(store, from, writer));
    LoadedFlow flow = prepared.flow();
    var told = new ArrayList<>(notices);
    told.addAll(flow.notices());
    BatchSettings settings = settings(run);
    Optional<BatchRunner.Elsewhere> elsewhere =
        RunPlace.of(plan(run)).map(written -> elsewhere(written, run, writer, settings));
    new BatchRunner(store, sharing, flow.graph(), flow.executor(), flow.load())
        .run(writer, prepared.rows(), settings, elsewhere, told, remarks, listener);
  }

  private BatchRunner.Elsewhere elsewhere(
      String written, Run run, RunWriter writer, BatchSettings settings) {
    try {
      Compute compute = host.computes().find(written);
      List<Diagnostic> problems = compute.check();
      if (problems.stream().anyMatch(Diagnostic::isError)) {
        throw new RunRefusedException(problems, problems.size(), Optional.empty());
      }
      ComputeJob job = job(compute, writer, settings);
      return new BatchRunner.Elsewhere(
          compute, job, () -> RowWorker.open(store, job, "this process", host));
    } catch (ComputeException none) {
      throw refused(none.code(), run.name().value(), String.valueOf(none.getMessage()));
    }
  }

  private ComputeJob job(Compute compute, RunWriter writer, BatchSettings settings) {
    return new ComputeJob(
        writer.share(),
        compute.concurrency().orElse(settings.concurrency()),
        settings.rowLimit(),
        settings.grace(),
        host.connectionFiles().stream().map(file -> file.toAbsolutePath().toString()).toList(),
        compute.python().or(() -> host.python().map(Path::toString)),
        RunPlace.variables(host.environment()));
  }

  private BatchSettings settings(Run run) {
    Map<String, String> environment = new HashMap<>(host.environment());
    environment.putAll(run.plan().environment());
    return BatchSettings.of(plan(run), environment);
  }

  private Run now(Run run) {
    return store.find(run.name()).orElse(run);
  }
}
