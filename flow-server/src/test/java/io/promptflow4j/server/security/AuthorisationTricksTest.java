package io.promptflow4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.server.security.token.TokenCallers;
import io.promptflow4j.server.security.token.TokenTerms;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ways around a lock that were open in some server or other. Each is sent as it is, over a bare
/// connection; what must not come back is anything that a key would be needed for.
class AuthorisationTricksTest {

  private static final String BODY = "{\"question\": \"Vienna?\"}";

  /// Parts of answers that only somebody with a key may see.
  private static final List<String> BEHIND_THE_LOCK =
      List.of(
          "You said:",
          "\"openapi\"",
          "\"swagger\"",
          "is_chat",
          "\"owned_by\"",
          "Feedback received");

  @TempDir Path folder;

  @Test
  void noneLetsAnybodyInWithoutAKey() throws Exception {
    List<String> tricks = new ArrayList<>();
    paths().forEach(path -> tricks.add(request("GET", path)));
    paths().forEach(path -> tricks.add(request("POST", path)));
    methods().forEach(method -> tricks.add(request(method, "/score")));
    headers().forEach(header -> tricks.add(request("POST", "/score", header)));
    headers().forEach(header -> tricks.add(request("GET", "/openapi.json", header)));
    try (var guarded = Guarded.in(folder)) {
      for (String trick : tricks) {
        checkShut(guarded, trick);
      }
      assertThat(guarded.model.requests).as("no model was called").isEmpty();
    }
    assertThat(tricks).hasSizeGreaterThan(80);
  }

  @Test
  void noForgedTokenAndNoOtherKeyLetsAnybodyIn() throws Exception {
    var terms =
        new TokenTerms(
            Issuer.NAME,
            Issuer.AUDIENCE,
            TokenTerms.USUAL_ALGORITHMS,
            "roles",
            Map.of("callers", Role.RUNNER, "ops", Role.OPERATOR));
    String viewer = Guarded.key(folder, Role.VIEWER, List.of(), "");
    try (var issuer = new Issuer()) {
      Callers tokens = TokenCallers.withAddress(terms, issuer.address(), InstantSource.system());
      var all = new ArrayList<>(TokensTest.forgeries(issuer).values());
      all.addAll(keys(viewer));
      int sent = 0;
      while (sent < all.size()) { // ten wrong keys are heard before a source has to wait
        try (var guarded = Guarded.in(folder, tokens)) {
          for (String one : all.subList(sent, Math.min(sent + 9, all.size()))) {
            String answer =
                checkShut(guarded, request("POST", "/score", "Authorization: Bearer " + one));
            assertThat(answer).doesNotContain(" 429 ");
          }
          assertThat(guarded.model.requests).isEmpty();
          sent += 9;
        }
      }
      assertThat(all).hasSizeGreaterThan(40);
    }
  }

  @Test
  void aViewerRunsNothingWhateverTheRequestSays() throws Exception {
    String viewer = Guarded.key(folder, Role.VIEWER, List.of(), "");
    String key = "Authorization: Bearer " + viewer;
    try (var guarded = Guarded.in(folder)) {
      for (String path :
          List.of(
              "/score",
              "/score/",
              "//score",
              "/Score",
              "/score;a=b",
              "/%73core",
              "/./score",
              "/x/../score",
              "/v1/chat/completions",
              "/v1/responses",
              "/feedback")) {
        checkShut(guarded, request("POST", path, key));
      }
      for (String header : headers()) {
        checkShut(guarded, request("POST", "/score", key, header));
      }
      assertThat(guarded.model.requests).isEmpty();
    }
  }

  private static List<String> paths() {
    var all = new ArrayList<String>();
    for (String secret : List.of("score", "openapi.json", "v1/models", "flow.json")) {
      all.addAll(
          List.of(
              "/" + secret,
              "//" + secret,
              "/./" + secret,
              "/assets/../" + secret,
              "/assets/..%2f" + secret,
              "/assets/%2e%2e/" + secret,
              "/assets/..;/" + secret,
              "/assets/..\\" + secret,
              "/assets/..%5c" + secret,
              "/assets/%252e%252e/" + secret,
              "/health/../" + secret,
              "/health;/../" + secret,
              "/" + secret + "/",
              "/" + secret + ";a=b",
              "/;/" + secret,
              "/" + secret + "%00",
              "/" + secret + "%20",
              "/" + secret + ".",
              "/" + secret + ".css",
              "/" + secret + "?x=/assets/",
              "/" + secret + "#/assets/",
              "/%" + Integer.toHexString(secret.charAt(0)) + secret.substring(1),
              "/%c0%ae%c0%ae/" + secret,
              "/" + secret.toUpperCase(Locale.ROOT),
              "http://localhost/" + secret,
              "http://localhost/assets/../" + secret,
              "*"));
    }
    return all;
  }

  private static List<String> methods() {
    return List.of(
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PUT",
        "DELETE",
        "PATCH",
        "CONNECT",
        "post",
        "Post",
        "GETT",
        "POST\t",
        "PROPFIND",
        "X");
  }

  private static List<String> headers() {
    return List.of(
        "X-Original-URL: /health",
        "X-Rewrite-URL: /health",
        "X-Forwarded-Prefix: /assets",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: localhost",
        "X-Real-IP: 127.0.0.1",
        "Forwarded: for=127.0.0.1",
        "X-HTTP-Method-Override: GET",
        "X-Remote-User: admin",
        "Remote-User: admin",
        "X-Authenticated-User: admin",
        "X-Request-From: internal",
        "X-Internal: true",
        "X-Role: admin",
        "Cookie: role=admin; promptflow4j.caller=admin",
        "promptflow4j.caller: admin",
        "Authorization:",
        "Authorization: Bearer",
        "Authorization: Bearer ",
        "Authorization: Bearer null",
        "Authorization: Bearer undefined",
        "Authorization: Basic "
            + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8)),
        "api-key: x",
        "x-api-key: x",
        "Upgrade: websocket\r\nConnection: Upgrade",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
        "Transfer-Encoding: identity",
        "Expect: 100-continue",
        "Content-Type: text/css",
        "Accept: text/css",
        "azureml-model-deployment: default");
  }

  /// What somebody might try who has a key that isn't for this.
  private static List<String> keys(String known) {
    return List.of(
        known.substring(0, known.length() - 1),
        known + "0",
        known.toUpperCase(Locale.ROOT),
        known.substring(0, 17) + "0".repeat(57),
        "pfk_" + "0".repeat(12) + "_" + "0".repeat(57),
        known.substring(4, 16),
        "sha256:" + Digest.of(known).hex(),
        Digest.of(known).hex(),
        "' OR '1'='1",
        "%",
        "*",
        "0",
        "\u0000",
        "null");
  }

  private static String request(String method, String path, String... headers) {
    var text = new StringBuilder();
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    boolean hasBody = method.equalsIgnoreCase("POST") || method.startsWith("P");
    if (hasBody) {
      text.append("Content-Length: ").append(BODY.length()).append("\r\n");
    }
    return text.append("Connection: close\r\n\r\n").append(hasBody ? BODY : "").toString();
  }

  private static String checkShut(Guarded guarded, String request) throws IOException {
    String answer = sent(guarded, request);
    assertThat(answer).as(request).doesNotContain(BEHIND_THE_LOCK.toArray(String[]::new));
    String status = answer.isEmpty() ? "closed" : answer.substring(9, 12);
    assertThat(status).as(request + "\n" + answer).doesNotStartWith("5");
    if (status.equals("200")) {
      assertThat(answer)
          .as(request)
          .containsAnyOf("<!doctype html>", "\"Healthy\"", "Content-Length: 0");
    }
    return answer;
  }

  private static String sent(Guarded guarded, String request) throws IOException {
    try (Socket socket = guarded.served.socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return ""; // closed on what was not even a request
    }
  }
}
