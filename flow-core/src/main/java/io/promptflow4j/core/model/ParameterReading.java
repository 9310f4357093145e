package io.promptflow4j.core.model;

import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One reading of a node's model parameters: takes each input once, collects settings and what is
/// wrong.
final class ParameterReading {

  private static final Value ONE = Value.of(1.0);

  private final SequencedMap<String, Value> left;
  private final SequencedMap<String, Value> settings = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  ParameterReading(SequencedMap<String, Value> inputs) {
    this.left = new LinkedHashMap<>(inputs);
    given("extra_body")
        .flatMap(extra -> mapping("extra_body", extra))
        .ifPresent(extra -> extra.entries().forEach(left::putIfAbsent));
  }

  void readChat() {
    boolean reasons = isGiven("max_completion_tokens") || isGiven("reasoning_effort");
    number("temperature", reasons ? Optional.empty() : Optional.of(ONE));
    number("top_p", reasons ? Optional.empty() : Optional.of(ONE));
    whole("n", Optional.empty());
    readShared(Optional.empty());
    whole("seed", Optional.empty());
    given("response_format").flatMap(this::responseFormat).ifPresent(put("response_format"));
    new ToolReading(this).read();
    whole("max_completion_tokens", Optional.empty());
    whole("top_logprobs", Optional.empty());
    flag("parallel_tool_calls", Optional.empty());
  }

  void readCompletion() {
    textSetting("suffix");
    number("temperature", Optional.of(ONE));
    number("top_p", Optional.of(ONE));
    whole("n", Optional.of(Value.of(1)));
    readShared(Optional.of(Value.of(16)));
    whole("logprobs", Optional.empty());
    settings.remove("logprobs", Value.of(0));
    flag("echo", Optional.of(Value.Bool.FALSE));
    whole("best_of", Optional.of(Value.of(1)));
  }

  private void readShared(Optional<Value> maxTokens) {
    given("stop").flatMap(ParameterReading::stop).ifPresent(put("stop"));
    if (isUnlimited(left.get("max_tokens"))) {
      left.remove("max_tokens");
    }
    whole("max_tokens", maxTokens);
    number("presence_penalty", Optional.empty());
    number("frequency_penalty", Optional.empty());
    given("logit_bias")
        .flatMap(bias -> mapping("logit_bias", bias))
        .filter(bias -> !bias.entries().isEmpty())
        .ifPresent(put("logit_bias"));
    textSetting("user");
  }

  /// The settings, with what nobody asked for at their end.
  ///
  /// @throws ModelException if anything was wrong
  SequencedMap<String, Value> finish() {
    left.remove("stream");
    for (String name : List.copyOf(left.keySet())) {
      given(name).ifPresent(put(name));
    }
    if (!problems.isEmpty()) {
      throw new ModelException("bad-parameter", String.join("; ", problems), false);
    }
    return settings;
  }

  Consumer<Value> put(String name) {
    return value -> settings.put(name, value);
  }

  void problem(String problem) {
    problems.add(problem);
  }

  private boolean isGiven(String name) {
    Value value = left.get(name);
    return value != null && !isNothing(value);
  }

  private static boolean isNothing(Value value) {
    return value == Value.Null.NULL || (value instanceof Value.Text(var text) && text.isBlank());
  }

  /// Takes an input. Nothing and a blank text are the same as none.
  Optional<Value> given(String name) {
    return Optional.ofNullable(left.remove(name)).filter(value -> !isNothing(value));
  }

  Optional<String> text(String name) {
    return given(name).map(PythonText::str).map(String::strip);
  }

  private void textSetting(String name) {
    given(name).map(PythonText::str).map(Value::of).ifPresent(put(name));
  }

  private void number(String name, Optional<Value> otherwise) {
    convert(name, ValueType.DOUBLE, "a number").or(() -> otherwise).ifPresent(put(name));
  }

  private void whole(String name, Optional<Value> otherwise) {
    convert(name, ValueType.INT, "a whole number").or(() -> otherwise).ifPresent(put(name));
  }

  private void flag(String name, Optional<Value> otherwise) {
    convert(name, ValueType.BOOL, "true or false").or(() -> otherwise).ifPresent(put(name));
  }

  private Optional<Value> convert(String name, ValueType type, String expected) {
    return given(name)
        .flatMap(value ->
            switch (Coercion.to(type, type == ValueType.INT ? withoutZeros(value) : value)) {
              case Coercion.Fits(var fitting) -> Optional.of(fitting);
              case Coercion.Refused(var why) -> {
                problem("parameter '%s' has to be %s, but %s".formatted(name, expected, why));
                yield Optional.empty();
              }
            });
  }

  /// `"256.0"` is a whole number too.
  private static Value withoutZeros(Value value) {
    if (value instanceof Value.Text(var text) && text.strip().matches("[+-]?\\d{1,30}\\.0{1,30}")) {
      BigInteger number = new BigDecimal(text.strip()).toBigInteger();
      return new Value.Whole(number);
    }
    return value;
  }

  private static boolean isUnlimited(@Nullable Value value) {
    return switch (value) {
      case Value.Text(var text) -> text.strip().equalsIgnoreCase("inf");
      case Value.Decimal(var number) -> Double.isInfinite(number);
      case null, default -> false;
    };
  }

  /// A text, a list of texts, or such a list as JSON; an empty list is none.
  private static Optional<Value> stop(Value value) {
    Value read = value;
    if (value instanceof Value.Text(var text) && text.stripLeading().startsWith("[")) {
      read = json(text).filter(Value.Sequence.class::isInstance).orElse(value);
    }
    return Optional.of(read).filter(list -> !list.equals(Value.Sequence.EMPTY));
  }

  private Optional<Value> responseFormat(Value value) {
    if (value instanceof Value.Text(var text) && text.strip().matches("text|json_object")) {
      return Optional.of(Value.of(Map.of("type", Value.of(text.strip()))));
    }
    return mapping("response_format", value)
        .filter(format -> !format.entries().isEmpty())
        .map(format -> format);
  }

  Optional<Value.Mapping> mapping(String name, Value value) {
    Value read = value instanceof Value.Text(var text) ? json(text).orElse(value) : value;
    if (read instanceof Value.Mapping mapping) {
      return Optional.of(mapping);
    }
    problem(
        "parameter '%s' has to be a mapping or one as JSON text, but it is %s"
            .formatted(name, shown(value)));
    return Optional.empty();
  }

  /// A list, or one as JSON text; an empty one is none.
  Optional<Value.Sequence> list(String name) {
    Optional<Value> value = given(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String why = "it is " + shown(value.get());
    Value read = value.get();
    if (read instanceof Value.Text(var text)) {
      try {
        read = Json.read(text);
      } catch (JsonSyntaxException broken) {
        why = "it is no JSON: " + broken.getMessage();
      }
    }
    if (read instanceof Value.Sequence list) {
      return Optional.of(list).filter(items -> !items.items().isEmpty());
    }
    problem("parameter '%s' has to be a list or one as JSON text, but %s".formatted(name, why));
    return Optional.empty();
  }

  private static Optional<Value> json(String text) {
    try {
      return Optional.of(Json.read(text));
    } catch (JsonSyntaxException broken) {
      return Optional.empty();
    }
  }

  static String shown(Value value) {
    String text = PythonText.repr(value);
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
