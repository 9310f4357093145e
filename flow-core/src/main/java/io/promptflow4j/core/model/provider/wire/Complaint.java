package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a service says of itself when it fails, in its error object or in plain text.
///
/// Known are the forms of OpenAI (`error.message`, `code`, `type`), Anthropic, Google (`status`,
/// also in a list), Mistral and FastAPI (`message`, `detail` as text or list) and Ollama (`error`
/// as text).
///
/// @param body all of it, for what stands deeper than message and code
record Complaint(String message, String code, String body) {

  private static final Pattern RETRY_DELAY =
      Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,6})(\\.\\d{1,9})?s\"");
  private static final List<String> KEY =
      List.of("api key not valid", "api_key_invalid", "api key expired", "invalid api key");
  private static final List<String> MONEY =
      List.of(
          "insufficient_quota",
          "billing_hard_limit",
          "credit balance is too low",
          "insufficient balance",
          "out of credits");
  private static final List<String> LENGTH =
      List.of(
          "context_length",
          "maximum context length",
          "prompt is too long",
          "exceeds the maximum number of tokens",
          "too large for model",
          "exceed context limit");

  static Complaint in(String body) {
    try {
      Value read = Json.read(body);
      if (read instanceof Value.Sequence(var items) && !items.isEmpty()) {
        read = items.getFirst();
      }
      if (read instanceof Value.Mapping whole) {
        Value.Mapping error = whole.get("error") instanceof Value.Mapping inner ? inner : whole;
        return new Complaint(message(whole, error), codes(whole, error), body);
      }
    } catch (JsonSyntaxException _) { // not every service answers errors in JSON
    }
    return new Complaint(body.stripLeading().startsWith("<") ? "" : body, "", body);
  }

  private static String message(Value.Mapping whole, Value.Mapping error) {
    return text(error, "message")
        .or(() -> text(whole, "error"))
        .or(() -> text(whole, "detail"))
        .or(() -> details(error.get("message")).or(() -> details(whole.get("detail"))))
        .orElse("");
  }

  /// The `msg` of each mistake, as FastAPI lists them.
  private static Optional<String> details(@Nullable Value value) {
    Value listed = value instanceof Value.Mapping mapping ? mapping.get("detail") : value;
    if (!(listed instanceof Value.Sequence(var items))) {
      return Optional.empty();
    }
    String all =
        items.stream()
            .flatMap(item ->
                item instanceof Value.Mapping mistake
                    ? text(mistake, "msg").map(msg -> place(mistake) + msg).stream()
                    : Stream.empty())
            .collect(Collectors.joining("; "));
    return Optional.of(all).filter(text -> !text.isEmpty());
  }

  private static String place(Value.Mapping mistake) {
    return mistake.get("loc") instanceof Value.Sequence(var path)
        ? path.stream().map(step -> String.valueOf(step.toPlain())).collect(Collectors.joining("."))
            + ": "
        : "";
  }

  private static String codes(Value.Mapping whole, Value.Mapping error) {
    return Stream.of("code", "type", "status")
        .flatMap(key -> Stream.of(text(error, key), text(whole, key)))
        .flatMap(Optional::stream)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static Optional<String> text(Value.Mapping mapping, String key) {
    return mapping.get(key) instanceof Value.Text(var text) && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  boolean mentions(String word) {
    return (code + " " + message).toLowerCase(Locale.ROOT).contains(word);
  }

  /// Whether the key is wrong, whatever the status says.
  boolean isAboutTheKey() {
    return KEY.stream().anyMatch(this::mentions);
  }

  /// Whether nothing is paid for any more, so that waiting does not help.
  boolean isAboutMoney() {
    return MONEY.stream().anyMatch(this::mentions);
  }

  /// Whether the prompt is longer than the model reads.
  boolean isAboutLength() {
    return LENGTH.stream().anyMatch(this::mentions);
  }

  /// The wait that Google's `RetryInfo` asks for in the body.
  Optional<Duration> retryAfter() {
    Matcher delay = RETRY_DELAY.matcher(body);
    return delay.find()
        ? Optional.of(
            Duration.ofSeconds(Long.parseLong(delay.group(1)) + (delay.group(2) == null ? 0 : 1)))
        : Optional.empty();
  }
}
