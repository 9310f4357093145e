package io.promptflow4j.core.execution.reading;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// What references give at one moment of a run.
public abstract class Readings {

  /// The value of a flow input; nothing if there is none of that name.
  public abstract Value input(String name, PropertyPath path);

  /// The output of a node that has settled.
  public abstract Value node(NodeName name, PropertyPath path);

  /// Whether a node was bypassed.
  public abstract boolean isBypassed(NodeName name);

  /// What a node that is done again and again can read about itself.
  public Value loop(LoopName name, PropertyPath path) {
    throw new IllegalStateException("'%s' is read outside of a loop".formatted(name.word()));
  }

  /// The value that a binding gives. A connection gives its name.
  ///
  /// @throws Properties.NoSuchProperty if a path leads nowhere
  /// @throws TemplateRenderException if a condition asks for something that can't be done
  public final Value of(Binding binding) {
    return switch (binding) {
      case Binding.Literal(var value) -> value;
      case Binding.FromInput(var input, var path) -> input(input, path);
      case Binding.FromNode(var node, var path) -> node(node, path);
      case Binding.OfConnection(var connection) -> Value.of(connection);
      case Binding.FromLoop(var name, var path) -> loop(name, path);
      case Binding.Computed computed -> holds(computed) ? Value.Bool.TRUE : Value.Bool.FALSE;
      case Binding.Joined joined -> join(joined);
      case Binding.Items items -> list(items);
      case Binding.Fields fields -> mapping(fields);
    };
  }

  /// A part that is not there is undefined in a condition.
  private boolean holds(Binding.Computed computed) {
    var values = new LinkedHashMap<String, Value>();
    computed
        .variables()
        .forEach((name, binding) -> {
          try {
            values.put(name, of(binding));
          } catch (Properties.NoSuchProperty nowhere) {
            values.remove(name);
          }
        });
    return computed.condition().holds(values);
  }

  private Value join(Binding.Joined joined) {
    var text = new StringBuilder();
    joined.parts().forEach(part -> text.append(PythonText.str(of(part))));
    return Value.of(text.toString());
  }

  private Value list(Binding.Items items) {
    var values = new ArrayList<Value>(items.items().size());
    items.items().forEach(item -> values.add(of(item)));
    return new Value.Sequence(values);
  }

  private Value mapping(Binding.Fields fields) {
    var values = new LinkedHashMap<String, Value>();
    fields.fields().forEach((key, field) -> values.put(key, of(field)));
    return new Value.Mapping(values);
  }
}
