package io.promptflow4j.core.model.provider.bedrock;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.template.chat.ChatMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Signatures of botocore (`src/test/python/aws_signature.py`) and of Amazon's own example.
class AwsSignatureTest {

  private static final Secret SECRET = new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private static AwsSignature signature(String region, String service, Optional<Secret> token) {
    return new AwsSignature(
        "AKIDEXAMPLE", SECRET, token, region, service, () -> Instant.parse("2015-08-30T12:36:00Z"));
  }

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
  @Test
  void isThatOfAmazonsExample() {
    Map<String, String> headers =
        signature("us-east-1", "iam", Optional.empty())
            .headers(
                "GET",
                URI.create("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                "");

    assertThat(headers)
        .containsEntry("X-Amz-Date", "20150830T123600Z")
        .containsEntry(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                + " SignedHeaders=content-type;host;x-amz-date,"
                + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  @Test
  void ofAModelWithAColonInItsNameIsThatOfBotocore() {
    Map<String, String> headers =
        signature("eu-west-1", "bedrock", Optional.empty())
            .headers(
                "POST",
                URI.create(
                    "https://bedrock-runtime.eu-west-1.amazonaws.com"
                        + "/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse"),
                Map.of("content-type", "application/json"),
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"grüß\"}]}]}");

    assertThat(headers.get("Authorization"))
        .endsWith("=718866dfd5c3ad9637116afeb542122b82b2a51f7f50859e8458171bf1898309");
  }

  @Test
  void withATokenAndAPortIsThatOfBotocore() {
    Map<String, String> headers =
        signature("us-east-1", "bedrock", Optional.of(new Secret("session/token+1==")))
            .headers(
                "POST",
                URI.create("http://127.0.0.1:8081/model/m/converse-stream"),
                Map.of("content-type", "application/json"),
                "{}");

    assertThat(headers).containsEntry("X-Amz-Security-Token", "session/token+1==");
    assertThat(headers.get("Authorization"))
        .endsWith("=5710420313babca71a7ab12f894aec02461d0f48213290c37f52b76a4ced63a2");
  }

  private static Connection connection(Map<String, String> settings, Map<String, Secret> secrets) {
    var all = new LinkedHashMap<>(settings);
    all.put("base_url", SERVICE.baseUrl());
    return new Connection("aws", ConnectionType.BEDROCK, all, secrets);
  }

  private static ModelRequest request(String model) {
    return new ModelRequest(
        "n",
        ModelApi.CHAT,
        List.of(ChatMessage.of(ChatMessage.Role.USER, "hi")),
        "",
        new ModelParameters(Optional.of(model), new LinkedHashMap<>()),
        Duration.ofSeconds(20));
  }

  @Test
  void goesWithEachRequestOfAnAccessKey() throws Exception {
    SERVICE.stubFor(
        post(anyUrl())
            .willReturn(
                okJson(
                    """
                    {"output": {"message": {"content": [{"text": "hi"}]}}, "stopReason": "end_turn"}
                    """)));
    var connection =
        connection(
            Map.of("region", "eu-west-1", "access_key_id", "AKIDEXAMPLE"),
            Map.of("secret_access_key", SECRET));

    new BedrockProvider()
        .open(connection, new CallPolicy(0, Duration.ofSeconds(20)))
        .orElseThrow()
        .call(request("eu.anthropic.claude:0"));

    SERVICE.verify(
        postRequestedFor(urlEqualTo("/model/eu.anthropic.claude%3A0/converse"))
            .withHeader(
                "Authorization",
                matching(
                    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-west-1/bedrock/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date, Signature=[0-9a-f]{64}"))
            .withHeader("X-Amz-Date", matching("\\d{8}T\\d{6}Z")));
  }

  @Test
  void ofHalfAKeyIsSaid() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(Map.of("region", "eu-west-1", "access_key_id", "A")))
        .withMessageContaining("no secret_access_key");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(Map.of("region", "eu-west-1")))
        .withMessageContaining("no api_key");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(Map.of("region", "x.evil.test/")))
        .withMessageContaining("region");
  }

  private static void open(Map<String, String> settings) {
    new BedrockProvider().open(connection(settings, Map.of()), CallPolicy.DEFAULT);
  }
}
