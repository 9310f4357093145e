package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.remote.Services;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.Toolbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Compiles the nodes of one flow, each by its `type`. All tools are looked up at once, so that a
/// flow with many Python files starts one process and not many.
public final class NodeCompiler {

  private static final List<String> TYPES =
      List.of(
          "llm",
          "prompt",
          "python",
          "java",
          "flow",
          "switch",
          "http",
          "mcp",
          "custom_llm",
          "csharp");

  private final Diagnostics diagnostics;
  private final PromptCompiler prompts;
  private final LlmCompiler models;
  private final CustomLlmCompiler customModels;
  private final ToolLookups lookups;
  private final ToolNodeCompiler tools;
  private final FlowNodeCompiler flows;
  private final ServiceNodeCompiler services;

  public NodeCompiler(
      List<NodeDraft> drafts,
      FlowFiles files,
      Toolbox toolbox,
      SubFlows subFlows,
      Services services,
      Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    var literals = new Literals(files.folder());
    this.lookups = ToolLookups.of(drafts, files, toolbox, diagnostics);
    this.prompts = new PromptCompiler(files, literals, diagnostics);
    this.models = new LlmCompiler(files, literals, diagnostics);
    this.tools = new ToolNodeCompiler(lookups, literals, diagnostics);
    this.flows = new FlowNodeCompiler(files, subFlows, literals, diagnostics);
    this.services = new ServiceNodeCompiler(services, files, literals, diagnostics);
    this.customModels = new CustomLlmCompiler(files, models, tools, diagnostics);
  }

  /// The finished node; empty if it has mistakes, which are then among the findings.
  public Optional<Node> compile(NodeDraft draft) {
    lookups.reportSource(draft);
    reportModule(draft);
    if (draft.definition().type().isEmpty()) {
      diagnostics.error(
          "missing-type",
          draft.place(),
          "node '%s' has no type; add 'type: llm', 'prompt', 'python' or 'java'."
              .formatted(Shown.name(draft.name().value())));
      return Optional.empty();
    }
    Located<String> type = draft.definition().type().get();
    return switch (type.value()) {
      case "prompt" -> prompts.compile(draft);
      case "llm" -> models.compile(draft);
      case "custom_llm" -> customModels.compile(draft);
      case "python", "java" -> tools.compile(draft);
      case "flow" -> flows.compile(draft);
      case "switch" -> choice(draft);
      case "http" -> services.http(draft);
      case "mcp" -> services.mcp(draft);
      default -> unknown(draft, type);
    };
  }

  /// A node whose inputs are the value that decides and what each branch gives.
  private static Optional<Node> choice(NodeDraft draft) {
    var bindings = draft.bindings();
    var cases = new LinkedHashMap<String, NodeName>();
    Optional<NodeName> otherwise = Optional.empty();
    for (var input : bindings.entrySet()) {
      if (input.getValue() instanceof Binding.FromNode(var node, _)) {
        if (input.getKey().equals(Node.Choice.DEFAULT)) {
          otherwise = Optional.of(node);
        } else if (input.getKey().startsWith(Node.Choice.CASE)) {
          cases.put(input.getKey().substring(Node.Choice.CASE.length()), node);
        }
      }
    }
    return bindings.containsKey(Node.Choice.VALUE)
        ? Optional.of(new Node.Choice(draft.head(bindings, Optional.empty()), cases, otherwise))
        : Optional.empty();
  }

  private Optional<Node> unknown(NodeDraft draft, Located<String> type) {
    String name = Shown.name(draft.name().value());
    if (type.value().equals("csharp")) {
      diagnostics.error(
          "unsupported-node",
          type.place(),
          "node '%s' is a C# node, which needs .NET and can't run here; write it as a python or java node."
              .formatted(name));
      return Optional.empty();
    }
    String similar = Suggestion.didYouMean(type.value(), TYPES);
    diagnostics.error(
        "unknown-type",
        type.place(),
        "node '%s' has the unknown type '%s'; expected llm, prompt, python, java, flow, switch, http, mcp or custom_llm.%s"
            .formatted(name, Shown.name(type.value()), similar));
    return Optional.empty();
  }

  /// The original imports `module` while it loads the flow. Those of prompt flow's own tools are
  /// built in here; others may exist in the user's environment and are nothing to us.
  private void reportModule(NodeDraft draft) {
    draft
        .definition()
        .module()
        .filter(module -> isUnknownModule(module.value()))
        .ifPresent(module ->
            diagnostics.error(
                "unknown-module",
                module.place(),
                "node '%s' names the module '%s', which prompt flow does not have; remove 'module'.%s"
                    .formatted(
                        Shown.name(draft.name().value()),
                        Shown.name(module.value()),
                        Suggestion.didYouMean(module.value(), BUILT_IN_MODULES))));
  }

  private static final String BUILT_IN = "promptflow.tools.";

  private static final List<String> BUILT_IN_MODULES =
      List.of(
          "promptflow.tools.aoai",
          "promptflow.tools.aoai_gpt4v",
          "promptflow.tools.azure_content_safety",
          "promptflow.tools.azure_detect",
          "promptflow.tools.azure_form_recognizer",
          "promptflow.tools.azure_language_detector",
          "promptflow.tools.azure_translator",
          "promptflow.tools.common",
          "promptflow.tools.embedding",
          "promptflow.tools.llm",
          "promptflow.tools.llm_vision",
          "promptflow.tools.open_model_llm",
          "promptflow.tools.open_source_llm",
          "promptflow.tools.openai",
          "promptflow.tools.openai_gpt4v",
          "promptflow.tools.serpapi",
          "promptflow.tools.template_rendering");

  private static boolean isUnknownModule(String module) {
    return module.startsWith(BUILT_IN) && !BUILT_IN_MODULES.contains(module);
  }
}
