package io.promptflow4j.core.tool.unsupported;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ids are those that prompt flow's documentation and published flows name.
class UnsupportedToolsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          promptflow.tools.llm.llm                                              | LLM
          promptflow.tools.llm_vision.llm_vision                                | LLM Vision
          promptflow.tools.aoai_gpt4v.AzureOpenAI.chat                          | GPT-4 Turbo with Vision
          promptflow.tools.aoai_gpt4v1.AzureOpenAI.chat                         | GPT-4 Turbo with Vision
          promptflow.tools.openai_gpt4v.OpenAI.chat                             | GPT-4V
          promptflow.tools.embedding.embedding                                  | Embedding
          promptflow.tools.serpapi.SerpAPI.search                               | SerpAPI
          promptflow.tools.azure_content_safety.analyze_text                    | Content Safety
          content_safety_text.tools.content_safety_text_tool.analyze_text       | Content Safety
          promptflow.tools.open_model_llm.OpenModelLLM.call                     | Open Model LLM
          promptflow.tools.open_source_llm.OpenSourceLLM.call                   | Open Source LLM
          promptflow_vectordb.tool.rerank.Rerank.rerank                         | Rerank
          embeddingstore.tool.something_else.search                             | promptflow-vectordb
          llmlingua_promptflow.tools.llmlingua.prompt_compress                  | LLMLingua
          pfazuredb.tools.nosql.vectorsearch                                    | pfazuredb
          """)
  void anIdOfPromptFlowIsExplained(String id, String tool) {
    assertThat(UnsupportedTools.find(id))
        .hasValueSatisfying(lookup -> {
          assertThat(lookup).isInstanceOf(Lookup.Unavailable.class);
          if (lookup instanceof Lookup.Unavailable(var code, var message)) {
            assertThat(code).isEqualTo("unavailable-tool");
            assertThat(message)
                .startsWith("'" + id + "' is ")
                .contains(tool)
                .containsPattern(", which (is not part of Promptflow4j; |runs here (as|in) )");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my_tools.search.search",
        "unify_llm_tool.tools.chat_tool.basic_chat",
        "promptflow.tools.llmx.llm",
        ""
      })
  void anyOtherIdIsLeftToPython(String id) {
    assertThat(UnsupportedTools.find(id)).isEmpty();
  }

  @Test
  void onlyWhatPythonDoesNotHaveIsExplained() {
    var missing = new Lookup.Unavailable("no-package", "not installed");
    var broken = new Lookup.Wrong(List.of());
    Toolbox python =
        new Toolbox() {
          @Override
          public Map<Reference, Lookup> find(List<Reference> wanted) {
            var found = new LinkedHashMap<Reference, Lookup>();
            wanted.forEach(
                one -> found.put(one, one.toString().contains("serpapi") ? broken : missing));
            return found;
          }

          @Override
          public void close() {}
        };
    var embedding = new Reference.PythonPackage("promptflow.tools.embedding.embedding");
    var serpapi = new Reference.PythonPackage("promptflow.tools.serpapi.SerpAPI.search");
    var own = new Reference.PythonPackage("mine.tool");
    var file = new Reference.PythonFile("promptflow.tools.embedding.embedding");

    var found = UnsupportedTools.explaining(python).find(List.of(embedding, serpapi, own, file));

    assertThat(found.get(embedding)).asString().contains("'Embedding' module");
    assertThat(found.get(serpapi)).isEqualTo(broken);
    assertThat(found.get(own)).isEqualTo(missing);
    assertThat(found.get(file)).isEqualTo(missing);
  }
}
