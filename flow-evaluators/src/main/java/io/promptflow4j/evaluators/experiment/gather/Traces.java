package io.promptflow4j.evaluators.experiment.gather;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the traces that rows keep.
public final class Traces {

  private static final Set<String> CALLS = Set.of("LLM", "Embedding");
  private static final String UNNAMED = "";

  private Traces() {}

  /// The trace of a row's detail in the shape that reports show; nothing if it has none.
  public static Value.Mapping shown(Value.Mapping detail) {
    return detail.get("trace") instanceof Value.Mapping span
        ? span(span, time(span, "start_time").orElse(Instant.EPOCH))
        : Value.Mapping.EMPTY;
  }

  private static Value.Mapping span(Value.Mapping span, Instant zero) {
    Instant start = time(span, "start_time").orElse(zero);
    Instant end = time(span, "end_time").orElse(start);
    var shown = new LinkedHashMap<String, Value>();
    shown.put("name", part(span, "name"));
    shown.put("kind", part(span, "type"));
    shown.put("start_ms", Value.of(millis(zero, start)));
    shown.put("duration_ms", Value.of(millis(start, end)));
    shown.put("inputs", part(span, "inputs"));
    shown.put("output", part(span, "output"));
    shown.put("error", part(span, "error"));
    shown.put("tokens", Value.of(usage(span).total()));
    shown.put(
        "children", Value.of(children(span).stream().map(child -> span(child, zero)).toList()));
    return new Value.Mapping(shown);
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1_000_000.0;
  }

  private static Value part(Value.Mapping span, String name) {
    Value value = span.get(name);
    return value == null ? Value.Null.NULL : value;
  }

  private static Optional<Instant> time(Value.Mapping span, String name) {
    try {
      return span.get(name) instanceof Value.Text(String text)
          ? Optional.of(Instant.parse(text))
          : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static List<Value.Mapping> children(Value.Mapping span) {
    return span.get("children") instanceof Value.Sequence(var items)
        ? items.stream()
            .filter(Value.Mapping.class::isInstance)
            .map(Value.Mapping.class::cast)
            .toList()
        : List.of();
  }

  /// Adds the tokens of a row's calls to those of the models that answered them.
  public static void addUsage(Value.Mapping detail, Map<String, TokenUsage> byModel) {
    if (detail.get("trace") instanceof Value.Mapping span) {
      add(span, byModel);
    }
  }

  private static void add(Value.Mapping span, Map<String, TokenUsage> byModel) {
    if (span.get("type") instanceof Value.Text(String type) && CALLS.contains(type)) {
      byModel.merge(model(span), usage(span), TokenUsage::plus);
    } else {
      children(span).forEach(child -> add(child, byModel));
    }
  }

  private static String model(Value.Mapping call) {
    return call.get("inputs") instanceof Value.Mapping inputs
            && inputs.get("model") instanceof Value.Text(String name)
        ? name
        : UNNAMED;
  }

  private static TokenUsage usage(Value.Mapping span) {
    return span.get("usage") instanceof Value.Mapping usage
        ? new TokenUsage(
            number(usage.get("prompt_tokens")),
            number(usage.get("completion_tokens")),
            number(usage.get("total_tokens")),
            0,
            0)
        : TokenUsage.NONE;
  }

  private static long number(@Nullable Value value) {
    return value instanceof Value.Whole whole ? whole.number().longValue() : 0;
  }
}
