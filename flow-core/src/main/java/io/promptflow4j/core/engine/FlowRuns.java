package io.promptflow4j.core.engine;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.dataset.mapping.InputNeeds;
import io.promptflow4j.core.dataset.mapping.MappedData;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.execution.tape.Replay;
import io.promptflow4j.core.graph.needs.RegisteredNames;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.batch.BatchSettings;
import io.promptflow4j.core.run.compute.RunPlace;
import io.promptflow4j.core.run.journal.CallSharing;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.snapshot.Origin;
import io.promptflow4j.core.run.snapshot.Snapshot;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs flows on data sets, and remembers.
///
/// ```java
/// try (RunStore store = …) {
///   var runs = new FlowRuns(store, RunHost.ofProcess());
///   var spec = RunSpec.of("samples/web-classification").withData(DataSource.of("data.jsonl"));
///   Run run = runs.run(spec, RunListener.SILENT);
///   System.out.println(run.progress().completed() + " rows");
/// }
/// ```
///
/// Whatever is wrong with a run is found before its first row: a refusal lists all mistakes of the
/// flow, the data and the mapping. A run that was stopped, however, goes on where it was.
/// Thread-safe; use one for a store, so that runs side by side share their calls.
public final class FlowRuns {

  private static final int CONCURRENCY = 128;

  private final RunStore store;
  private final RunHost host;
  private final CallSharing sharing;

  public FlowRuns(RunStore store, RunHost host) {
    this.store = store;
    this.host = host;
    this.sharing = new CallSharing(store);
  }

  /// Checks a run without making it.
  ///
  /// @throws RunRefusedException with all mistakes
  public RunCheck check(RunSpec spec) {
    var diagnostics = new Diagnostics();
    Optional<Path> flow = sources(diagnostics).flow(spec.flow());
    RunPlan plan = named(plan(spec, "check", diagnostics), flow, diagnostics);
    RunPlace.check(plan, host.computes(), host.tape().isPresent(), diagnostics);
    try (var prepared = prepare(plan, spec.mapping(), flow, diagnostics)) {
      return prepared.told();
    }
  }

  /// Checks the flow of a run alone, whatever its rows: whether it can be loaded, and whether the
  /// connections of its models are there. Nothing is sent.
  public List<Diagnostic> checkFlow(RunSpec spec) {
    var diagnostics = new Diagnostics();
    RunPlan plan = plan(spec, "check", diagnostics);
    sources(diagnostics)
        .flow(spec.flow())
        .ifPresent(path -> PreparedRun.check(plan, path, host, diagnostics));
    return diagnostics.sorted();
  }

  /// Holds the data of a run against inputs of another flow, such as one that is to score the run:
  /// whether each row has what they read, and of the right type. What else is wrong with the data
  /// is told as well. Nothing is run.
  public List<Diagnostic> checkData(RunSpec spec, InputNeeds inputs, ColumnMapping mapping) {
    var diagnostics = new Diagnostics();
    RunPlan plan = plan(spec, "check", diagnostics);
    Optional<DataSet> data = sources(diagnostics).data(plan);
    if (data.isPresent()) {
      var sources = new LinkedHashMap<>(Map.of("data", data.get()));
      try (var rows = new MappedData(inputs, mapping, sources)) {
        diagnostics.addAll(rows.check().problems());
      }
    }
    return diagnostics.sorted();
  }

  /// Makes a run that has not started.
  ///
  /// @throws RunRefusedException with all mistakes
  /// @throws RunStoreException if its name is taken, or the store fails
  public Run create(RunSpec spec) {
    try (Made made = make(spec)) {
      return made.run();
    }
  }

  /// Makes a run and runs it to its end.
  ///
  /// An interrupt of the calling thread, or [#cancel], stops it; it can be resumed then.
  ///
  /// @return the run as it is at its end
  /// @throws RunRefusedException with all mistakes
  /// @throws RunStoreException if its name is taken, or the store fails
  public Run run(RunSpec spec, RunListener listener) {
    try (Made made = make(spec)) {
      return new RunStart(store, sharing, host, listener)
          .first(made.run(), made.prepared(), made.snapshot());
    }
  }

  /// Starts a run that was created, or goes on with one that was stopped or has failed rows. Where
  /// there is nothing to do, nothing is done.
  ///
  /// It runs the flow as it was when the run was made, and refuses data that has changed since.
  ///
  /// @return the run as it is at its end
  /// @throws RunRefusedException if the data is not the same any more, or can't be opened
  /// @throws RunStoreException if there is no such run, if another process works on it, or if the
  ///   store fails
  public Run resume(RunName name, RunListener listener) {
    return resume(name, Optional.empty(), listener);
  }

  /// The same with another budget than the run was made with.
  public Run resume(RunName name, Optional<Budget> budget, RunListener listener) {
    return resume(name, budget, Optional.empty(), listener);
  }

  /// The same with another cache than the run was made with.
  public Run resume(
      RunName name, Optional<Budget> budget, Optional<CacheSettings> cache, RunListener listener) {
    return resume(name, budget, cache, Optional.empty(), listener);
  }

  /// The same with another place for the rows than the run was made with: a name or an address, or
  /// `local` for this process.
  public Run resume(
      RunName name,
      Optional<Budget> budget,
      Optional<CacheSettings> cache,
      Optional<String> compute,
      RunListener listener) {
    return new RunStart(store, sharing, host, listener)
        .instead(budget, cache, compute)
        .again(found(name));
  }

  /// Makes a run that takes over the completed rows of another one and runs the others, with the
  /// same flow and data: prompt flow's `--resume-from`.
  ///
  /// @throws RunStoreException if there is no such run, or if a process works on it
  /// @param name made like all names if empty
  /// @param labels as in [RunSpec]
  public Run createFrom(RunName original, Optional<RunName> name, RunLabels labels) {
    Run from = found(original);
    if (store.isOwned(original)) { // its calls under way would be made twice
      throw new RunStoreException.RunOwned(
          "Run '%s' is worked on by a process. Stop that first, or wait until it is done."
              .formatted(original));
    }
    Instant now = host.clock().instant();
    RunSpec spec = RunSpec.of(from.plan().flow()).withLabels(labels);
    RunName chosen = name.orElseGet(() -> RunNames.of(spec, Path.of(from.plan().flow()), now));
    Run run =
        new Run(
            chosen,
            RunNames.labels(spec, chosen, now),
            from.plan(),
            from.pinned(),
            RunStatus.NOT_STARTED,
            RunProgress.NONE,
            from.parent(),
            Optional.of(original),
            now,
            Optional.empty(),
            Optional.empty(),
            false);
    store.create(run);
    return run;
  }

  /// Asks a run to stop, whoever works on it.
  public void cancel(RunName name) {
    store.requestCancel(name);
  }

  /// Where the runs are, for whoever wants to read them.
  public RunStore store() {
    return store;
  }

  private Run found(RunName name) {
    return store
        .find(name)
        .orElseThrow(() -> new RunStoreException.NoSuchRun("there is no run '%s'".formatted(name)));
  }

  /// A run that was just made, still open.
  private record Made(Run run, PreparedRun prepared, Snapshot snapshot) implements AutoCloseable {
    @Override
    public void close() {
      prepared.close();
    }
  }

  private Made make(RunSpec spec) {
    var diagnostics = new Diagnostics();
    Optional<Path> flow = sources(diagnostics).flow(spec.flow());
    Instant now = host.clock().instant();
    RunName name =
        spec.name().orElseGet(() -> RunNames.of(spec, flow.orElse(Path.of("flow")), now));
    RunPlan plan = named(plan(spec, name.value(), diagnostics), flow, diagnostics);
    RunPlace.check(plan, host.computes(), host.tape().isPresent(), diagnostics);
    PreparedRun prepared = prepare(plan, spec.mapping(), flow, diagnostics);
    try {
      Snapshot snapshot = Snapshot.of(prepared.flow().folder().root());
      Run run = run(spec, name, plan, pinned(prepared, snapshot, flow.orElseThrow()), now);
      store.create(run);
      return new Made(run, prepared, snapshot);
    } catch (RuntimeException failed) {
      prepared.close();
      throw failed;
    }
  }

  private Run.Pinned pinned(PreparedRun prepared, Snapshot snapshot, Path flow) {
    return Origin.of(snapshot, flow, prepared.dataDigest(), host.python().map(Path::toString));
  }

  private static Run run(RunSpec spec, RunName name, RunPlan plan, Run.Pinned pinned, Instant now) {
    return new Run(
        name,
        RunNames.labels(spec, name, now),
        plan,
        pinned,
        RunStatus.NOT_STARTED,
        RunProgress.NONE,
        spec.parent(),
        Optional.empty(),
        now,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private RunSources sources(Diagnostics diagnostics) {
    return new RunSources(store, host, diagnostics);
  }

  private PreparedRun prepare(
      RunPlan plan, ColumnMapping mapping, Optional<Path> flow, Diagnostics diagnostics) {
    return PreparedRun.of(plan, mapping, flow, store, host, diagnostics);
  }

  private RunPlan plan(RunSpec spec, String name, Diagnostics diagnostics) {
    RunSources sources = sources(diagnostics);
    String flow =
        spec.flow().contains(":")
            ? spec.flow()
            : Path.of(spec.flow()).toAbsolutePath().normalize().toString();
    return new RunPlan(
        flow,
        spec.data().map(sources::planned),
        spec.over(),
        new Value.Mapping(spec.mapping().entries()),
        spec.how().variants(),
        spec.how().connections(),
        new TreeMap<>(spec.how().environment()),
        spec.how().model(),
        atLeastOne("repeats", spec.repeats(), diagnostics),
        atLeastOne("concurrency", spec.concurrency().orElseGet(this::concurrency), diagnostics),
        spec.onError(),
        spec.scope().orElse(name),
        settings(spec, diagnostics));
  }

  /// The plan with what the registered models that the flow names stand for today: a run goes on
  /// with the same ones, whatever is registered later.
  private RunPlan named(RunPlan written, Optional<Path> flow, Diagnostics diagnostics) {
    ModelRegistry registry = store.models();
    if (flow.isEmpty() || registry.names().isEmpty()) {
      return written;
    }
    RunPlan plan = switched(written, new ModelNames(registry::find), diagnostics);
    var settings =
        new FlowSettings(
            plan.variants(),
            plan.connections(),
            host.environment(),
            host.connectionFiles(),
            plan.model(),
            host.python(),
            host.traffic());
    try {
      var names = new ModelNames(registry::find);
      return Flow.check(flow.get(), settings)
          .graph()
          .map(graph -> RegisteredNames.bindings(graph, names))
          .map(bound -> plan.withConnections(RegisteredNames.under(plan.connections(), bound)))
          .orElse(plan);
    } catch (RegistryException circle) {
      diagnostics.error(
          circle.code(), Place.startOf("run settings"), String.valueOf(circle.getMessage()));
      return plan;
    }
  }

  private RunPlan switched(RunPlan plan, ModelNames names, Diagnostics diagnostics) {
    try {
      return plan.model()
          .or(() -> Optional.ofNullable(host.environment().get("PF_MODEL")))
          .flatMap(model -> RegisteredNames.switched(model, names))
          .map(plan::withModel)
          .orElse(plan);
    } catch (RegistryException circle) {
      diagnostics.error(
          circle.code(), Place.startOf("run settings"), String.valueOf(circle.getMessage()));
      return plan;
    }
  }

  private static int atLeastOne(String what, int number, Diagnostics diagnostics) {
    if (number < 1) {
      diagnostics.error(
          "bad-setting",
          Place.startOf("run settings"),
          "%s: %d is too few; it is at least 1.".formatted(what, number));
    }
    return Math.max(1, number);
  }

  private int concurrency() {
    String asked = host.environment().getOrDefault("PF_WORKER_COUNT", "").strip();
    return asked.matches("[1-9]\\d{0,4}") ? Integer.parseInt(asked) : CONCURRENCY;
  }

  private Value.Mapping settings(RunSpec spec, Diagnostics diagnostics) {
    try {
      Optional<Budget> _ = BatchSettings.budget(spec.settings());
    } catch (IllegalArgumentException none) {
      diagnostics.error(
          "bad-setting", Place.startOf("run settings"), "budget: %s.".formatted(none.getMessage()));
    }
    try {
      CacheSettings _ = CacheSettings.of(spec.settings());
    } catch (IllegalArgumentException none) {
      diagnostics.error(
          "bad-setting", Place.startOf("run settings"), "cache: %s.".formatted(none.getMessage()));
    }
    var settings = new LinkedHashMap<>(spec.settings().entries());
    spec.data()
        .flatMap(DataSource::format)
        .ifPresent(format -> settings.put("format", Value.of(format.label())));
    if (host.tape().orElse(null) instanceof Replay replay) {
      settings.put(
          RunStart.REPLAY, Value.of(replay.file().toAbsolutePath().normalize().toString()));
    }
    if (!host.connectionFiles().isEmpty()) { // or the run could not go on without being told again
      settings.put(
          RunStart.CONNECTION_FILES,
          Value.of(
              host.connectionFiles().stream()
                  .map(file -> Value.of(file.toAbsolutePath().normalize().toString()))
                  .toList()));
    }
    return new Value.Mapping(settings);
  }
}
