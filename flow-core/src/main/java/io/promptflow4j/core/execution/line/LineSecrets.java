package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is taken out of all that one line says: the secrets that its models know by then, and the
/// inputs that the flow declares as secret.
final class LineSecrets {

  private LineSecrets() {}

  /// @param given the inputs as somebody gave them, fit or not
  static Supplier<Redaction> of(FlowGraph graph, Value.Mapping given, Models models) {
    List<String> own = own(graph, given);
    if (own.isEmpty()) {
      return models::redaction;
    }
    Redaction ofInputs = Redaction.ofSecrets(own);
    return () -> models.redaction().and(ofInputs);
  }

  private static List<String> own(FlowGraph graph, Value.Mapping given) {
    var own = new ArrayList<String>();
    for (FlowInput input : graph.inputs()) {
      if (input.type() == ValueType.SECRET) {
        add(given.get(input.name()), own);
        add(given.get("inputs." + input.name()), own); // as a node that runs alone is given it
        input.defaultValue().ifPresent(value -> add(value, own));
      }
    }
    return own;
  }

  private static void add(@Nullable Value value, List<String> own) {
    if (value instanceof Value.Text(var text)) {
      own.add(text);
    }
  }
}
