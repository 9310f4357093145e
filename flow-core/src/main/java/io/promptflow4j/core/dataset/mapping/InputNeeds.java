package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What rows are wanted for.
///
/// @param inputs the inputs that are declared
/// @param optional inputs that may be absent though they have no default, such as a chat history
public record InputNeeds(List<FlowInput> inputs, Set<String> optional) {

  public InputNeeds {
    inputs = List.copyOf(inputs);
    optional = Set.copyOf(optional);
  }

  public static InputNeeds of(FlowGraph graph) {
    return new InputNeeds(
        graph.inputs(),
        graph.chat().flatMap(ChatRoles::history).stream().collect(Collectors.toSet()));
  }

  Optional<FlowInput> named(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
  }

  boolean copesWithout(FlowInput input) {
    return input.defaultValue().isPresent() || optional.contains(input.name());
  }

  List<String> names() {
    return inputs.stream().map(FlowInput::name).toList();
  }
}
