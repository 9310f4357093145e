package io.promptflow4j.core.model.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A model, whoever offers it.
///
/// @param id publisher and name: `openai/gpt-4o`
/// @param name for people
/// @param family such as `gpt`
/// @param released a day, a month or a year, as it was told
/// @param knowledge until when its training data reaches, in the same form
/// @param openWeights whether its weights can be had
/// @param license an SPDX id, the name of another licence, or `proprietary`
/// @param weights where the weights are
/// @param tasks what it is for; empty if that is not known
/// @param inputs what it reads; empty if that is not known
/// @param outputs what it writes; empty if that is not known
public record Model(
    String id,
    String name,
    Optional<String> family,
    Optional<String> released,
    Optional<String> knowledge,
    Support openWeights,
    Optional<String> license,
    List<String> weights,
    Set<Task> tasks,
    Set<Kind> inputs,
    Set<Kind> outputs,
    Limits limits,
    Capabilities capabilities) {

  public Model {
    weights = List.copyOf(weights);
    tasks = Set.copyOf(tasks);
    inputs = Set.copyOf(inputs);
    outputs = Set.copyOf(outputs);
  }

  /// One of which nothing is known but its id.
  public static Model named(String id) {
    return new Model(
        id,
        id.substring(id.indexOf('/') + 1),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Support.UNKNOWN,
        Optional.empty(),
        List.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Limits.UNKNOWN,
        Capabilities.NONE_KNOWN);
  }

  /// Who made it: what stands before the slash.
  public String publisher() {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }

  /// Its id without the publisher.
  public String shortId() {
    return id.substring(id.indexOf('/') + 1);
  }
}
