package io.promptflow4j.core.model.provider.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Vectors of every vendor that has them. Formats as in the sources that the contract tests name;
/// Gemini's in `https://ai.google.dev/api/embeddings`.
class EmbeddingContractTest {

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  record Wire(
      ConnectionType type, Map<String, String> settings, String path, String asked, String reply) {}

  private static final String OPEN_AI_REPLY =
      """
      {"object": "list", "model": "model-1", "usage": {"prompt_tokens": 4, "total_tokens": 4},
       "data": [{"object": "embedding", "index": 1, "embedding": [0.5, 2]},
                {"object": "embedding", "index": 0, "embedding": [1, -0.25]}]}
      """;

  static Stream<Wire> vendors() {
    return Stream.of(
        new Wire(
            ConnectionType.MISTRAL,
            Map.of(),
            "/embeddings",
            "{\"model\": \"model-1\", \"input\": [\"a\", \"b\"], \"output_dimension\": 2}",
            OPEN_AI_REPLY),
        new Wire(
            ConnectionType.OPEN_AI,
            Map.of("protocol", "responses"),
            "/embeddings",
            "{\"model\": \"model-1\", \"input\": [\"a\", \"b\"], \"dimensions\": 2}",
            OPEN_AI_REPLY),
        new Wire(
            ConnectionType.OPEN_AI,
            Map.of(),
            "/embeddings",
            "{\"model\": \"model-1\", \"input\": [\"a\", \"b\"], \"dimensions\": 2}",
            OPEN_AI_REPLY),
        new Wire(
            ConnectionType.OLLAMA,
            Map.of(),
            "/api/embed",
            """
            {"model": "model-1", "input": ["a", "b"], "dimensions": 2, "truncate": false}
            """,
            """
            {"model": "model-1", "embeddings": [[1, -0.25], [0.5, 2]], "prompt_eval_count": 4}
            """),
        new Wire(
            ConnectionType.GEMINI,
            Map.of(),
            "/models/model-1:batchEmbedContents",
            """
            {"requests": [
              {"model": "models/model-1", "content": {"parts": [{"text": "a"}]},
               "outputDimensionality": 2},
              {"model": "models/model-1", "content": {"parts": [{"text": "b"}]},
               "outputDimensionality": 2}]}
            """,
            """
            {"embeddings": [{"values": [1, -0.25]}, {"values": [0.5, 2]}]}
            """));
  }

  private static EmbeddingModel model(Wire wire) {
    var settings = new LinkedHashMap<>(wire.settings());
    settings.put("base_url", SERVICE.baseUrl());
    return open(wire.type(), settings).embeddings().orElseThrow();
  }

  private static LanguageModel open(ConnectionType type, Map<String, String> settings) {
    var connection =
        new Connection("my_conn", type, settings, Map.of("api_key", new Secret(Asked.KEY)));
    return ServiceLoader.load(ModelProvider.class).stream()
        .flatMap(provider ->
            provider.get().open(connection, new CallPolicy(0, Duration.ofSeconds(20))).stream())
        .findFirst()
        .orElseThrow();
  }

  private static EmbeddingModel.Request asked() {
    return new EmbeddingModel.Request(
        "n", "model-1", List.of("a", "b"), OptionalInt.of(2), Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void areOneForEachTextInTheirOrder(Wire wire) throws Exception {
    SERVICE.stubFor(post(urlEqualTo(wire.path())).willReturn(okJson(wire.reply())));

    EmbeddingModel.Reply reply = model(wire).embed(asked());

    assertThat(reply.vectors()).hasSize(2);
    assertThat(reply.vectors().getFirst()).containsExactly(1, -0.25f);
    assertThat(reply.vectors().getLast()).containsExactly(0.5f, 2);
    assertThat(reply.usage().prompt()).isEqualTo(wire.type() == ConnectionType.GEMINI ? 0 : 4);
    SERVICE.verify(
        postRequestedFor(urlEqualTo(wire.path()))
            .withRequestBody(equalToJson(wire.asked(), true, true)));
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void thatAreTooFewOrNoNumbersAreAFailure(Wire wire) {
    for (String broken :
        List.of(
            wire.reply().replace("[0.5, 2]", "[0.5]"),
            wire.reply().replace("[0.5, 2]", "[]"),
            wire.reply().replace("[0.5, 2]", "[0.5, null]"),
            "{}",
            "[]")) {
      SERVICE.stubFor(post(urlEqualTo(wire.path())).willReturn(okJson(broken)));

      var problem = catchThrowableOfType(ModelException.class, () -> model(wire).embed(asked()));

      assertThat(problem).as(broken).isNotNull();
      assertThat(problem.code()).as(broken).isEqualTo("bad-reply");
    }
  }

  @Test
  void areNotOfferedByAnthropic() {
    assertThat(open(ConnectionType.ANTHROPIC, Map.of()).embeddings()).isEmpty();
  }
}
