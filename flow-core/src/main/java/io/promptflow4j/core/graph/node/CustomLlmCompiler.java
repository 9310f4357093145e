package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.PythonText;
import java.util.ArrayList;
import java.util.Optional;

/// Compiles `custom_llm` nodes: package tools with a prompt file. The original's own model tools
/// become model nodes; any other tool gets the template's text as its prompt parameter.
final class CustomLlmCompiler {

  private final FlowFiles files;
  private final LlmCompiler models;
  private final ToolNodeCompiler tools;
  private final Diagnostics diagnostics;

  CustomLlmCompiler(
      FlowFiles files, LlmCompiler models, ToolNodeCompiler tools, Diagnostics diagnostics) {
    this.files = files;
    this.models = models;
    this.tools = tools;
    this.diagnostics = diagnostics;
  }

  /// What prompt flow's own tools are here.
  enum BuiltIn {
    MODEL,
    VISION,
    OPEN_MODEL,
    NONE;

    static BuiltIn of(String tool) {
      return switch (tool) {
        case "promptflow.tools.llm.llm" -> MODEL;
        case "promptflow.tools.aoai_gpt4v.AzureOpenAI.chat",
            "promptflow.tools.openai_gpt4v.OpenAI.chat",
            "promptflow.tools.llm_vision.llm_vision" ->
            VISION;
        case "promptflow.tools.open_model_llm.OpenModelLLM.call",
            "promptflow.tools.open_source_llm.OpenSourceLLM.call" ->
            OPEN_MODEL;
        default -> NONE;
      };
    }
  }

  Optional<Node> compile(NodeDraft draft) {
    Optional<Located<String>> tool = ToolLookups.packageTool(draft);
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    return switch (BuiltIn.of(tool.get().value())) {
      case MODEL -> {
        ModelApi api = api(draft);
        yield model(draft, api, LlmParameters.of(api), false);
      }
      case VISION -> model(draft, ModelApi.CHAT, LlmParameters.ofVision(), true);
      case OPEN_MODEL -> openModel(draft);
      case NONE -> withPrompt(draft);
    };
  }

  private Optional<Node> model(
      NodeDraft draft, ModelApi api, LlmParameters parameters, boolean vision) {
    Optional<String> connection = draft.connection().or(() -> literal(draft, "connection"));
    reportConnection(draft, connection);
    return models.compile(without(draft), api, connection, parameters, vision);
  }

  private void reportConnection(NodeDraft draft, Optional<String> connection) {
    if (connection.isEmpty()) {
      String name = Shown.name(draft.name().value());
      diagnostics.warning(
          "missing-connection-name",
          draft.place(),
          "node '%s' names no connection; add the input 'connection: NAME', or give one with '--connection %s.connection=NAME'."
              .formatted(name, name));
    }
  }

  private Optional<Node> openModel(NodeDraft draft) {
    Optional<String> endpoint = literal(draft, OpenModelInputs.ENDPOINT);
    if (endpoint.filter(OpenModelInputs::isNowhere).isPresent()) {
      diagnostics.error(
          "unknown-endpoint",
          draft.inputs().stream()
              .filter(input -> input.name().equals(OpenModelInputs.ENDPOINT))
              .findFirst()
              .map(NodeDraft.Input::value)
              .orElse(draft.place()),
          "node '%s' has the endpoint '%s'; expected 'connection/NAME', 'localConnection/NAME', 'serverlessEndpoint/NAME' or 'onlineEndpoint/NAME'."
              .formatted(Shown.name(draft.name().value()), Shown.name(endpoint.get())));
      return Optional.empty();
    }
    ModelApi api = api(draft);
    Optional<String> connection =
        draft
            .connection()
            .or(() -> literal(draft, "connection"))
            .or(() -> endpoint.map(OpenModelInputs::connection));
    reportConnection(draft, connection);
    NodeDraft inputs = OpenModelInputs.of(without(draft));
    return models.compile(inputs, api, connection, LlmParameters.ofOpenModel(), false);
  }

  private ModelApi api(NodeDraft draft) {
    Optional<String> written = literal(draft, "api");
    Optional<ModelApi> api = written.flatMap(ModelApi::named);
    if (written.isPresent() && api.isEmpty()) {
      diagnostics.error(
          "unknown-api",
          draft.inputs().stream()
              .filter(input -> input.name().equals("api"))
              .findFirst()
              .map(NodeDraft.Input::value)
              .orElse(draft.place()),
          "node '%s' has the unknown api '%s'; expected 'chat' or 'completion'."
              .formatted(Shown.name(draft.name().value()), Shown.name(written.get())));
    }
    return api.orElse(ModelApi.CHAT);
  }

  private static Optional<String> literal(NodeDraft draft, String input) {
    for (NodeDraft.Input one : draft.inputs()) {
      if (one.name().equals(input)
          && one.binding().orElse(null) instanceof Binding.Literal(var value)
          && !Literals.isBlank(value)) {
        return Optional.of(PythonText.str(value));
      }
    }
    return Optional.empty();
  }

  private static NodeDraft without(NodeDraft draft) {
    var rest = new ArrayList<>(draft.inputs());
    rest.removeIf(input -> input.name().equals("connection") || input.name().equals("api"));
    return draft.withInputs(rest);
  }

  private Optional<Node> withPrompt(NodeDraft draft) {
    Optional<Located<String>> path = PromptCompiler.templatePath(draft, files, diagnostics);
    Optional<SourceText> prompt = path.flatMap(files::text);
    // The template is checked here, since the tool only sees it when it runs.
    Optional<?> checked = path.flatMap(files::template);
    Optional<Node> node = tools.compile(draft, prompt.map(SourceText::text));
    return node.filter(_ -> checked.isPresent());
  }
}
