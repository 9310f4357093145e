package io.promptflow4j.core.model.catalog.choice;

import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What a flow, or a node of it, needs of a model.
///
/// @param task what it is asked to do
/// @param capabilities what it must be able to do, each with the reason: `node 'answer' offers
///   tools`
/// @param prompt how many tokens its prompt has at least; an estimate
/// @param output how many tokens it may write; empty if nothing says so
public record Needs(
    Task task, SequencedMap<Capability, String> capabilities, long prompt, Optional<Long> output) {

  public Needs {
    capabilities = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(capabilities));
  }

  /// A chat of any length.
  public static final Needs CHAT = of(Task.CHAT, Map.of(), 0, Optional.empty());

  public static Needs of(
      Task task, Map<Capability, String> capabilities, long prompt, Optional<Long> output) {
    return new Needs(task, new LinkedHashMap<>(capabilities), prompt, output);
  }

  /// Both: every capability of either, the longer prompt and the longer answer.
  public Needs and(Needs other) {
    var all = new LinkedHashMap<>(capabilities);
    other.capabilities.forEach(all::putIfAbsent);
    Optional<Long> longest =
        output.isPresent() && other.output.isPresent()
            ? Optional.of(Math.max(output.get(), other.output.get()))
            : output.or(other::output);
    return new Needs(task, all, Math.max(prompt, other.prompt), longest);
  }

  /// The tokens that prompt and answer have together, as far as that is known.
  public long total() {
    return prompt + output.orElse(0L);
  }
}
