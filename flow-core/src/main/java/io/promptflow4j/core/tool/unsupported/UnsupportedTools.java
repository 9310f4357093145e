package io.promptflow4j.core.tool.unsupported;

import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The package tools that came with prompt flow and are not run here: what they are, and what an
/// author uses instead.
public final class UnsupportedTools {

  /// What is said of a package tool that can't be had.
  public static final String UNAVAILABLE = "unavailable-tool";

  private static final String OWN_TOOL = "write it as a Python or Java tool of the flow";

  private static final String SEARCH =
      "search in a tool of your own: a Python tool with the search service's package, or a Java"
          + " tool";

  private static final String VISION =
      "use a node of type 'custom_llm' with 'source: {type: package_with_prompt, tool:"
          + " promptflow.tools.llm_vision.llm_vision, path: FILE}', whose prompt shows the picture"
          + " as ![image]({{picture}})";

  /// A family of ids.
  private record Known(String prefix, String what, String instead) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "promptflow.tools.llm.",
              "prompt flow's 'LLM' tool in package form",
              "use a node of type 'llm' with the same prompt file, connection and parameters"),
          new Known("promptflow.tools.llm_vision.", "prompt flow's 'LLM Vision' tool", VISION),
          new Known(
              "promptflow.tools.aoai_gpt4v",
              "prompt flow's 'Azure OpenAI GPT-4 Turbo with Vision' tool",
              VISION),
          new Known("promptflow.tools.openai_gpt4v", "prompt flow's 'OpenAI GPT-4V' tool", VISION),
          new Known(
              "promptflow.tools.aoai.",
              "prompt flow's Azure OpenAI model tool in package form",
              "use a node of type 'llm' with an 'azure_open_ai' connection"),
          new Known(
              "promptflow.tools.openai.",
              "prompt flow's OpenAI model tool in package form",
              "use a node of type 'llm' with an 'open_ai' connection"),
          new Known(
              "promptflow.tools.embedding.",
              "prompt flow's 'Embedding' tool",
              "call the embedding model in a Python or Java tool of the flow that takes the"
                  + " connection as a parameter"),
          new Known(
              "promptflow.tools.serpapi.",
              "prompt flow's 'SerpAPI' web search tool",
              "call the service in a Python or Java tool of the flow that takes the 'serp'"
                  + " connection as a parameter"),
          new Known(
              "promptflow.tools.azure_content_safety.",
              "prompt flow's 'Content Safety (Text)' tool",
              "call the service in a Python or Java tool of the flow that takes the"
                  + " 'azure_content_safety' connection as a parameter"),
          new Known(
              "content_safety_text.tools.",
              "prompt flow's 'Content Safety (Text)' tool under its old id",
              "call the service in a Python or Java tool of the flow that takes the"
                  + " 'azure_content_safety' connection as a parameter"),
          new Known(
              "promptflow.tools.open_model_llm.",
              "prompt flow's 'Open Model LLM' tool",
              "use a node of type 'llm' with a 'serverless' or 'open_ai' connection whose address"
                  + " is the model's endpoint"),
          new Known(
              "promptflow.tools.open_source_llm.",
              "prompt flow's 'Open Source LLM' tool, the old name of 'Open Model LLM'",
              "use a node of type 'llm' with a 'serverless' or 'open_ai' connection whose address"
                  + " is the model's endpoint"),
          new Known(
              "promptflow_vectordb.tool.common_index_lookup",
              "the 'Index Lookup' tool of promptflow-vectordb",
              SEARCH),
          new Known(
              "promptflow_vectordb.tool.faiss_index_lookup",
              "the 'Faiss Index Lookup' tool of promptflow-vectordb",
              SEARCH),
          new Known(
              "promptflow_vectordb.tool.vector_db_lookup",
              "the 'Vector DB Lookup' tool of promptflow-vectordb",
              SEARCH),
          new Known(
              "promptflow_vectordb.tool.vector_index_lookup",
              "the 'Vector Index Lookup' tool of promptflow-vectordb",
              SEARCH),
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
    return "'%s' is %s, which is not part of Promptflow4j; %s"
        .formatted(id, known.what(), known.instead());
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
