package io.promptflow4j.server.deployment;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.List;

/// The trace of a call for a page: what ran, when, how long and with how many tokens; not what went
/// in and out.
public final class TraceJson {

  private TraceJson() {}

  /// `{name, kind, start_ms, duration_ms, tokens, error, children}`; times count from the start of
  /// the call.
  public static Value.Mapping of(FlowResult result) {
    return of(result.trace(), result.trace());
  }

  private static Value.Mapping of(Span span, Span root) {
    List<Value.Mapping> children = span.children().stream().map(child -> of(child, root)).toList();
    var fields =
        new Fields()
            .put("name", span.name())
            .put("kind", span.kind().label())
            .put("start_ms", Duration.between(root.start(), span.start()).toMillis())
            .put("duration_ms", span.duration().toMillis())
            .put("tokens", span.usage().total());
    span.error().ifPresent(error -> fields.put("error", error));
    return fields.put("children", children).end();
  }

  /// Tokens under the names that chat completions use.
  public static Value.Mapping usage(TokenUsage usage) {
    return new Fields()
        .put("prompt_tokens", usage.prompt())
        .put("completion_tokens", usage.completion())
        .put("total_tokens", usage.total())
        .end();
  }
}
