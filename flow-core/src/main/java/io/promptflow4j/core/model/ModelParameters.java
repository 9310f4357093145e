package io.promptflow4j.core.model;

import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// The settings of one model call, cleaned: an empty text means "not given" and is gone, numbers
/// are numbers, lists of tools are lists.
///
/// @param model the deployment's or model's name; empty if the flow leaves it to the connection
/// @param settings everything else under the wire's names (`temperature`, `max_tokens`, `tools` …)
public record ModelParameters(Optional<String> model, SequencedMap<String, Value> settings) {

  public ModelParameters {
    settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
  }

  @SuppressWarnings("DoNotCallSuggester")
  public static ModelParameters read(ModelApi api, SequencedMap<String, Value> inputs) {
    throw new IllegalStateException("not merged yet: " + api + inputs);
  }

  /// Whether the answer is the whole message instead of its text.
  public boolean offersTools() {
    return settings.containsKey("tools") || settings.containsKey("functions");
  }
}
