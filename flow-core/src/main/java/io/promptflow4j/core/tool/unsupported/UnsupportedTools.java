package io.promptflow4j.core.tool.unsupported;

import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The package tools that came with prompt flow, under ids or in nodes in which they are not run
/// here: what they are, and how an author has them.
public final class UnsupportedTools {

  /// What is said of a package tool that can't be had.
  public static final String UNAVAILABLE = "unavailable-tool";

  private static final String OWN_TOOL =
      "which is not part of Promptflow4j; write it as a Python or Java tool of the flow";

  private static final String SEARCH =
      "which is not part of Promptflow4j; use"
          + " 'promptflow_vectordb.tool.common_index_lookup.search', which runs here on an index"
          + " that 'pf index build' made or on Azure AI Search";

  private static final String VISION =
      withPrompt("promptflow.tools.llm_vision.llm_vision")
          + ", whose prompt shows the picture as ![image]({{picture}})";

  private static String withPrompt(String tool) {
    return "which runs here in a node of type 'custom_llm' with 'source: {type:"
        + " package_with_prompt,"
        + " tool: %s, path: FILE}'".formatted(tool);
  }

  private static String inPython(String tool) {
    return ("which runs here as '%s', in a node of type 'python' with 'source: {type: package,"
            + " tool: %s}'")
        .formatted(tool, tool);
  }

  /// A family of ids.
  ///
  /// @param instead a clause that says what becomes of it here
  private record Known(String prefix, String what, String instead) {

    Known(String prefix, String what, UnaryOperator<String> form, String tool) {
      this(prefix, what, form.apply(tool));
    }
  }

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "promptflow.tools.llm.",
              "prompt flow's 'LLM' tool in package form",
              UnsupportedTools::withPrompt,
              "promptflow.tools.llm.llm"),
          new Known("promptflow.tools.llm_vision.", "prompt flow's 'LLM Vision' tool", VISION),
          new Known(
              "promptflow.tools.aoai_gpt4v",
              "prompt flow's 'Azure OpenAI GPT-4 Turbo with Vision' tool",
              VISION),
          new Known("promptflow.tools.openai_gpt4v", "prompt flow's 'OpenAI GPT-4V' tool", VISION),
          new Known(
              "promptflow.tools.aoai.",
              "prompt flow's Azure OpenAI model tool in package form",
              "which runs here as a node of type 'llm' with an 'azure_open_ai' connection"),
          new Known(
              "promptflow.tools.openai.",
              "prompt flow's OpenAI model tool in package form",
              "which runs here as a node of type 'llm' with an 'open_ai' connection"),
          new Known(
              "promptflow.tools.embedding.",
              "a tool of prompt flow's 'Embedding' module",
              UnsupportedTools::inPython,
              "promptflow.tools.embedding.embedding"),
          new Known(
              "promptflow.tools.serpapi.",
              "a tool of prompt flow's 'SerpAPI' module",
              UnsupportedTools::inPython,
              "promptflow.tools.serpapi.SerpAPI.search"),
          new Known(
              "promptflow.tools.azure_content_safety.",
              "a tool of prompt flow's 'Content Safety (Text)' module",
              UnsupportedTools::inPython,
              "promptflow.tools.azure_content_safety.analyze_text"),
          new Known(
              "content_safety_text.tools.",
              "a tool of prompt flow's 'Content Safety (Text)' module under its old id",
              UnsupportedTools::inPython,
              "promptflow.tools.azure_content_safety.analyze_text"),
          new Known(
              "promptflow.tools.open_model_llm.",
              "prompt flow's 'Open Model LLM' tool",
              UnsupportedTools::withPrompt,
              "promptflow.tools.open_model_llm.OpenModelLLM.call"),
          new Known(
              "promptflow.tools.open_source_llm.",
              "prompt flow's 'Open Source LLM' tool, the old name of 'Open Model LLM'",
              UnsupportedTools::withPrompt,
              "promptflow.tools.open_model_llm.OpenModelLLM.call"),
          new Known(
              "promptflow_vectordb.tool.rerank",
              "the 'Rerank' tool of promptflow-vectordb",
              OWN_TOOL),
          new Known("promptflow_vectordb.", "a tool of promptflow-vectordb", SEARCH),
          new Known(
              "embeddingstore.tool.", "a tool of promptflow-vectordb under its old id", SEARCH),
          new Known(
              "llmlingua_promptflow.tools.", "the 'LLMLingua' prompt compression tool", OWN_TOOL),
          new Known("pfazuredb.tools.", "a vector search tool of the package 'pfazuredb'", SEARCH));

  private UnsupportedTools() {}

  /// What is known of a package tool; empty if it is none of prompt flow's own or of its companion
  /// packages.
  public static Optional<Lookup> find(String id) {
    return KNOWN.stream()
        .filter(known -> id.startsWith(known.prefix()))
        .findFirst()
        .map(known -> new Lookup.Unavailable(UNAVAILABLE, message(id, known)));
  }

  private static String message(String id, Known known) {
    return "'%s' is %s, %s".formatted(id, known.what(), known.instead());
  }

  /// A toolbox that asks `python` first, so that a package in the user's own environment counts,
  /// and explains the ids known here where it finds nothing. Closing it closes `python`.
  public static Toolbox explaining(Toolbox python) {
    return new Toolbox() {
      @Override
      public Map<Reference, Lookup> find(List<Reference> wanted) {
        var found = new LinkedHashMap<>(python.find(wanted));
        found.replaceAll(UnsupportedTools::explained);
        return found;
      }

      @Override
      public void close() {
        python.close();
      }
    };
  }

  private static Lookup explained(Reference reference, Lookup lookup) {
    return reference instanceof Reference.PythonPackage(var id)
            && lookup instanceof Lookup.Unavailable
        ? find(id).orElse(lookup)
        : lookup;
  }
}
