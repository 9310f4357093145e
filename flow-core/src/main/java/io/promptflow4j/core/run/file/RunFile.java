package io.promptflow4j.core.run.file;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan.OnError;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A run as a file asks for it. Either [#flow] or [#resumeFrom] is there.
///
/// @param labels a display name that is not written is empty
/// @param flow the flow's folder or file as an absolute path, or `builtin:NAME`
/// @param data the rows; a relative path starts from the file's folder
/// @param over the run whose inputs and outputs the rows can read
/// @param variants node to variant id
/// @param connections node to field to value
/// @param environment variables that win over those of the flow file
/// @param model another model for all `llm` nodes
/// @param resumeFrom the run whose completed rows are taken over
/// @param repeats how often each row runs
/// @param concurrency how many rows run at the same time at most
/// @param scope see [io.promptflow4j.core.run.RunPlan#scope]
/// @param settings see [io.promptflow4j.core.run.RunPlan#settings]
public record RunFile(
    Optional<RunName> name,
    RunLabels labels,
    Optional<String> flow,
    Optional<DataSource> data,
    Optional<RunName> over,
    ColumnMapping mapping,
    Map<String, String> variants,
    Map<String, Map<String, String>> connections,
    SequencedMap<String, String> environment,
    Optional<String> model,
    Optional<RunName> resumeFrom,
    int repeats,
    Optional<Integer> concurrency,
    OnError onError,
    Optional<String> scope,
    Value.Mapping settings) {

  public RunFile {
    variants = Map.copyOf(variants);
    connections = Map.copyOf(connections);
    environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
  }
}
