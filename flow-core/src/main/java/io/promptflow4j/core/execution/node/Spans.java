package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Makes the spans of nodes and of what happens in them.
public final class Spans {

  private Spans() {}

  public static Span completed(
      Node node,
      Instant start,
      Value.Mapping inputs,
      Value output,
      TokenUsage usage,
      List<Span> children) {
    return new Span(
        node.name().value(),
        Span.Kind.NODE,
        start,
        Instant.now(),
        inputs,
        output,
        Optional.empty(),
        usage,
        children);
  }

  public static Span failed(NodeFailure failure, Instant start, Instant end) {
    return failed(failure, start, end, Value.Mapping.EMPTY, List.of());
  }

  public static Span failed(
      NodeFailure failure, Instant start, Instant end, Value.Mapping inputs, List<Span> children) {
    return new Span(
        failure.node().value(),
        Span.Kind.NODE,
        start,
        end,
        inputs,
        Value.Null.NULL,
        Optional.of(failure.message()),
        TokenUsage.NONE,
        children);
  }

  public static List<Span> of(List<ToolResult.InnerCall> calls) {
    return calls.isEmpty() ? List.of() : calls.stream().map(Spans::of).toList();
  }

  private static Span of(ToolResult.InnerCall call) {
    return new Span(
        call.name(),
        kind(call.kind()),
        call.start(),
        call.end(),
        Value.of(call.inputs()),
        call.output(),
        call.error().isEmpty() ? Optional.empty() : Optional.of(call.error()),
        call.usage(),
        of(call.children()),
        call.cost());
  }

  /// A span for each try of a call that was not answered at once.
  public static List<Span> tries(List<CallAttempt> tries) {
    return tries.stream().map(Spans::of).toList();
  }

  /// What tells that an answer was there already: who had asked for it, and what that saved.
  static Span given(Origin origin, Savings saved) {
    return of(inside(origin, saved));
  }

  /// As [#given], as a part of a tool's call of a service.
  static ToolResult.InnerCall inside(Origin origin, Savings saved) {
    Instant now = Instant.now();
    return new ToolResult.InnerCall(
        Savings.SPAN,
        Span.Kind.FUNCTION.label(),
        now,
        now,
        origin.toValue().entries(),
        saved.toValue(),
        "",
        List.of());
  }

  private static Span of(CallAttempt attempt) {
    return of(inside(attempt));
  }

  /// One try, as a part of a tool's call of a service.
  static ToolResult.InnerCall inside(CallAttempt attempt) {
    var inputs = new LinkedHashMap<String, Value>();
    inputs.put("connection", Value.of(attempt.connection()));
    inputs.put("waited_ms", Value.of(attempt.waited().toMillis()));
    var output = new LinkedHashMap<String, Value>();
    output.put("result", Value.of(attempt.result()));
    attempt.status().ifPresent(status -> output.put("status", Value.of(status)));
    output.put("cost", Value.of(attempt.cost().label()));
    return new ToolResult.InnerCall(
        "try",
        Span.Kind.FUNCTION.label(),
        attempt.start(),
        attempt.start().plus(attempt.took()),
        inputs,
        new Value.Mapping(output),
        attempt.message(),
        List.of());
  }

  private static Span.Kind kind(String label) {
    for (Span.Kind kind : Span.Kind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    return Span.Kind.FUNCTION;
  }
}
