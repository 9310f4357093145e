package io.promptflow4j.core.trace;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that happened, with what happened inside it.
///
/// @param inputs what went in, by name; for a model call `messages` or `prompt` and its parameters
/// @param output what came out; nothing if it failed
/// @param error what went wrong, in one or two sentences
/// @param cost of a model call: what it cost when it was made
/// @param answered of a model call that was answered: by whom
public record Span(
    String name,
    Kind kind,
    Instant start,
    Instant end,
    Value.Mapping inputs,
    Value output,
    Optional<String> error,
    TokenUsage usage,
    List<Span> children,
    Optional<Cost> cost,
    Optional<Answered> answered) {

  public Span {
    children = List.copyOf(children);
  }

  /// Who answered a call, and why the answer ended.
  ///
  /// @param service its type and address, as [io.promptflow4j.core.model.LanguageModel#identity]
  /// @param model the model as the service named it; may be empty
  /// @param finishReason the service's own word; may be empty
  public record Answered(String service, String model, String finishReason) {

    /// Nothing is known.
    public static final Answered UNKNOWN = new Answered("", "", "");
  }

  /// Of something that is not known to be an answer.
  public Span(
      String name,
      Kind kind,
      Instant start,
      Instant end,
      Value.Mapping inputs,
      Value output,
      Optional<String> error,
      TokenUsage usage,
      List<Span> children,
      Optional<Cost> cost) {
    this(name, kind, start, end, inputs, output, error, usage, children, cost, Optional.empty());
  }

  /// Of something that costs nothing itself.
  public Span(
      String name,
      Kind kind,
      Instant start,
      Instant end,
      Value.Mapping inputs,
      Value output,
      Optional<String> error,
      TokenUsage usage,
      List<Span> children) {
    this(name, kind, start, end, inputs, output, error, usage, children, Optional.empty());
  }

  /// Of a node that ends now, and whose parts are what took tokens and money.
  ///
  /// @param error why it failed, if it did
  public static Span ofNode(
      String name,
      Instant start,
      Value.Mapping inputs,
      Value output,
      Optional<String> error,
      List<Span> parts) {
    return new Span(
        name, Kind.NODE, start, Instant.now(), inputs, output, error, TokenUsage.NONE, parts);
  }

  /// The same under another name.
  public Span named(String other) {
    return new Span(other, kind, start, end, inputs, output, error, usage, children, cost);
  }

  /// What kind of thing a span is; the names are those of the original's `span_type`.
  public enum Kind {
    FLOW("Flow"),
    NODE("Tool"),
    FUNCTION("Function"),
    LLM("LLM"),
    EMBEDDING("Embedding"),
    RETRIEVAL("Retrieval");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public Duration duration() {
    return Duration.between(start, end);
  }
}
