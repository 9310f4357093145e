package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what a rule says: `answer`, `function_call`, `tool_calls`, `message` or `fault`, and how.
final class AnswerReader {

  static final List<String> KEYS =
      List.of(
          "answer",
          "function_call",
          "tool_calls",
          "message",
          "fault",
          "retry_after",
          "latency",
          "jitter",
          "chunk_latency",
          "usage",
          "finish_reason",
          "answers_as");

  private static final List<String> SAYING =
      List.of("answer", "function_call", "tool_calls", "message", "fault");
  private static final List<String> USAGE = List.of("prompt", "completion", "cached", "reasoning");

  private final Diagnostics diagnostics;
  private final Duration latency;
  private final Duration jitter;
  private final Duration chunkLatency;

  /// @param defaults the entries of the file, which may hold `latency`, `jitter`, `chunk_latency`
  AnswerReader(Entries defaults) {
    this.diagnostics = defaults.diagnostics();
    this.latency = defaults.duration("latency", Duration.ZERO);
    this.jitter = defaults.duration("jitter", Duration.ZERO);
    this.chunkLatency = defaults.duration("chunk_latency", Duration.ZERO);
  }

  /// Whether a rule says something itself, instead of a list of answers.
  static boolean saysSomething(Entries entries) {
    return SAYING.stream().anyMatch(entries::has);
  }

  /// An answer that is written as its text, or as a mapping.
  Optional<Answer> read(Written written) {
    if (written instanceof Written.Fields fields) {
      var entries = new Entries(fields, diagnostics);
      entries.allow(KEYS);
      return read(entries);
    }
    var field = new Written.Field(new Located<>("answer", written.place()), written);
    return read(new Entries(new Written.Fields(List.of(field), written.place()), diagnostics));
  }

  Optional<Answer> read(Entries entries) {
    if (!saysSomething(entries)) {
      return entries.wrong(
          entries.fields(),
          "%s is missing: say 'answer', 'function_call', 'tool_calls', 'message' or 'fault'",
          "what to answer");
    }
    Place place =
        SAYING.stream()
            .filter(entries::has)
            .map(entries::placeOf)
            .findFirst()
            .orElse(entries.fields().place());
    return filling(message(entries), place)
        .map(message ->
            new Answer(
                place,
                message,
                fault(entries),
                Optional.of(entries.duration("retry_after", Duration.ofNanos(-1)))
                    .filter(wait -> !wait.isNegative()),
                entries.duration("latency", latency),
                entries.duration("jitter", jitter),
                entries.duration("chunk_latency", chunkLatency),
                usage(entries),
                entries.text("finish_reason"),
                entries.text("answers_as")));
  }

  private static Value.Mapping message(Entries entries) {
    var message = new LinkedHashMap<String, Value>();
    entries.mapping("message").ifPresent(whole -> message.putAll(whole.entries()));
    entries.text("answer").ifPresent(text -> message.put("content", Value.of(text)));
    entries.mapping("function_call").ifPresent(call -> message.put("function_call", call));
    entries.list("tool_calls").ifPresent(calls -> message.put("tool_calls", calls));
    return new Value.Mapping(message);
  }

  private Optional<Filling> filling(Value.Mapping message, Place place) {
    try {
      return Optional.of(new Filling(message, place));
    } catch (TemplateSyntaxException broken) {
      diagnostics.error("bad-rules", place, "the answer is no template: " + broken.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Fault> fault(Entries entries) {
    return entries
        .text("fault")
        .flatMap(name -> {
          Optional<Fault> fault = Fault.named(name);
          return fault.isPresent()
              ? fault
              : entries.wrong(
                  entries.content("fault").orElse(entries.fields()),
                  "there is no fault '%s'; known are "
                      + String.join(", ", Fault.names())
                      + "."
                      + Suggestion.didYouMean(name, Fault.names()),
                  name);
        });
  }

  private Optional<TokenUsage> usage(Entries entries) {
    if (!(entries.content("usage").orElse(null) instanceof Written.Fields fields)) {
      return entries.mapping("usage").flatMap(_ -> Optional.empty());
    }
    var usage = new Entries(fields, diagnostics);
    usage.allow(USAGE);
    Map<String, Long> counts = new LinkedHashMap<>();
    USAGE.forEach(key -> counts.put(key, usage.count(key).orElse(0L)));
    long prompt = counts.getOrDefault("prompt", 0L);
    long completion = counts.getOrDefault("completion", 0L);
    return Optional.of(
        new TokenUsage(
            prompt,
            completion,
            prompt + completion,
            counts.getOrDefault("cached", 0L),
            counts.getOrDefault("reasoning", 0L)));
  }
}
