package io.promptflow4j.core.engine;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan.OnError;
import io.promptflow4j.core.run.file.RunFile;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.function.Consumer;

/// A run as somebody asks for it.
///
/// @param name made of the flow, the variant and the time if empty
/// @param labels a display name that is empty becomes the run's name; in one that is not,
///   `${variant_id}`, `${run}` and `${timestamp}` are replaced
/// @param flow the flow's folder or file, or `builtin:NAME`
/// @param how variants, connections, environment and model; connection files and interpreter are
///   not kept with the run, so give them in [RunHost] if it may be resumed
/// @param data a file, folder, pattern or named data set
/// @param over the run whose inputs and outputs the rows can read
/// @param mapping input to `${…}` or constant
/// @param repeats how often each row runs
/// @param concurrency how many rows run at the same time at most; `PF_WORKER_COUNT` or else 128 if
///   empty
/// @param scope calls are shared by the runs of the same scope; the run's own name if empty
/// @param settings see [io.promptflow4j.core.run.RunPlan#settings]
/// @param parent the run it is made for
public record RunSpec(
    Optional<RunName> name,
    RunLabels labels,
    String flow,
    FlowSettings how,
    Optional<DataSource> data,
    Optional<RunName> over,
    ColumnMapping mapping,
    int repeats,
    Optional<Integer> concurrency,
    OnError onError,
    Optional<String> scope,
    Value.Mapping settings,
    Optional<RunName> parent) {

  /// The flow with its default variants and nothing else said.
  public static RunSpec of(String flow) {
    return new RunSpec(
        Optional.empty(),
        RunLabels.named(""),
        flow,
        FlowSettings.defaults(),
        Optional.empty(),
        Optional.empty(),
        ColumnMapping.none(),
        1,
        Optional.empty(),
        OnError.SKIP,
        Optional.empty(),
        Value.Mapping.EMPTY,
        Optional.empty());
  }

  /// What a run file asks for.
  ///
  /// @throws IllegalArgumentException if it names no flow, because it resumes another run
  public static RunSpec of(RunFile file) {
    FlowSettings how =
        FlowSettings.defaults()
            .withVariants(file.variants())
            .withConnections(file.connections())
            .withEnvironment(file.environment());
    return new RunSpec(
        file.name(),
        file.labels(),
        file.flow().orElseThrow(() -> new IllegalArgumentException("the run file has no flow")),
        file.model().map(how::withModel).orElse(how),
        file.data(),
        file.over(),
        file.mapping(),
        file.repeats(),
        file.concurrency(),
        file.onError(),
        file.scope(),
        file.settings(),
        Optional.empty());
  }

  public RunSpec withName(RunName other) {
    return with(draft -> draft.name = Optional.of(other));
  }

  public RunSpec withLabels(RunLabels other) {
    return with(draft -> draft.labels = other);
  }

  public RunSpec withHow(FlowSettings other) {
    return with(draft -> draft.how = other);
  }

  public RunSpec withData(DataSource other) {
    return with(draft -> draft.data = Optional.of(other));
  }

  public RunSpec withOver(RunName other) {
    return with(draft -> draft.over = Optional.of(other));
  }

  public RunSpec withMapping(ColumnMapping other) {
    return with(draft -> draft.mapping = other);
  }

  public RunSpec withRepeats(int other) {
    return with(draft -> draft.repeats = other);
  }

  public RunSpec withConcurrency(int other) {
    return with(draft -> draft.concurrency = Optional.of(other));
  }

  public RunSpec withOnError(OnError other) {
    return with(draft -> draft.onError = other);
  }

  public RunSpec withScope(String other) {
    return with(draft -> draft.scope = Optional.of(other));
  }

  public RunSpec withSettings(Value.Mapping other) {
    return with(draft -> draft.settings = other);
  }

  public RunSpec withParent(RunName other) {
    return with(draft -> draft.parent = Optional.of(other));
  }

  private RunSpec with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.spec();
  }

  /// One that is being changed; owned by one thread.
  private static final class Draft {

    private Optional<RunName> name;
    private RunLabels labels;
    private String flow;
    private FlowSettings how;
    private Optional<DataSource> data;
    private Optional<RunName> over;
    private ColumnMapping mapping;
    private int repeats;
    private Optional<Integer> concurrency;
    private OnError onError;
    private Optional<String> scope;
    private Value.Mapping settings;
    private Optional<RunName> parent;

    private Draft(RunSpec spec) {
      name = spec.name;
      labels = spec.labels;
      flow = spec.flow;
      how = spec.how;
      data = spec.data;
      over = spec.over;
      mapping = spec.mapping;
      repeats = spec.repeats;
      concurrency = spec.concurrency;
      onError = spec.onError;
      scope = spec.scope;
      settings = spec.settings;
      parent = spec.parent;
    }

    private RunSpec spec() {
      return new RunSpec(
          name,
          labels,
          flow,
          how,
          data,
          over,
          mapping,
          repeats,
          concurrency,
          onError,
          scope,
          settings,
          parent);
    }
  }
}
