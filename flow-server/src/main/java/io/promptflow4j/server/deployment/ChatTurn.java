package io.promptflow4j.server.deployment;

import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import io.promptflow4j.server.api.openai.Turn;
import java.util.LinkedHashMap;
import java.util.List;

/// What a turn of a conversation is for a chat flow: its inputs, and the answer among its outputs.
public final class ChatTurn {

  private final ServedFlow flow;
  private final ChatRoles roles;

  public ChatTurn(ServedFlow flow, ChatRoles roles) {
    this.flow = flow;
    this.roles = roles;
  }

  /// The inputs of the flow for a turn.
  public Value.Mapping inputs(Turn turn) {
    var inputs = new LinkedHashMap<>(turn.inputs().entries());
    roles
        .history()
        .ifPresent(history ->
            inputs.put(history, Value.of(turn.before().stream().map(this::row).toList())));
    inputs.put(roles.input(), message(turn.message()));
    return Value.of(inputs);
  }

  /// A flow that takes lists gets one even for a text alone.
  private Value message(Value message) {
    boolean takesLists =
        flow.graph()
            .input(roles.input())
            .map(FlowInput::type)
            .filter(ValueType.LIST::equals)
            .isPresent();
    return takesLists && message instanceof Value.Text ? Value.of(List.of(message)) : message;
  }

  private Value.Mapping row(Turn.Exchange exchange) {
    var row =
        new Fields().put("inputs", new Fields().put(roles.input(), message(exchange.question())));
    var outputs = new Fields();
    roles.output().ifPresent(output -> outputs.put(output, exchange.answer()));
    return row.put("outputs", outputs).end();
  }

  /// Whether the output is the answer.
  public boolean isAnswer(String output) {
    return roles.output().filter(output::equals).isPresent();
  }

  /// The answer as text; all outputs that callers see, if the flow doesn't say which it is.
  public String answer(Value.Mapping outputs) {
    Value answer =
        roles
            .output()
            .map(output -> outputs.entries().getOrDefault(output, Value.Null.NULL))
            .orElseGet(() -> flow.shown(outputs));
    return text(answer);
  }

  /// A value as text.
  public static String text(Value value) {
    return value instanceof Value.Text(var text) ? text : Json.write(value);
  }
}
