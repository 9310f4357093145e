package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateBeginning;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.template.chat.ChatPrompt;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Compiles `llm` nodes: a template, a connection, and inputs that are either variables of the
/// template or parameters of the model.
final class LlmCompiler {

  private static final List<String> PROVIDERS =
      List.of("AzureOpenAI", "OpenAI", "Serverless", "ServerlessConnection");

  private final FlowFiles files;
  private final Literals literals;
  private final Diagnostics diagnostics;

  LlmCompiler(FlowFiles files, Literals literals, Diagnostics diagnostics) {
    this.files = files;
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  Optional<Node> compile(NodeDraft draft) {
    Optional<ModelApi> api = api(draft);
    reportProvider(draft);
    reportConnection(draft);
    var parameters = LlmParameters.of(api.orElse(ModelApi.CHAT));
    return compile(draft, api.orElse(ModelApi.CHAT), draft.connection(), parameters, false)
        .filter(_ -> api.isPresent());
  }

  /// A model node whose interface and connection are known.
  Optional<Node> compile(
      NodeDraft draft,
      ModelApi api,
      Optional<String> connection,
      LlmParameters parameters,
      boolean vision) {
    Optional<Located<String>> path = PromptCompiler.templatePath(draft, files, diagnostics);
    Optional<Template> template = path.flatMap(files::template);
    Set<String> read = template.map(PromptCompiler::variableNames).orElse(Set.of());
    var variables = new HashSet<String>();
    var bindings = bindings(draft, parameters, read, variables);
    if (template.isEmpty()) {
      return Optional.empty();
    }
    reportClashes(draft, template.get(), parameters);
    PromptCompiler.checkVariables(draft, template.get(), files, diagnostics);
    reportUnused(draft, read, variables);
    reportModel(draft, bindings);
    if (!vision && api == ModelApi.CHAT) {
      path.flatMap(files::text).ifPresent(text -> reportPictures(draft, text));
    }
    Node.Head head = draft.head(bindings, path.map(Located::value));
    Optional<Template> shown = vision ? path.flatMap(files::visionTemplate) : template;
    if (api == ModelApi.CHAT) {
      shown.ifPresent(filled -> reportEarlyText(draft, filled.beginning()));
    }
    return shown.map(filled -> new Node.Llm(head, filled, api, connection, variables, vision));
  }

  private Optional<ModelApi> api(NodeDraft draft) {
    String name = Shown.name(draft.name().value());
    Optional<Located<String>> written = draft.definition().api();
    if (written.isEmpty()) {
      diagnostics.error(
          "missing-api",
          draft.place(),
          "node '%s' does not say which api it calls; add 'api: chat' or 'api: completion'."
              .formatted(name));
      return Optional.empty();
    }
    Optional<ModelApi> api = ModelApi.named(written.get().value());
    if (api.isEmpty()) {
      diagnostics.error(
          "unknown-api",
          written.get().place(),
          "node '%s' has the unknown api '%s'; expected 'chat' or 'completion'.%s"
              .formatted(
                  name,
                  Shown.name(written.get().value()),
                  Suggestion.didYouMean(written.get().value(), List.of("chat", "completion"))));
    }
    return api;
  }

  private void reportProvider(NodeDraft draft) {
    draft
        .definition()
        .provider()
        .filter(provider -> !PROVIDERS.contains(provider.value()))
        .ifPresent(provider ->
            diagnostics.warning(
                "unknown-provider",
                provider.place(),
                "node '%s' has the unknown provider '%s'; it is ignored, since the connection decides. Remove it.%s"
                    .formatted(
                        Shown.name(draft.name().value()),
                        Shown.name(provider.value()),
                        Suggestion.didYouMean(provider.value(), PROVIDERS))));
  }

  /// A list or a mapping where a name belongs is reported where it is read.
  private void reportConnection(NodeDraft draft) {
    boolean isReported =
        draft.definition().connection().filter(one -> !(one instanceof Written.Scalar)).isPresent();
    Place place =
        draft.definition().connection().map(written -> written.place()).orElse(draft.place());
    String name = Shown.name(draft.name().value());
    if (draft.connection().filter(text -> text.contains("${")).isPresent()) {
      diagnostics.hint(
          "looks-like-reference",
          place,
          "the connection of node '%s' is a name; what looks like a reference in it stays text. Write a name, or give another one with '--connection %s.connection=NAME'."
              .formatted(name, name));
    }
    if (draft.connection().isPresent() || isReported) {
      return;
    }
    diagnostics.warning(
        "missing-connection-name",
        place,
        "node '%s' names no connection; write 'connection: NAME', or give one with '--connection %s.connection=NAME'."
            .formatted(name, name));
  }

  private SequencedMap<String, Binding> bindings(
      NodeDraft draft, LlmParameters parameters, Set<String> read, Set<String> variables) {
    var bindings = new LinkedHashMap<String, Binding>();
    for (NodeDraft.Input input : draft.inputs()) {
      Optional<ValueType> type = parameters.type(input.name(), read.contains(input.name()));
      if (type.isEmpty()) {
        variables.add(input.name());
      }
      Optional<Binding> binding = input.binding();
      if (binding.isPresent() && binding.get() instanceof Binding.Literal(var value)) {
        literal(draft, input, value, type).ifPresent(done -> bindings.put(input.name(), done));
      } else {
        binding.ifPresent(reference -> bindings.put(input.name(), reference));
      }
    }
    variables.retainAll(bindings.keySet());
    return bindings;
  }

  private Optional<Binding> literal(
      NodeDraft draft, NodeDraft.Input input, Value value, Optional<ValueType> parameter) {
    if (Literals.isBlank(value)) {
      return Optional.empty();
    }
    if (parameter.isPresent() && isLeftOpen(input.name(), value)) {
      return Optional.empty();
    }
    return switch (literals.coerce(parameter.orElse(ValueType.ANY), value)) {
      case Coercion.Fits(var fitting) -> Optional.of(new Binding.Literal(fitting));
      case Coercion.Refused(var why) -> {
        if (parameter.isPresent() && input.name().equals("stop")) {
          yield Optional.of(new Binding.Literal(Value.of(List.of(value))));
        }
        if (parameter.isEmpty()) {
          yield Optional.of(new Binding.Literal(value));
        }
        diagnostics.error(
            "bad-model-parameter",
            input.value(),
            "'%s' of node '%s' has to be %s, but %s."
                .formatted(
                    input.name(),
                    Shown.name(draft.name().value()),
                    expected(parameter.get()),
                    why));
        yield Optional.empty();
      }
    };
  }

  /// `max_tokens: inf` is how prompt flow's own editor writes "no limit".
  private static boolean isLeftOpen(String input, Value value) {
    return input.equals("max_tokens")
        && switch (value) {
          case Value.Text(var text) -> text.strip().toLowerCase(Locale.ROOT).equals("inf");
          case Value.Decimal(var number) -> Double.isInfinite(number);
          default -> false;
        };
  }

  private static String expected(ValueType type) {
    return switch (type) {
      case INT -> "a whole number";
      case DOUBLE -> "a number";
      case BOOL -> "true or false";
      case LIST -> "a list";
      case OBJECT -> "a mapping or a text";
      case STRING, SECRET, PROMPT_TEMPLATE, FILE_PATH, IMAGE, ASSISTANT_DEFINITION, ANY -> "a text";
    };
  }

  private void reportClashes(NodeDraft draft, Template template, LlmParameters parameters) {
    for (TemplateVariable variable : template.variables()) {
      Place place = files.shown(variable.place());
      String name = Shown.name(draft.name().value());
      switch (parameters.clash(variable.name())) {
        case NONE -> {}
        case POSSIBLE ->
            diagnostics.warning(
                "reserved-variable",
                place,
                "the prompt of node '%s' reads the variable '%s', which is a parameter of some models; rename it here and in the node's inputs."
                    .formatted(name, variable.name()));
        case CERTAIN ->
            diagnostics.error(
                "reserved-variable",
                place,
                "the prompt of node '%s' reads the variable '%s', but that input is a parameter of the model and never reaches the prompt; rename it here and in the node's inputs."
                    .formatted(name, variable.name()));
      }
    }
  }

  private void reportUnused(NodeDraft draft, Set<String> read, Set<String> variables) {
    for (NodeDraft.Input input : draft.inputs()) {
      if (variables.contains(input.name()) && !read.contains(input.name())) {
        diagnostics.hint(
            "unused-node-input",
            input.key(),
            "neither the prompt of node '%s' nor the model reads its input '%s'; use it in the template or remove it."
                .formatted(Shown.name(draft.name().value()), Shown.name(input.name())));
      }
    }
  }

  private void reportPictures(NodeDraft draft, SourceText template) {
    for (int link : ChatPrompt.pictureLinks(template.text())) {
      diagnostics.hint(
          "picture-as-text",
          files.shown(template.placeAt(link)),
          "the prompt of node '%s' links a picture, but an llm node sends its text alone; to show it, write 'type: custom_llm' and 'source: {type: package_with_prompt, tool: promptflow.tools.llm_vision.llm_vision, path: FILE}'."
              .formatted(Shown.name(draft.name().value())));
    }
  }

  private void reportEarlyText(NodeDraft draft, TemplateBeginning beginning) {
    ChatPrompt.textBeforeRole(beginning)
        .ifPresent(early ->
            diagnostics.add(
                new Diagnostic(
                    early.certain() ? Severity.ERROR : Severity.WARNING,
                    "text-before-role",
                    files.shown(beginning.placeAt(early.offset())),
                    "the prompt of node '%s' is no chat: %s"
                        .formatted(Shown.name(draft.name().value()), early.message()))));
  }

  private void reportModel(NodeDraft draft, SequencedMap<String, Binding> bindings) {
    boolean given =
        bindings.containsKey("deployment_name")
            || bindings.containsKey("model")
            || draft.inputs().stream()
                .anyMatch(input ->
                    input.binding().isEmpty()
                        && (input.name().equals("deployment_name")
                            || input.name().equals("model")));
    if (!given) {
      diagnostics.hint(
          "missing-model-name",
          draft.place(),
          "node '%s' names no model; unless its connection or PF_MODEL does, add the input 'deployment_name' or 'model'."
              .formatted(Shown.name(draft.name().value())));
    }
  }
}
