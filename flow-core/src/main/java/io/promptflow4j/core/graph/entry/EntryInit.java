package io.promptflow4j.core.graph.entry;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What sets the class of an entry up: values told from outside, else those of the flow file, else
/// the code's own. Where a required one is missing, the sample's values are used as a whole.
final class EntryInit {

  private static final String INIT = "init";

  private final FlowDefinition definition;
  private final Nodeless.Entry entry;
  private final NodeName name;
  private final Diagnostics diagnostics;

  EntryInit(
      FlowDefinition definition, Nodeless.Entry entry, NodeName name, Diagnostics diagnostics) {
    this.definition = definition;
    this.entry = entry;
    this.name = name;
    this.diagnostics = diagnostics;
  }

  SequencedMap<String, Binding> bindings(
      ToolSignature signature, Map<String, Map<String, String>> told) {
    List<ToolParameter> parameters =
        signature.parameters().stream().filter(ToolParameter::setUp).toList();
    var values = new LinkedHashMap<String, Value>();
    defaults().forEach(values::put);
    told(parameters, told).forEach(values::put);
    if (parameters.stream().anyMatch(one -> isMissing(one, values))) {
      entry.sampleInit().entries().forEach(values::putIfAbsent);
    }
    var bindings = new LinkedHashMap<String, Binding>();
    for (ToolParameter parameter : parameters) {
      Value value = values.get(parameter.name());
      if (value != null) {
        bindings.put(parameter.name(), binding(parameter, value));
      } else if (parameter.required()) {
        reportMissing(parameter);
      }
    }
    return bindings;
  }

  private static boolean isMissing(ToolParameter parameter, Map<String, Value> values) {
    return parameter.required() && !values.containsKey(parameter.name());
  }

  private SequencedMap<String, Value> defaults() {
    var defaults = new LinkedHashMap<String, Value>();
    for (InputDefinition one : entry.init()) {
      one.defaultValue()
          .map(Written::value)
          .filter(value -> !(value instanceof Value.Null))
          .ifPresent(value -> defaults.put(one.name().value(), value));
    }
    return defaults;
  }

  private SequencedMap<String, Value> told(
      List<ToolParameter> parameters, Map<String, Map<String, String>> told) {
    List<String> names = parameters.stream().map(ToolParameter::name).toList();
    var values = new LinkedHashMap<String, Value>();
    told.forEach((node, fields) -> {
      if (!node.equals(INIT) && !node.equals(name.value())) {
        fields.keySet().forEach(field -> reportUnknown(node + "." + field, List.of()));
        return;
      }
      fields.forEach((field, text) -> {
        if (names.contains(field)) {
          values.put(field, Value.of(text));
        } else {
          reportUnknown(field, names);
        }
      });
    });
    return values;
  }

  private void reportUnknown(String field, List<String> names) {
    diagnostics.error(
        "unknown-override",
        definition.place(),
        "'%s' is to be set, but '%s' is set up with %s.%s"
            .formatted(
                field,
                entry.entry().value(),
                names.isEmpty() ? "nothing" : "'" + String.join("', '", names) + "'",
                Suggestion.didYouMean(field, names)));
  }

  private Binding binding(ToolParameter parameter, Value value) {
    if (parameter.takesConnection() && value instanceof Value.Text(var connection)) {
      return new Binding.OfConnection(connection);
    }
    Optional<InputDefinition> written =
        entry.init().stream()
            .filter(one -> one.name().value().equals(parameter.name()))
            .findFirst();
    ValueType type =
        written
            .flatMap(InputDefinition::type)
            .flatMap(one -> ValueType.named(one.value()))
            .orElseGet(() -> EntryCompiler.type(parameter));
    return new Binding.Literal(
        Coercion.to(type, data(value)) instanceof Coercion.Fits(var fitting) ? fitting : value);
  }

  /// A mapping or list that was told as JSON text.
  private static Value data(Value value) {
    if (value instanceof Value.Text(var text) && text.strip().matches("(?s)[{\\[].*")) {
      try {
        return Json.read(text);
      } catch (JsonSyntaxException _) {
        return value;
      }
    }
    return value;
  }

  private void reportMissing(ToolParameter parameter) {
    diagnostics.warning(
        "missing-init",
        entry.entry().place(),
        "'%s' is set up with '%s', which nobody gives; give it with '--init %s=…', or give it a default below 'init'."
            .formatted(entry.entry().value(), parameter.name(), parameter.name()));
  }
}
