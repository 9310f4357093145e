package io.promptflow4j.server.api;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The body of `/score` as inputs of a flow: a JSON object of inputs by name, or plain text for a
/// flow with one input.
public final class ScoreInputs {

  private ScoreInputs() {}

  /// Reads a body. The body of a flow without inputs is not looked at.
  ///
  /// @throws FaultException if it is no text, no inputs, or lacks some
  public static Value.Mapping read(FlowGraph graph, byte[] body) {
    List<FlowInput> declared = graph.inputs();
    if (declared.isEmpty()) {
      return Value.Mapping.EMPTY;
    }
    String text = text(body);
    Value.Mapping inputs = inputs(declared, text);
    checkComplete(graph, inputs);
    return inputs;
  }

  private static Value.Mapping inputs(List<FlowInput> declared, String text) {
    Value read;
    try {
      read = Json.readUnique(text);
    } catch (JsonSyntaxException noJson) {
      if (declared.size() > 1) {
        throw bad(
            "json-required",
            ("The flow has %d inputs, so the body has to be a JSON object of them, but it is no"
                    + " JSON: %s")
                .formatted(declared.size(), noJson.getMessage()));
      }
      return Value.of(Map.of(declared.getFirst().name(), Value.of(text)));
    }
    if (read instanceof Value.Mapping mapping) {
      return mapping;
    }
    throw bad("bad-body", "The body has to be a JSON object of inputs by name.");
  }

  private static void checkComplete(FlowGraph graph, Value.Mapping inputs) {
    String history = graph.chat().flatMap(roles -> roles.history()).orElse("");
    List<String> missing =
        graph.inputs().stream()
            .filter(input -> input.defaultValue().isEmpty())
            .map(FlowInput::name)
            .filter(name -> !name.equals(history) && !inputs.entries().containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw bad(
          "missing-input",
          "Required input fields %s are missing in request data."
              .formatted(
                  missing.stream()
                      .map(name -> "'" + name + "'")
                      .collect(Collectors.joining(", ", "[", "]"))));
    }
  }

  /// A body as text.
  ///
  /// @throws FaultException if it is not UTF-8
  public static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException broken) {
      throw bad("bad-encoding", "The body is not UTF-8 text.");
    }
  }

  /// A body as a JSON object.
  ///
  /// @throws FaultException if it is none
  public static Value.Mapping object(byte[] body) {
    try {
      if (Json.readUnique(text(body)) instanceof Value.Mapping mapping) {
        return mapping;
      }
    } catch (JsonSyntaxException noJson) {
      throw bad("bad-json", "The body is no JSON: " + noJson.getMessage());
    }
    throw bad("bad-body", "The body has to be a JSON object.");
  }

  private static FaultException bad(String code, String message) {
    return new FaultException(Fault.badRequest(code, message));
  }
}
