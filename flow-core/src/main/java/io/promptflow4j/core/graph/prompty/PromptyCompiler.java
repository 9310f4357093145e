package io.promptflow4j.core.graph.prompty;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.prompty.PromptyText;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.CallForm;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.LlmStyle;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.node.FlowFiles;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.template.chat.ChatPrompt;
import io.promptflow4j.core.value.MessageFormat;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Compiles a prompty to a graph of one model node, named after the file. One use, one thread.
public final class PromptyCompiler {

  private static final String OUTPUT = "output";
  private static final String DEPLOYMENT = "deployment_name";

  private final FlowDefinition definition;
  private final Nodeless.Prompty prompty;
  private final FlowFiles files;
  private final Map<String, Map<String, String>> overrides;
  private final Diagnostics diagnostics;
  private final NodeName name;

  /// @param overrides node to field to value, bound from outside
  public PromptyCompiler(
      FlowDefinition definition,
      Nodeless.Prompty prompty,
      FlowFiles files,
      Map<String, Map<String, String>> overrides,
      Diagnostics diagnostics) {
    this.definition = definition;
    this.prompty = prompty;
    this.files = files;
    this.overrides = overrides;
    this.diagnostics = diagnostics;
    this.name = nodeName(definition);
  }

  /// The name of the one node: the file's, with `_` for what a node's name can't hold.
  public static NodeName nodeName(FlowDefinition definition) {
    String stem = PromptyText.stem(definition.place().file());
    return new NodeName(stem.replaceAll("[^\\p{L}\\p{N}_]", "_"));
  }

  /// What messages call the connection that stands in the prompty itself.
  public static String connectionName(FlowDefinition definition) {
    return nodeName(definition) + ".prompty";
  }

  /// The graph; empty if there are mistakes, which are then among the findings.
  public Optional<FlowGraph> compile(List<FlowInput> inputs, Optional<ChatRoles> chat) {
    checkOverrides();
    ModelApi api = prompty.api().flatMap(one -> ModelApi.named(one.value())).orElse(ModelApi.CHAT);
    boolean chats = api == ModelApi.CHAT;
    var path = new Located<>(definition.place().file(), prompty.place());
    Optional<Template> template = files.template(path);
    template.ifPresent(filled -> checkVariables(filled, inputs));
    Optional<Template> shown = chats ? files.visionTemplate(path) : template;
    if (chats) {
      shown.ifPresent(this::reportEarlyText);
    }
    var variables = new LinkedHashSet<String>();
    inputs.forEach(input -> variables.add(input.name()));
    SequencedMap<String, Binding> bindings = bindings(inputs);
    return template
        .flatMap(_ -> shown)
        .map(filled -> {
          var head =
              new Node.Head(
                  name, bindings, Optional.empty(), false, Optional.of(path.value()), path.place());
          LlmStyle style = style();
          var node = new Node.Llm(head, filled, api, connection(), variables, chats, style);
          return graph(inputs, chat, node, style);
        });
  }

  private FlowGraph graph(
      List<FlowInput> inputs, Optional<ChatRoles> chat, Node.Llm node, LlmStyle style) {
    return new FlowGraph(
        text(definition.name()).orElse(PromptyText.stem(definition.place().file())),
        text(definition.description()).orElse(""),
        inputs,
        style.json() && !style.keys().isEmpty() ? keys() : List.of(wholeOutput()),
        List.of(node),
        chat,
        new LinkedHashMap<>(),
        MessageFormat.BASIC,
        List.of(),
        new CallForm(true, style.json(), true, prompty.sample()));
  }

  private FlowOutput wholeOutput() {
    return output(OUTPUT, ValueType.ANY, PropertyPath.WHOLE, "");
  }

  private List<FlowOutput> keys() {
    return definition.outputs().stream().map(this::key).toList();
  }

  private FlowOutput key(OutputDefinition definition) {
    return output(
        definition.name().value(),
        definition.type().flatMap(type -> ValueType.named(type.value())).orElse(ValueType.ANY),
        new PropertyPath(
            List.of(new PropertyPath.Step.Key(definition.name().value())),
            "." + definition.name().value()),
        text(definition.description()).orElse(""));
  }

  private FlowOutput output(String key, ValueType type, PropertyPath path, String description) {
    return new FlowOutput(key, type, new Binding.FromNode(name, path), description, false);
  }

  private LlmStyle style() {
    boolean whole = prompty.response().map(Located::value).filter("all"::equals).isPresent();
    boolean json = !whole && asksForJson();
    return new LlmStyle(
        true,
        whole,
        json,
        definition.outputs().stream().map(output -> output.name().value()).distinct().toList());
  }

  private boolean asksForJson() {
    for (Written.Field field : prompty.parameters()) {
      if (field.key().value().equals("response_format")) {
        Value format = field.content().value();
        Value type = format instanceof Value.Mapping mapping ? mapping.get("type") : format;
        return type instanceof Value.Text(var text)
            && (text.equals("json_object") || text.equals("json_schema"));
      }
    }
    return false;
  }

  private SequencedMap<String, Binding> bindings(List<FlowInput> inputs) {
    var bindings = new LinkedHashMap<String, Binding>();
    prompty
        .deployment()
        .ifPresent(model -> bindings.put(DEPLOYMENT, new Binding.Literal(Value.of(model.value()))));
    for (Written.Field field : prompty.parameters()) {
      bindings.put(field.key().value(), new Binding.Literal(field.content().value()));
    }
    bound()
        .forEach((field, value) -> {
          if (!field.equals("connection")) {
            String parameter = field.equals("model") ? DEPLOYMENT : field;
            bindings.put(parameter, new Binding.Literal(Value.of(value)));
          }
        });
    for (InputDefinition input : definition.inputs()) {
      if (bindings.containsKey(input.name().value())) {
        diagnostics.error(
            "reserved-variable",
            input.name().place(),
            "the input '%s' has the name of a parameter of the model, so only one of the two can be told; rename the input here and in the template."
                .formatted(Shown.name(input.name().value())));
      }
    }
    for (FlowInput input : inputs) {
      bindings.putIfAbsent(input.name(), new Binding.FromInput(input.name(), PropertyPath.WHOLE));
    }
    return bindings;
  }

  private Map<String, String> bound() {
    return overrides.getOrDefault(name.value(), Map.of());
  }

  private Optional<String> connection() {
    return Optional.ofNullable(bound().get("connection"))
        .or(() -> prompty.connection().map(Located::value))
        .or(() ->
            prompty.configuration().isEmpty()
                ? Optional.empty()
                : Optional.of(connectionName(definition)));
  }

  private void checkOverrides() {
    overrides.forEach((node, fields) -> {
      if (!node.equals(name.value())) {
        diagnostics.error(
            "unknown-override",
            definition.place(),
            "'%s' is to be bound for node '%s', but the only node of this prompty is '%s'."
                .formatted(
                    Shown.name(String.join("', '", fields.keySet())),
                    Shown.name(node),
                    name.value()));
      }
    });
  }

  private void checkVariables(Template template, List<FlowInput> inputs) {
    var supplied = new LinkedHashSet<String>();
    inputs.forEach(input -> supplied.add(input.name()));
    var read = new LinkedHashSet<String>();
    for (TemplateVariable variable : template.variables()) {
      read.add(variable.name());
      if (!variable.optional() && !supplied.contains(variable.name())) {
        diagnostics.warning(
            "unsupplied-variable",
            files.shown(variable.place()),
            "the template reads '%s', which is no input, so nothing is printed there; add it to 'inputs'.%s"
                .formatted(
                    Shown.name(variable.name()),
                    Suggestion.closest(variable.name(), supplied)
                        .map(" The input '%s' may be meant."::formatted)
                        .orElse("")));
      }
    }
    reportUnused(read);
  }

  private void reportUnused(Set<String> read) {
    for (InputDefinition input : definition.inputs()) {
      if (!read.contains(input.name().value())) {
        diagnostics.hint(
            "unused-node-input",
            input.name().place(),
            "the template does not read the input '%s'; use it there or remove it."
                .formatted(Shown.name(input.name().value())));
      }
    }
  }

  private void reportEarlyText(Template template) {
    ChatPrompt.textBeforeRole(template.beginning())
        .ifPresent(early ->
            diagnostics.add(
                new Diagnostic(
                    early.certain() ? Severity.ERROR : Severity.WARNING,
                    "text-before-role",
                    files.shown(template.beginning().placeAt(early.offset())),
                    "the template is no chat: %s".formatted(early.message()))));
  }

  private static Optional<String> text(Optional<Located<String>> written) {
    return written.map(Located::value).filter(text -> !text.isBlank());
  }
}
