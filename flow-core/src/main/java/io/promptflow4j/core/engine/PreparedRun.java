package io.promptflow4j.core.engine;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.dataset.mapping.InputNeeds;
import io.promptflow4j.core.dataset.mapping.MappingCheck;
import io.promptflow4j.core.execution.cache.CallMemory;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.batch.BatchRows;
import io.promptflow4j.core.run.batch.BatchSettings;
import io.promptflow4j.core.run.source.RunData;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A flow and its rows, checked and open: everything that is needed to begin.
final class PreparedRun implements AutoCloseable {

  private static final String HIDDEN = "sha256:";

  private final LoadedFlow flow;
  private final RunData data;
  private final MappingCheck check;
  private final List<Diagnostic> unreachable;

  private PreparedRun(
      LoadedFlow flow, RunData data, MappingCheck check, List<Diagnostic> unreachable) {
    this.flow = flow;
    this.data = data;
    this.check = check;
    this.unreachable = unreachable;
  }

  /// Loads the flow at `path` and opens the rows of `plan`.
  ///
  /// @throws RunRefusedException with all mistakes of both
  static PreparedRun of(
      RunPlan plan,
      ColumnMapping mapping,
      Optional<Path> path,
      RunStore store,
      RunHost host,
      Diagnostics diagnostics) {
    return of(plan, mapping, path, store, host, diagnostics, RunData::check);
  }

  /// The same for a run that was prepared before.
  static PreparedRun again(
      Run run, RunPlan plan, Optional<Path> path, RunStore store, RunHost host) {
    var mapping = ColumnMapping.of(plan.columnMapping(), Place.startOf("column mapping"));
    return of(plan, mapping, path, store, host, new Diagnostics(), rows -> rows.check(run));
  }

  private static PreparedRun of(
      RunPlan plan,
      ColumnMapping mapping,
      Optional<Path> path,
      RunStore store,
      RunHost host,
      Diagnostics diagnostics,
      Function<RunData, MappingCheck> checking) {
    var sources = new RunSources(store, host, diagnostics);
    Optional<DataSet> data = sources.data(plan);
    Optional<Run> over = sources.over(plan);
    var loading = new Loading(plan, host, new ModelNames(store.models()::find), diagnostics);
    LoadedFlow flow = path.map(loading::load).orElse(null);
    if (plan.data().isEmpty() && plan.over().isEmpty()) {
      diagnostics.error(
          "missing-data",
          Place.startOf("run"),
          "the run has no rows: give it data, or another run to read.");
    }
    if (flow == null || !isOpen(plan, data, over)) {
      data.ifPresent(rows -> report(DataCheck.of(rows), diagnostics));
      close(flow, data);
      throw refused(diagnostics, loading.text, 0);
    }
    var rows = RunData.of(InputNeeds.of(flow.graph()), mapping, data, over, store, plan.repeats());
    MappingCheck check = checking.apply(rows);
    if (!check.isClean() || diagnostics.hasErrors()) {
      diagnostics.addAll(check.problems());
      close(flow, data);
      throw refused(diagnostics, loading.text, check.problemCount() - check.problems().size());
    }
    return new PreparedRun(flow, rows, check, loading.unreachable);
  }

  /// Loads the flow at `path` and closes it again; what is wrong with it, and with the connections
  /// of its models, goes to the diagnostics.
  static void check(RunPlan plan, Path path, RunHost host, Diagnostics diagnostics) {
    LoadedFlow flow = new Loading(plan, host, ModelNames.NONE, diagnostics).load(path);
    if (flow != null) {
      flow.close();
    }
  }

  /// Whether everything that the rows are read from is there.
  private static boolean isOpen(RunPlan plan, Optional<DataSet> data, Optional<Run> over) {
    return (data.isPresent() || over.isPresent())
        && data.isPresent() == plan.data().isPresent()
        && over.isPresent() == plan.over().isPresent();
  }

  private static void report(DataCheck check, Diagnostics diagnostics) {
    diagnostics.addAll(check.problems());
  }

  private static void close(@Nullable LoadedFlow flow, Optional<DataSet> data) {
    if (flow != null) {
      flow.close();
    }
    data.ifPresent(DataSet::close);
  }

  private static RunRefusedException refused(
      Diagnostics diagnostics, Optional<SourceText> text, long notListed) {
    var all = diagnostics.sorted();
    long errors = all.stream().filter(found -> found.isError()).count();
    return new RunRefusedException(all, errors + notListed, text);
  }

  /// Loads a flow and keeps what a refusal should show.
  static final class Loading {
    private final RunPlan plan;
    private final RunHost host;
    private final ModelNames names;
    private final Diagnostics diagnostics;
    private Optional<SourceText> text = Optional.empty();
    private List<Diagnostic> unreachable = List.of();

    /// Collects in `diagnostics` what is wrong.
    Loading(RunPlan plan, RunHost host, ModelNames names, Diagnostics diagnostics) {
      this.plan = plan;
      this.host = host;
      this.names = names;
      this.diagnostics = diagnostics;
    }

    @Nullable LoadedFlow load(Path path) {
      try {
        LoadedFlow flow = LoadedFlow.load(path, settings());
        diagnostics.addAll(flow.diagnostics());
        unreachable = flow.unreachableServices();
        diagnostics.addAll(unreachable);
        if (unreachable.isEmpty()) {
          budget().ifPresent(money -> diagnostics.addAll(flow.unpricedCalls(money.currency())));
        }
        return flow;
      } catch (FlowLoadException mistakes) {
        diagnostics.addAll(mistakes.diagnostics());
        text = mistakes.flowFile();
        return null;
      }
    }

    /// The money that the run may take, if that is limited; whoever made the plan told of a bad
    /// one.
    private Optional<Money> budget() {
      try {
        return BatchSettings.budget(plan.settings()).flatMap(Budget::money);
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    private FlowSettings settings() {
      Map<String, String> environment = new HashMap<>(host.environment());
      plan.environment().entrySet().stream()
          .filter(variable -> !variable.getValue().startsWith(HIDDEN))
          .forEach(variable -> environment.put(variable.getKey(), variable.getValue()));
      return new FlowSettings(
              plan.variants(),
              plan.connections(),
              environment,
              host.connectionFiles(),
              plan.model(),
              host.python(),
              host.traffic(),
              new CallMemory(Optional.empty(), host.tape()))
          .withRegistered(names);
    }
  }

  LoadedFlow flow() {
    return flow;
  }

  BatchRows rows() {
    return data.rows(check);
  }

  /// Digest of the rows of the data set, if there is one.
  Optional<Digest> dataDigest() {
    return RunData.dataIn(check)
        .map(found -> new Digest(found.digest().substring(found.digest().indexOf(':') + 1)));
  }

  RunCheck told() {
    var remarks = new ArrayList<>(flow.diagnostics());
    remarks.addAll(unreachable);
    remarks.addAll(flow.modelAdvice());
    remarks.addAll(check.remarks());
    return new RunCheck(rows().count(), check.dropped(), data.effectiveMapping(), remarks);
  }

  @Override
  public void close() {
    data.close();
    flow.close();
  }
}
