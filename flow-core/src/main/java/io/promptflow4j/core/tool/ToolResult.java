package io.promptflow4j.core.tool;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What a call gave.
///
/// @param value the result; a streamed one joined as prompt flow joins it
/// @param logs what the tool printed, line by line, standard output and error in the order they
///   came
/// @param metrics what it logged with `log_metric`
/// @param calls what it did inside, as far as it was traced
public record ToolResult(
    Value value, List<String> logs, SequencedMap<String, Value> metrics, List<InnerCall> calls) {

  public ToolResult {
    logs = List.copyOf(logs);
    metrics = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metrics));
    calls = List.copyOf(calls);
  }

  public ToolResult(Value value) {
    this(value, List.of(), new LinkedHashMap<>(), List.of());
  }

  /// A traced function inside a tool (`@trace`), or a call of a service.
  ///
  /// @param kind `Function`, `LLM`, `Embedding` …, as the original's span types
  /// @param usage the tokens that a service took
  /// @param cost what it cost; empty if nothing was paid, or if the prices of the connection tell
  public record InnerCall(
      String name,
      String kind,
      Instant start,
      Instant end,
      Map<String, Value> inputs,
      Value output,
      String error,
      List<InnerCall> children,
      TokenUsage usage,
      Optional<Cost> cost) {

    public InnerCall {
      children = List.copyOf(children);
    }

    /// A function that costs nothing itself.
    public InnerCall(
        String name,
        String kind,
        Instant start,
        Instant end,
        Map<String, Value> inputs,
        Value output,
        String error,
        List<InnerCall> children) {
      this(
          name,
          kind,
          start,
          end,
          inputs,
          output,
          error,
          children,
          TokenUsage.NONE,
          Optional.empty());
    }

    public InnerCall withCost(Cost other) {
      return new InnerCall(
          name, kind, start, end, inputs, output, error, children, usage, Optional.of(other));
    }
  }
}
