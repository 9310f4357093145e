package io.promptflow4j.core.engine;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan.OnError;
import io.promptflow4j.core.run.file.RunFile;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

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
    return new RunSpec(
        Optional.of(other),
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

  public RunSpec withLabels(RunLabels other) {
    return new RunSpec(
        name,
        other,
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

  public RunSpec withHow(FlowSettings other) {
    return new RunSpec(
        name,
        labels,
        flow,
        other,
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

  public RunSpec withData(DataSource other) {
    return new RunSpec(
        name,
        labels,
        flow,
        how,
        Optional.of(other),
        over,
        mapping,
        repeats,
        concurrency,
        onError,
        scope,
        settings,
        parent);
  }

  public RunSpec withOver(RunName other) {
    return new RunSpec(
        name,
        labels,
        flow,
        how,
        data,
        Optional.of(other),
        mapping,
        repeats,
        concurrency,
        onError,
        scope,
        settings,
        parent);
  }

  public RunSpec withMapping(ColumnMapping other) {
    return new RunSpec(
        name,
        labels,
        flow,
        how,
        data,
        over,
        other,
        repeats,
        concurrency,
        onError,
        scope,
        settings,
        parent);
  }

  public RunSpec withRepeats(int other) {
    return new RunSpec(
        name,
        labels,
        flow,
        how,
        data,
        over,
        mapping,
        other,
        concurrency,
        onError,
        scope,
        settings,
        parent);
  }

  public RunSpec withConcurrency(int other) {
    return new RunSpec(
        name,
        labels,
        flow,
        how,
        data,
        over,
        mapping,
        repeats,
        Optional.of(other),
        onError,
        scope,
        settings,
        parent);
  }

  public RunSpec withOnError(OnError other) {
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
        other,
        scope,
        settings,
        parent);
  }

  public RunSpec withScope(String other) {
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
        Optional.of(other),
        settings,
        parent);
  }

  public RunSpec withSettings(Value.Mapping other) {
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
        other,
        parent);
  }

  public RunSpec withParent(RunName other) {
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
        Optional.of(other));
  }
}
