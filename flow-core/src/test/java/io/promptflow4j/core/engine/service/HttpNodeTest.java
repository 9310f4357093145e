package io.promptflow4j.core.engine.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nodes of type `http`, against a real server: what goes over the wire and what comes of it.
class HttpNodeTest {

  private static WireMockServer service;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    service = new WireMockServer(options().dynamicPort());
    service.start();
  }

  @AfterAll
  static void stop() {
    service.stop();
  }

  @BeforeEach
  void forget() {
    service.resetAll();
  }

  @Test
  void aRequestIsFilledFromTheInputsAndItsReplyIsData() throws IOException {
    service.stubFor(get(anyUrl()).willReturn(okJson("{\"temp\": [7, 9]}")));

    FlowResult result =
        run(
            """
            http:
              url: %s/v1/{{ city }}/now
              query: {units: metric, tags: "{{ tags }}", none: null}
              headers: {X-Who: "{{ city | length }}"}
            """,
            Map.of("city", "São/Paulo?a=1", "tags", List.of("a b", "c&d")));

    assertThat(answer(result)).isEqualTo("{\"temp\":[7,9]}");
    service.verify(
        getRequestedFor(
                urlEqualTo("/v1/S%C3%A3o%2FPaulo%3Fa%3D1/now?units=metric&tags=a%20b&tags=c%26d"))
            .withHeader("X-Who", equalTo("13"))
            .withHeader("Accept", equalTo("application/json")));
  }

  @Test
  void aPictureGoesOverAsItsFormSaysAndComesBackAsAPicture() throws IOException {
    byte[] picture = Base64.getDecoder().decode("iVBORw0KGgo=");
    service.stubFor(
        post(anyUrl())
            .willReturn(aResponse().withHeader("Content-Type", "image/png").withBody(picture)));

    FlowResult result =
        run(
            """
            http:
              url: %s/resize
              body: {pictures: "{{ tags }}"}
            """,
            Map.of("city", "x", "tags", List.of(Map.of("data:image/png;base64", "iVBORw0KGgo="))));

    assertThat(answer(result)).isEqualTo("{\"data:image/png;base64\":\"iVBORw0KGgo=\"}");
    assertThat(result.outputs().get("answer")).isInstanceOf(Value.Image.class);
    service.verify(
        postRequestedFor(urlEqualTo("/resize"))
            .withRequestBody(
                equalToJson("{\"pictures\": [{\"data:image/png;base64\": \"iVBORw0KGgo=\"}]}")));
  }

  @Test
  void aBodyKeepsTheTypesOfItsParts() throws IOException {
    service.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(201).withBody("done")));

    FlowResult result =
        run(
            """
            http:
              url: %s/items
              body: {tags: "{{ tags }}", title: "In {{ city }}", deep: {n: 3}}
              response: full
              expect: 201
            """,
            Map.of("city", "\"Rome\"", "tags", List.of(1, 2)));

    assertThat(answer(result)).contains("\"status\":201", "\"body\":\"done\"");
    service.verify(
        postRequestedFor(urlEqualTo("/items"))
            .withRequestBody(
                equalToJson("{\"tags\":[1,2],\"title\":\"In \\\"Rome\\\"\",\"deep\":{\"n\":3}}")));
  }

  @Test
  void aSecretComesFromAConnectionAndIsInNoTrace() throws IOException {
    service.stubFor(get(anyUrl()).willReturn(okJson("{\"echo\": \"Bearer sesame-4711-open\"}")));
    Files.writeString(
        folder.resolve("weather.yaml"),
        """
        name: weather
        type: custom
        configs: {place: here}
        secrets: {api_key: sesame-4711-open}
        """);

    FlowResult result =
        run(
            """
            connection: weather
              http:
                url: %s/{{ connection.place }}
                headers: {Authorization: "Bearer {{ connection.api_key }}"}
            """
                .replace("\n  ", "\n"),
            Map.of("city", "x", "tags", List.of()));

    assertThat(result.status()).isEqualTo(FlowResult.Status.COMPLETED);
    service.verify(
        getRequestedFor(urlEqualTo("/here"))
            .withHeader("Authorization", equalTo("Bearer sesame-4711-open")));
    assertThat(result.trace().toString()).doesNotContain("sesame");
  }

  @Nested
  class WhatFails {

    @Test
    void aStatusThatWasNotExpectedIsToldWithWhatTheServiceSaid() throws IOException {
      service.stubFor(
          any(anyUrl()).willReturn(aResponse().withStatus(503).withBody("back at  noon\n")));

      assertThat(failure("http: {url: '%s/x?key=v'}"))
          .endsWith("/x answered 503, but 200 to 299 was expected: back at noon");
    }

    @Test
    void aReplyThatIsNoJsonIsNone() throws IOException {
      service.stubFor(any(anyUrl()).willReturn(aResponse().withBody("<html>")));

      assertThat(failure("http: {url: '%s/'}")).contains("gave no JSON", "response: text");
    }

    @Test
    void aReplyBeyondTheLimitIsCutOff() throws IOException {
      service.stubFor(any(anyUrl()).willReturn(aResponse().withBody("x".repeat(5000))));

      assertThat(failure("http: {url: '%s/', response: text, max_bytes: 4096}"))
          .contains("4096 bytes");
    }

    @Test
    void aCompressedReplyIsNotUnpacked() throws IOException {
      service.stubFor(
          any(anyUrl())
              .willReturn(aResponse().withHeader("Content-Encoding", "br").withBody("zzz")));

      assertThat(failure("http: {url: '%s/', response: text}")).contains("compressed (br)");
    }

    @Test
    void aLineEndInAHeaderIsNeverSent() throws IOException {
      assertThat(failure("http: {url: '%s/', headers: {X-City: \"{{ city }}\"}}"))
          .contains("header 'X-City' holds a line end");
      assertThat(service.getAllServeEvents()).isEmpty();
    }

    @Test
    void theNodeIsTriedAgainAsAnyOther() throws IOException {
      service.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));

      failure("http: {url: '%s/'}\nretry: {max: 2, wait: 0}");

      assertThat(service.getAllServeEvents()).hasSize(3);
    }

    private String failure(String node) throws IOException {
      FlowResult result = run(node, Map.of("city", "a\r\nX-Evil: 1", "tags", List.of()));
      return result.failure().orElseThrow().message();
    }
  }

  @Nested
  class WhereItMayGo {

    @Test
    void aRedirectIsNotFollowedUnasked() throws IOException {
      service.stubFor(any(anyUrl()).willReturn(temporaryRedirect("/there")));

      FlowResult result = run("http: {url: '%s/'}", Map.of("city", "x", "tags", List.of()));

      assertThat(result.failure().orElseThrow().message())
          .contains("answered 302", "redirects are not followed");
      assertThat(service.getAllServeEvents()).hasSize(1);
    }

    @Test
    void aRedirectWithinTheServiceIsFollowedIfTheFlowSaysSo() throws IOException {
      service.stubFor(any(urlEqualTo("/")).willReturn(temporaryRedirect("/there")));
      service.stubFor(get("/there").willReturn(okJson("1")));

      FlowResult result =
          run("http: {url: '%s/', redirects: 1}", Map.of("city", "x", "tags", List.of()));

      assertThat(answer(result)).isEqualTo("1");
    }

    @Test
    void aRedirectToAPrivateAddressElsewhereIsRefused() throws IOException {
      String elsewhere = "http://127.0.0.1:%d/there".formatted(service.port());
      service.stubFor(any(urlEqualTo("/")).willReturn(temporaryRedirect(elsewhere)));

      FlowResult result =
          run("http: {url: '%s/', redirects: 3}", Map.of("city", "x", "tags", List.of()));

      assertThat(result.failure().orElseThrow().message()).contains("127.0.0.1 is private");
      assertThat(service.getAllServeEvents()).hasSize(1);
    }

    /// Addresses from data, as security tests of other projects list them.
    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://127.0.0.1:PORT/",
          "http://localhost:PORT/",
          "http://localhost.:PORT/",
          "http://LOCALHOST:PORT/",
          "http://127.1:PORT/",
          "http://0:PORT/",
          "http://0.0.0.0:PORT/",
          "http://2130706433:PORT/",
          "http://0x7f000001:PORT/",
          "http://0177.0.0.1:PORT/",
          "http://[::1]:PORT/",
          "http://[::]:PORT/",
          "http://[::ffff:127.0.0.1]:PORT/",
          "http://[::ffff:7f00:1]:PORT/",
          "http://[64:ff9b::7f00:1]:PORT/",
          "http://10.0.0.1/",
          "http://172.16.0.1/",
          "http://192.168.1.1/",
          "http://100.64.0.1/",
          "http://169.254.169.254/latest/meta-data/",
          "http://168.63.129.16/",
          "http://[fd00::1]/",
          "http://[fe80::1%25eth0]/",
          "http://224.0.0.1/",
          "http://255.255.255.255/",
          "http://example.com@127.0.0.1:PORT/",
          "http://127.0.0.1:PORT\\@example.com/",
          "http://127.0.0.1:PORT#@example.com/",
          "http://93.184.216.34:22/",
          "http://93.184.216.34:6379/",
          "file:///etc/passwd",
          "ftp://127.0.0.1/",
          "gopher://127.0.0.1/",
          "jar:http://127.0.0.1:PORT/!/",
          "data:text/plain,x",
          "//127.0.0.1:PORT/",
          "http:///x",
          "http://127.0.0.1:PORT/\tx",
          ""
        })
    void anAddressFromDataLeadsToNoPrivatePlace(String url) throws IOException {
      String address = url.replace("PORT", "" + service.port());

      FlowResult result =
          run("http: {url: '{{ city }}'} # %s", Map.of("city", address, "tags", List.of()));

      assertThat(result.failure()).isPresent();
      assertThat(service.getAllServeEvents()).isEmpty();
    }

    @Test
    void aPrivateAddressFromDataIsCalledIfTheNodeSaysSo() throws IOException {
      service.stubFor(any(anyUrl()).willReturn(okJson("1")));

      FlowResult result =
          run(
              "http: {url: '{{ city }}', allow_private_address: true} # %s",
              Map.of("city", service.baseUrl() + "/x", "tags", List.of()));

      assertThat(answer(result)).isEqualTo("1");
    }

    @Test
    void noAddressOfTheFileIsPrivateIfTheNodeSaysNever() throws IOException {
      FlowResult result =
          run(
              "http: {url: '%s/', allow_private_address: never}",
              Map.of("city", "", "tags", List.of()));

      assertThat(result.failure().orElseThrow().message()).contains("is private");
    }
  }

  private FlowResult run(String node, Map<String, ?> inputs) throws IOException {
    String text =
        """
        inputs: {city: {type: string}, tags: {type: list}}
        outputs: {answer: "${ask.output}"}
        nodes:
        - name: ask
          type: http
          inputs: {city: "${inputs.city}", tags: "${inputs.tags}"}
        """
            + node.formatted(service.baseUrl()).indent(2);
    Files.writeString(folder.resolve("flow.dag.yaml"), text);
    Path connection = folder.resolve("weather.yaml");
    FlowSettings settings = FlowSettings.defaults();
    try (Flow flow =
        Flow.load(
            folder,
            Files.exists(connection)
                ? settings.withConnectionFiles(List.of(connection))
                : settings)) {
      return flow.run(inputs);
    }
  }

  private static String answer(FlowResult result) {
    Value answer = result.outputs().get("answer");
    assertThat(answer).as(result.failure().toString()).isNotNull();
    return Json.write(answer);
  }
}
