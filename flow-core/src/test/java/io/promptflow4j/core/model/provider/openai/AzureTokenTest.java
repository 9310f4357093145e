package io.promptflow4j.core.model.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionResolver;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Azure with a token of Microsoft Entra instead of a key, and with the Responses API.
class AzureTokenTest {

  private static final Map<String, String> TOKEN = Map.of("AZURE_OPENAI_AD_TOKEN", "tok.en-1");

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private static LanguageModel model(
      Map<String, String> environment, Map<String, String> settings, Map<String, Secret> secrets) {
    var all = new LinkedHashMap<>(settings);
    all.put("auth_mode", "meid_token");
    var draft =
        new ConnectionDraft(
            "az",
            ConnectionType.AZURE_OPEN_AI,
            all,
            new LinkedHashMap<>(secrets),
            Optional.empty());
    return new OpenAiProvider()
        .open(new ConnectionResolver(environment).resolve(draft), CallPolicy.DEFAULT)
        .orElseThrow();
  }

  @Test
  void theTokenOfTheEnvironmentIsSentInsteadOfAKey() throws Exception {
    SERVICE.stubFor(post(anyUrl()).willReturn(okJson(Calls.reply("hi"))));

    model(TOKEN, Map.of("api_base", SERVICE.baseUrl()), Map.of()).call(Calls.chat("{}"));

    SERVICE.verify(
        postRequestedFor(
                urlEqualTo("/openai/deployments/gpt-4o/chat/completions?api-version=2024-02-01"))
            .withHeader("Authorization", equalTo("Bearer tok.en-1"))
            .withHeader("api-key", absent()));
  }

  @Test
  void aTokenOfTheConnectionWins() throws Exception {
    SERVICE.stubFor(post(anyUrl()).willReturn(okJson(Calls.reply("hi"))));

    model(TOKEN, Map.of("api_base", SERVICE.baseUrl()), Map.of("api_key", new Secret("own")))
        .call(Calls.chat("{}"));

    SERVICE.verify(postRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer own")));
  }

  @Test
  void withoutATokenItIsSaidWhereOneComesFrom() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> model(Map.of(), Map.of("api_base", "https://a.test"), Map.of()))
        .withMessageContaining("AZURE_OPENAI_AD_TOKEN")
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("missing-key"));
  }

  @Test
  void theResponsesInterfaceNeedsTheAddressWithoutDeployments() throws Exception {
    SERVICE.stubFor(
        post(urlEqualTo("/openai/v1/responses"))
            .willReturn(
                okJson(
                    """
                    {"status": "completed", "model": "m", "output": [{"type": "message",
                      "content": [{"type": "output_text", "text": "hi"}]}]}
                    """)));
    var settings = new LinkedHashMap<>(Map.of("protocol", "responses"));
    settings.put("api_base", SERVICE.baseUrl());

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> model(TOKEN, settings, Map.of()))
        .withMessageContaining("/openai/v1");
    settings.put("api_base", SERVICE.baseUrl() + "/openai/v1");
    assertThat(model(TOKEN, settings, Map.of()).call(Calls.chat("{}")).model()).isEqualTo("m");
  }
}
