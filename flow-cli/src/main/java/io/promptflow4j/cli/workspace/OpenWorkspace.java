package io.promptflow4j.cli.workspace;

import io.promptflow4j.cli.compute.StoredComputes;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.execution.tape.CallTape;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.compute.target.TargetComputes;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.run.store.Workspace;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The runs that somebody at `terminal` means, open.
///
/// ```java
/// try (var workspace = OpenWorkspace.of(terminal)) {
///   Run run = workspace.find("my_run");
/// }
/// ```
public final class OpenWorkspace implements AutoCloseable {

  private final RunStore store;
  private final RunHost host;

  private OpenWorkspace(RunStore store, RunHost host) {
    this.store = store;
    this.host = host;
  }

  /// Opens the workspace of the current folder, or the store that the environment names.
  ///
  /// @throws CommandFailure if the environment names something that is no store
  public static OpenWorkspace of(Terminal terminal) {
    return of(terminal, Map.of());
  }

  /// The same with variables for runs besides those of the environment.
  public static OpenWorkspace of(Terminal terminal, Map<String, String> variables) {
    try {
      RunStore store = RunStores.open(terminal.path(Path.of("")), terminal.environment());
      return new OpenWorkspace(store, host(terminal, store, variables));
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure("bad-store", String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static RunHost host(Terminal terminal, RunStore store, Map<String, String> variables) {
    var environment = new HashMap<>(terminal.environment());
    environment.putAll(variables);
    RunHost host =
        RunHost.ofProcess()
            .withEnvironment(environment)
            .withInput(terminal.in())
            .withCatalog(store.data())
            .withComputes(new TargetComputes(StoredComputes.of(terminal), address(terminal)))
            .withFlows(Evaluators.ofUser(terminal.environment())::folder);
    return terminal.variable("PF_PYTHON").map(Path::of).map(host::withPython).orElse(host);
  }

  private static StoreAddress address(Terminal terminal) {
    Path here = terminal.path(Path.of(""));
    return StoreAddress.of(Workspace.find(here, terminal.environment()), terminal.environment());
  }

  public RunStore store() {
    return store;
  }

  /// What makes and resumes runs.
  public FlowRuns runs() {
    return runs(List.of());
  }

  /// What makes and resumes runs with some connection files besides the stored connections.
  public FlowRuns runs(List<Path> connectionFiles) {
    return new FlowRuns(store, host(connectionFiles));
  }

  /// The same with a recorder or a recording between the runs and the models.
  public FlowRuns runs(List<Path> connectionFiles, Optional<CallTape> tape) {
    RunHost given = host(connectionFiles);
    return new FlowRuns(store, tape.map(given::withTape).orElse(given));
  }

  /// What this machine gives to runs: named data, built-in flows, standard input, the environment.
  public RunHost host(List<Path> connectionFiles) {
    return host.withConnectionFiles(connectionFiles);
  }

  /// The run called `name`.
  ///
  /// @throws CommandFailure if there is none; the message names what is there
  public Run find(String name) {
    return runName(name)
        .flatMap(store::find)
        .orElseThrow(() ->
            new CommandFailure(
                "no-such-run",
                "there is no run '%s'%s".formatted(Printable.line(name), instead(name))));
  }

  /// Whether a run is not over although no process works on it any more.
  public boolean isAbandoned(Run run) {
    return run.status() == RunStatus.RUNNING && !store.isOwned(run.name());
  }

  private static Optional<RunName> runName(String name) {
    try {
      return Optional.of(new RunName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private String instead(String name) {
    var all = new RunFilter(false, true, Optional.empty(), Optional.empty(), 1_000);
    List<String> known = store.list(all).stream().map(run -> run.name().value()).toList();
    if (known.isEmpty()) {
      return "; there is none here at all. PF_WORKSPACE says which workspace is meant.";
    }
    String guess = Suggestion.didYouMean(name, known);
    return "." + (guess.isEmpty() ? " See them with pf run list." : guess);
  }

  @Override
  public void close() {
    host.computes().close();
    store.close();
  }
}
