package io.promptflow4j.core.model;

import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The settings of one model call, cleaned: an empty text means "not given" and is gone, numbers
/// are numbers, lists of tools are lists.
///
/// @param model the deployment's or model's name; empty if the flow leaves it to the connection
/// @param settings everything else under the wire's names (`temperature`, `max_tokens`, `tools` …);
///   `detail` says how closely pictures are looked at
public record ModelParameters(Optional<String> model, SequencedMap<String, Value> settings) {

  private static final Set<String> DEFAULTS =
      Set.of("temperature", "top_p", "max_tokens", "n", "best_of", "echo");

  public ModelParameters {
    settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
  }

  /// Reads the inputs of an `llm` node that go to the model.
  ///
  /// What is not given gets the value that prompt flow sends: `temperature` and `top_p` 1.0, for
  /// completions also `max_tokens` 16, `n` and `best_of` 1 and `echo` false. To a chat that uses a
  /// setting of reasoning models (`max_completion_tokens`, `reasoning_effort`) no such default is
  /// sent, since these models refuse them. Names that prompt flow doesn't know are passed on as
  /// they are, and the entries of `extra_body` as if they were inputs. With both `deployment_name`
  /// and `model`, the former is [#model] and the latter a setting, so that a service which takes
  /// its deployment from the address gets that and any other gets the model.
  ///
  /// @throws ModelException with code `bad-parameter`, naming all that is wrong
  public static ModelParameters read(ModelApi api, SequencedMap<String, Value> inputs) {
    var reading = new ParameterReading(inputs);
    Optional<String> deployment = reading.text("deployment_name");
    Optional<String> model = reading.text("model");
    switch (api) {
      case CHAT -> reading.readChat();
      case COMPLETION -> reading.readCompletion();
    }
    SequencedMap<String, Value> settings = reading.finish();
    if (deployment.isPresent() && model.isPresent() && !deployment.equals(model)) {
      settings.put("model", Value.of(model.get()));
    }
    return new ModelParameters(deployment.or(() -> model), settings);
  }

  /// These without the defaults that nobody gave: what a prompty sends.
  ///
  /// @param given the inputs that were read
  public ModelParameters withoutDefaults(SequencedMap<String, Value> given) {
    var kept = new LinkedHashMap<>(settings);
    Value extra = given.get("extra_body");
    kept.keySet()
        .removeIf(name ->
            DEFAULTS.contains(name)
                && !given.containsKey(name)
                && !(extra instanceof Value.Mapping more && more.get(name) != null));
    return new ModelParameters(model, kept);
  }

  /// Whether the answer is the whole message instead of its text.
  public boolean offersTools() {
    return settings.containsKey("tools") || settings.containsKey("functions");
  }
}
