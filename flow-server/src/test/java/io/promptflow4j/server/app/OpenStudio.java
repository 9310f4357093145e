package io.promptflow4j.server.app;

import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The studio of a folder on a real server, and somebody who is signed in.
final class OpenStudio implements AutoCloseable {

  final StudioContent studio;
  final FlowServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private String cookie = "";

  OpenStudio(Path folder, Access access) {
    this.studio = StudioContent.open(folder, FlowSettings.defaults(), _ -> {});
    var about =
        new FlowServer.About(
            "0.1",
            "",
            Value.Mapping.EMPTY,
            folder.resolve("feedback.jsonl"),
            Optional.empty(),
            _ -> {});
    this.server = FlowServer.start(studio, about, ServerSettings.local(0), access);
  }

  /// Of somebody who came by the login link.
  static OpenStudio signedIn(Path folder) throws Exception {
    var open = new OpenStudio(folder, Access.none());
    open.signIn(open.studio.loginCode());
    return open;
  }

  /// Signs in with a code or a key; later requests carry the cookie.
  HttpResponse<String> signIn(String bearer) throws IOException, InterruptedException {
    cookie = "";
    HttpResponse<String> answer =
        ask("POST", "/api/studio/session", "{}", "Authorization", "Bearer " + bearer);
    cookie =
        answer.headers().firstValue("Set-Cookie").map(said -> said.split(";", -1)[0]).orElse("");
    return answer;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return ask("GET", path, "");
  }

  HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .method(method, BodyPublishers.ofString(body));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /// The events of a run.
  List<Value.Mapping> run(String body) throws IOException, InterruptedException {
    return ask("POST", "/api/studio/flow/run", body)
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> (Value.Mapping) Json.read(line.substring(6)))
        .toList();
  }

  @Override
  public void close() {
    server.close();
    studio.close();
  }
}
