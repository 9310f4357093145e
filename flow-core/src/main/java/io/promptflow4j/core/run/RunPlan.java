package io.promptflow4j.core.run;

import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What somebody asked a run to do: enough to do it again.
///
/// @param flow the flow's folder or file as an absolute path, or `builtin:NAME`
/// @param data the file, folder or pattern of the rows as an absolute path, or `name:version` of a
///   named data set; empty if the rows come from the run [#over] alone
/// @param over the run whose inputs and outputs the rows can read (`${run.outputs.x}`)
/// @param columnMapping input to `${…}` or constant, as written
/// @param variants node to variant id, for nodes that shall not use their default variant
/// @param connections node to field to value, bound from outside
/// @param environment variables that win over those of the flow file; a store keeps the value of
///   one whose name sounds like a secret (key, token, secret, password) as `sha256:` and its digest
/// @param model another model for all `llm` nodes
/// @param repeats how often each row is run, at least 1
/// @param concurrency how many rows run at the same time at most
/// @param onError whether a row that fails ends the run
/// @param scope calls are shared by the runs that have the same scope; by default a run's own name
/// @param settings whatever else was said, by name, such as `limit`, `sample`, `seed`, `filter`,
///   `timeout`, `budget`
public record RunPlan(
    String flow,
    Optional<String> data,
    Optional<RunName> over,
    Value.Mapping columnMapping,
    Map<String, String> variants,
    Map<String, Map<String, String>> connections,
    SequencedMap<String, String> environment,
    Optional<String> model,
    int repeats,
    int concurrency,
    OnError onError,
    String scope,
    Value.Mapping settings) {

  public RunPlan {
    if (repeats < 1) {
      throw new IllegalArgumentException(
          "a row runs at least once, not %d times".formatted(repeats));
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("at least one row runs at a time");
    }
    variants = Map.copyOf(variants);
    connections = Map.copyOf(connections);
    environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
  }

  /// The same with other bindings from outside.
  public RunPlan withConnections(Map<String, Map<String, String>> other) {
    return new RunPlan(
        flow,
        data,
        over,
        columnMapping,
        variants,
        other,
        environment,
        model,
        repeats,
        concurrency,
        onError,
        scope,
        settings);
  }

  /// The same with another model for all nodes.
  public RunPlan withModel(String other) {
    return new RunPlan(
        flow,
        data,
        over,
        columnMapping,
        variants,
        connections,
        environment,
        Optional.of(other),
        repeats,
        concurrency,
        onError,
        scope,
        settings);
  }

  /// The same with another value of one setting.
  public RunPlan withSetting(String name, Value value) {
    var changed = new LinkedHashMap<>(settings.entries());
    changed.put(name, value);
    return new RunPlan(
        flow,
        data,
        over,
        columnMapping,
        variants,
        connections,
        environment,
        model,
        repeats,
        concurrency,
        onError,
        scope,
        new Value.Mapping(changed));
  }

  /// What a row that fails means for the run.
  public enum OnError {
    /// The others go on.
    SKIP,
    /// What has not started is not started any more; the run is failed.
    FAIL
  }
}
