package io.promptflow4j.core.tool.index;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The request is the one of the search service's documentation (Search Documents, 2023-11-01).
class AzureSearchTest {

  private static final String PLACE = "/indexes/my%20books/docs/search?api-version=2023-11-01";

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @TempDir private Path folder;

  @Test
  void aVectorIsLookedUpUnderPromptFlowsName() throws IOException {
    SERVICE.stubFor(
        post(urlEqualTo(PLACE))
            .willReturn(
                okJson(
                    """
                    {"value": [{"@search.score": 0.5, "id": "7", "body": "A text.", "vec": [1, 0]}]}
                    """)));
    FlowResult result = run();

    assertThat(result.failure()).isEmpty();
    assertThat(result.output("found"))
        .isEqualTo(
            Json.read(
                """
                [{"text": "A text.", "score": 0.5, "metadata": null, "vector": [1, 0],
                  "original_entity": {"@search.score": 0.5, "id": "7", "body": "A text.", "vec": [1, 0]}}]
                """));
    SERVICE.verify(
        postRequestedFor(urlEqualTo(PLACE))
            .withHeader("api-key", equalTo("the-key"))
            .withRequestBody(
                equalToJson(
                    """
                    {"top": 2, "filter": "year gt 2000",
                     "vectorQueries": [{"kind": "vector", "vector": [0.5, 0.25], "fields": "vec", "k": 2}]}
                    """)));
  }

  @Test
  void whatTheServiceRefusesIsAFailureOfTheNode() throws IOException {
    SERVICE.stubFor(
        post(urlEqualTo(PLACE)).willReturn(aResponse().withStatus(403).withBody("forbidden here")));

    assertThat(run().failure().orElseThrow().message())
        .contains("'search' answers with status 403", "forbidden here")
        .doesNotContain("the-key");
  }

  @Test
  void anIndexThatIsDescribedIsAskedForWords() throws IOException {
    SERVICE.stubFor(
        post(urlEqualTo("/indexes/books/docs/search?api-version=2023-11-01"))
            .willReturn(okJson("{\"value\": [{\"@search.score\": 2, \"content\": \"A text.\"}]}")));
    FlowResult result =
        run(
            """
            outputs: {found: {type: list, reference: "${look.output}"}}
            nodes:
            - name: look
              type: python
              source: {type: package, tool: promptflow_vectordb.tool.common_index_lookup.search}
              inputs:
                queries: rain
                query_type: Keyword
                mlindex_content: |
                  embeddings: {kind: open_ai, deployment: ada, connection: {id: /x/connections/ai}}
                  index:
                    kind: acs
                    index: books
                    connection: {id: /subscriptions/1/connections/search}
                    field_mapping: {content: content, embedding: vec}
            """);

    assertThat(result.failure()).isEmpty();
    assertThat(result.output("found"))
        .isEqualTo(
            Json.read(
                """
                [{"text": "A text.", "score": 2, "metadata": {},
                  "additional_fields": {"@search.score": 2, "content": "A text."}}]
                """));
    SERVICE.verify(
        postRequestedFor(urlEqualTo("/indexes/books/docs/search?api-version=2023-11-01"))
            .withRequestBody(equalToJson("{\"top\": 3, \"search\": \"rain\"}")));
  }

  private FlowResult run() throws IOException {
    return run(
        """
        outputs: {found: {type: list, reference: "${look.output}"}}
        nodes:
        - name: look
          type: python
          source: {type: package, tool: promptflow_vectordb.tool.vector_db_lookup.VectorDBLookup.search}
          inputs:
            connection: search
            index_name: my books
            text_field: body
            vector_field: vec
            search_filters: {filter: year gt 2000}
            vector: [0.5, 0.25]
            top_k: 2
        """);
  }

  private FlowResult run(String yaml) throws IOException {
    Files.writeString(folder.resolve("flow.dag.yaml"), yaml);
    var connection =
        new Connection(
            "search",
            ConnectionType.COGNITIVE_SEARCH,
            Map.of("api_base", SERVICE.baseUrl()),
            Map.of("api_key", new Secret("the-key")));
    try (Flow flow = Flow.load(folder, FlowSettings.defaults().withConnection(connection))) {
      return flow.run(Map.of());
    }
  }
}
