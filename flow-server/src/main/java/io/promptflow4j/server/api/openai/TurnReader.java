package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.util.List;
import java.util.Optional;

/// Reads the bodies of `/v1/chat/completions` and `/v1/responses`.
///
/// What would change the answer and can't be honoured is refused; sampling parameters are passed
/// over, because the nodes of the flow have their own.
public final class TurnReader {

  /// Asks for things that a flow doesn't do.
  private static final List<String> REFUSED =
      List.of("tools", "functions", "previous_response_id", "conversation", "background", "prompt");

  private TurnReader() {}

  /// A request for a chat completion.
  ///
  /// @throws FaultException if it is none, or is for another model
  public static Turn chat(Value.Mapping body, String model) {
    check(body, model);
    if (body.get("n") instanceof Value.Whole one && one.clampedToInt() != 1) {
      throw new FaultException(
          Fault.of(400, "unsupported-value", "A flow gives one answer: n has to be 1.", "n"));
    }
    var messages = new Messages("messages");
    if (!(body.get("messages") instanceof Value.Sequence(var items)) || items.isEmpty()) {
      throw missing("messages");
    }
    for (int i = 0; i < items.size(); i++) {
      messages.add(items.get(i), i);
    }
    boolean usage =
        body.get("stream_options") instanceof Value.Mapping options
            && options.get("include_usage") == Value.Bool.TRUE;
    return messages.turn(inputs(body), isStream(body), usage);
  }

  /// A request for a response.
  ///
  /// @throws FaultException if it is none, or is for another model
  public static Turn response(Value.Mapping body, String model) {
    check(body, model);
    var messages = new Messages("input");
    switch (body.entries().getOrDefault("input", Value.Null.NULL)) {
      case Value.Text text -> {
        return new Turn(text, List.of(), inputs(body), isStream(body), true);
      }
      case Value.Sequence(var items) when !items.isEmpty() -> {
        for (int i = 0; i < items.size(); i++) {
          messages.add(items.get(i), i);
        }
      }
      default -> throw missing("input");
    }
    return messages.turn(inputs(body), isStream(body), true);
  }

  private static void check(Value.Mapping body, String model) {
    String asked = Messages.text(body, "model").orElseThrow(() -> missing("model"));
    if (!asked.equals(model)) {
      throw new FaultException(
          Fault.of(
              404,
              "model-not-found",
              "There is no model of that name; the flow is '%s'.".formatted(model),
              "model"));
    }
    for (String name : REFUSED) {
      if (isSaid(body.entries().getOrDefault(name, Value.Null.NULL))) {
        throw new FaultException(
            Fault.of(
                400, "unsupported-parameter", "A flow does not take '%s'.".formatted(name), name));
      }
    }
  }

  private static boolean isSaid(Value value) {
    return switch (value) {
      case Value.Null _ -> false;
      case Value.Sequence(var items) -> !items.isEmpty();
      case Value.Bool truth -> truth.isTrue();
      case Value.Text _, Value.Mapping _, Value.Whole _, Value.Decimal _, Value.Image _ -> true;
    };
  }

  private static boolean isStream(Value.Mapping body) {
    return body.get("stream") == Value.Bool.TRUE;
  }

  private static Value.Mapping inputs(Value.Mapping body) {
    return Optional.ofNullable(body.get("inputs"))
        .filter(Value.Mapping.class::isInstance)
        .map(Value.Mapping.class::cast)
        .orElse(Value.Mapping.EMPTY);
  }

  private static FaultException missing(String param) {
    return new FaultException(
        Fault.of(400, "missing-required-parameter", "'%s' is missing.".formatted(param), param));
  }
}
