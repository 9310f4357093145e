package io.promptflow4j.cli.chat;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;

/// A conversation with a chat flow: each turn sees the turns that succeeded before it. Owned by one
/// thread.
final class Conversation {

  private final Flow flow;
  private final ChatRoles roles;
  private final Value.Mapping given;
  private final List<Value> history = new ArrayList<>();
  private int turns;

  /// @param given the inputs besides message and history, the same for every turn
  Conversation(Flow flow, ChatRoles roles, Value.Mapping given) {
    this.flow = flow;
    this.roles = roles;
    this.given = given;
    roles
        .history()
        .map(given::get)
        .filter(Value.Sequence.class::isInstance)
        .ifPresent(before -> history.addAll(((Value.Sequence) before).items()));
  }

  /// Runs one turn. A turn that fails is forgotten.
  FlowResult say(String message, BiConsumer<String, Value> chunks) {
    var inputs = new LinkedHashMap<>(given.entries());
    roles.history().ifPresent(name -> inputs.put(name, Value.of(history)));
    inputs.put(roles.input(), Value.of(message));
    RunRequest request = RunRequest.of(Value.of(inputs)).withLine(turns++).withChunks(chunks);
    FlowResult result = flow.run(request);
    if (result.status() == FlowResult.Status.COMPLETED) {
      remember(message, result.outputs());
    }
    return result;
  }

  private void remember(String message, Value.Mapping outputs) {
    if (flow.graph().form().turnsAsMessages()) {
      history.add(turn("user", Value.of(message)));
      Value answer = roles.output().map(outputs::get).orElse(null);
      history.add(turn("assistant", answer == null ? outputs : answer));
      return;
    }
    var asked = new LinkedHashMap<String, Value>();
    asked.put(roles.input(), Value.of(message));
    var turn = new LinkedHashMap<String, Value>();
    turn.put("inputs", Value.of(asked));
    turn.put("outputs", outputs);
    history.add(Value.of(turn));
  }

  private static Value turn(String role, Value content) {
    var turn = new LinkedHashMap<String, Value>();
    turn.put("role", Value.of(role));
    turn.put("content", content);
    return Value.of(turn);
  }

  /// Begins anew.
  void forget() {
    history.clear();
  }

  int turns() {
    return turns;
  }
}
