package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.node.ToolLookups.Named;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Compiles nodes that call a tool: every input against the tool's signature.
final class ToolNodeCompiler {

  private final ToolLookups lookups;
  private final Literals literals;
  private final Diagnostics diagnostics;

  ToolNodeCompiler(ToolLookups lookups, Literals literals, Diagnostics diagnostics) {
    this.lookups = lookups;
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  Optional<Node> compile(NodeDraft draft) {
    return lookups
        .find(draft)
        .map(named -> {
          ToolSignature signature = named.tool().signature();
          var bindings = bindings(draft, signature, named);
          reportMissing(draft, signature, named, bindings);
          return new Node.ToolNode(draft.head(bindings, named.file()), named.tool());
        });
  }

  /// A tool whose prompt parameter gets the text of the node's template.
  Optional<Node> compile(NodeDraft draft, Optional<String> prompt) {
    Optional<Named> named = lookups.find(draft);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    ToolSignature signature = named.get().tool().signature();
    Optional<ToolParameter> parameter =
        signature.parameters().stream()
            .filter(one -> firstType(one) == ValueType.PROMPT_TEMPLATE)
            .findFirst();
    if (parameter.isEmpty()) {
      diagnostics.error(
          "wrong-tool-source",
          named.get().place(),
          "the tool '%s' of node '%s' takes no prompt, so it can't be a custom_llm node; write 'type: python' and 'source: {type: package}'."
              .formatted(named.get().name(), Shown.name(draft.name().value())));
      return Optional.empty();
    }
    var bindings = bindings(draft, signature, named.get());
    prompt.ifPresent(
        text -> bindings.put(parameter.get().name(), new Binding.Literal(Value.of(text))));
    if (prompt.isPresent()) {
      reportMissing(draft, signature, named.get(), bindings);
    }
    return Optional.of(
        new Node.ToolNode(draft.head(bindings, named.get().file()), named.get().tool()));
  }

  private SequencedMap<String, Binding> bindings(
      NodeDraft draft, ToolSignature signature, Named named) {
    Map<String, ToolParameter> parameters = byName(signature);
    var bindings = new LinkedHashMap<String, Binding>();
    for (NodeDraft.Input input : draft.inputs()) {
      ToolParameter parameter = parameters.get(input.name());
      if (parameter == null && !signature.acceptsMore()) {
        reportUnknown(draft, input, parameters.keySet(), named);
      } else if (parameter != null && firstType(parameter) == ValueType.ASSISTANT_DEFINITION) {
        reportAssistant(draft, input, named);
      } else if (input.binding().isPresent()) {
        bound(draft, input, Optional.ofNullable(parameter), input.binding().get())
            .ifPresent(binding -> bindings.put(input.name(), binding));
      }
    }
    return bindings;
  }

  private static Map<String, ToolParameter> byName(ToolSignature signature) {
    var parameters = new LinkedHashMap<String, ToolParameter>();
    signature.parameters().forEach(one -> parameters.put(one.name(), one));
    return parameters;
  }

  private Optional<Binding> bound(
      NodeDraft draft, NodeDraft.Input input, Optional<ToolParameter> parameter, Binding binding) {
    if (!(binding instanceof Binding.Literal(var value))) {
      if (parameter.filter(ToolParameter::setUp).isPresent()) {
        diagnostics.error(
            "literal-required",
            input.value(),
            "'%s' of node '%s' sets up its tool before any row is run, so it can't read another node or a flow input; write the value itself."
                .formatted(Shown.name(input.name()), Shown.name(draft.name().value())));
      }
      return Optional.of(binding);
    }
    if (Literals.isBlank(value)) {
      return Optional.empty();
    }
    if (parameter.filter(ToolParameter::takesConnection).isPresent()) {
      return connection(draft, input, value);
    }
    return Optional.of(coerced(draft, input, parameter, value));
  }

  private Optional<Binding> connection(NodeDraft draft, NodeDraft.Input input, Value value) {
    if (value instanceof Value.Text(var name)) {
      return Optional.of(new Binding.OfConnection(name));
    }
    diagnostics.error(
        "wrong-literal-type",
        input.value(),
        "'%s' of node '%s' takes a connection, but %s is not a connection's name; write a text."
            .formatted(
                Shown.name(input.name()),
                Shown.name(draft.name().value()),
                Shown.name(PythonText.repr(value))));
    return Optional.empty();
  }

  private Binding coerced(
      NodeDraft draft, NodeDraft.Input input, Optional<ToolParameter> parameter, Value value) {
    ValueType type = parameter.map(ToolNodeCompiler::firstType).orElse(ValueType.ANY);
    return switch (literals.coerce(type, value)) {
      case Coercion.Fits(var fitting) -> new Binding.Literal(fitting);
      case Coercion.Refused(var why) -> {
        if (type == ValueType.OBJECT && value instanceof Value.Text) {
          yield new Binding.Literal(value); // the original hands broken JSON on as text, too
        }
        diagnostics.error(
            "wrong-literal-type",
            input.value(),
            "'%s' of node '%s' has to be %s, but %s."
                .formatted(
                    Shown.name(input.name()),
                    Shown.name(draft.name().value()),
                    type == ValueType.ANY ? "readable" : type.yamlName(),
                    why));
        yield new Binding.Literal(value);
      }
    };
  }

  /// The type that literals are coerced to. Without a declaration it is `object`, as in the
  /// original: a text that is JSON is read as JSON.
  private static ValueType firstType(ToolParameter parameter) {
    return parameter.types().isEmpty()
        ? ValueType.OBJECT
        : switch (parameter.types().getFirst()) {
          case ToolParameter.Type.OfValue(var type) -> type;
          case ToolParameter.Type.OfConnection _ -> ValueType.ANY;
        };
  }

  private void reportAssistant(NodeDraft draft, NodeDraft.Input input, Named named) {
    diagnostics.error(
        "unsupported-assistant",
        input.value(),
        "'%s' of node '%s' is an assistant for the tool '%s', but assistants are not supported: the service behind them (OpenAI's Assistants API) is retired; use an llm node with 'tools', or call the model in a Python or Java tool."
            .formatted(Shown.name(input.name()), Shown.name(draft.name().value()), named.name()));
  }

  private void reportUnknown(
      NodeDraft draft, NodeDraft.Input input, Set<String> known, Named named) {
    if (input.written().isEmpty()) {
      diagnostics.error(
          "unknown-override",
          input.key(),
          "'%s' is to be bound for node '%s', but its tool '%s' has no such parameter.%s"
              .formatted(
                  Shown.name(input.name()),
                  Shown.name(draft.name().value()),
                  named.name(),
                  Suggestion.didYouMean(input.name(), known)));
      return;
    }
    diagnostics.warning(
        "unknown-parameter",
        input.key(),
        "the tool '%s' of node '%s' has no parameter '%s', so the input is ignored; remove it.%s"
            .formatted(
                named.name(),
                Shown.name(draft.name().value()),
                Shown.name(input.name()),
                Suggestion.didYouMean(input.name(), known)));
  }

  private void reportMissing(
      NodeDraft draft,
      ToolSignature signature,
      Named named,
      SequencedMap<String, Binding> bindings) {
    Set<String> mistaken = new LinkedHashSet<>();
    draft.inputs().stream()
        .filter(input -> input.binding().isEmpty())
        .forEach(input -> mistaken.add(input.name()));
    for (ToolParameter parameter : signature.parameters()) {
      String name = parameter.name();
      boolean left = draft.offered() && !parameter.takesConnection() && !parameter.setUp();
      if (parameter.required()
          && !left
          && !bindings.containsKey(name)
          && !mistaken.contains(name)) {
        reportMissing(draft, parameter, signature, named);
      }
    }
  }

  private void reportMissing(
      NodeDraft draft, ToolParameter parameter, ToolSignature signature, Named named) {
    String node = Shown.name(draft.name().value());
    String name = Shown.name(parameter.name());
    Optional<NodeDraft.Input> written =
        draft.inputs().stream().filter(one -> one.name().equals(parameter.name())).findFirst();
    if (written.isPresent() && wasRefused(written.get())) {
      return;
    }
    String what =
        written.isPresent()
            ? "node '%s' gives nothing for '%s' (an empty value counts as not given), which '%s' in"
                + " '%s' requires"
            : "node '%s' does not give '%s', which '%s' in '%s' requires";
    String remedy =
        parameter.takesConnection()
            ? "; write the name of a connection, or give one with '--connection %s.%s=NAME'."
                .formatted(node, name)
            : "; add it to the node's inputs, or give the parameter a default.";
    diagnostics.error(
        "missing-parameter",
        written.map(NodeDraft.Input::value).orElse(draft.place()),
        what.formatted(node, name, Shown.name(signature.name()), named.name()) + remedy);
  }

  private static boolean wasRefused(NodeDraft.Input input) {
    return input.binding().orElse(null) instanceof Binding.Literal(var value)
        && !Literals.isBlank(value);
  }
}
