package io.promptflow4j.server.studio;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real Chromium without a window, driven over its own protocol.
final class Browser implements AutoCloseable {

  private static final int PATIENCE = 60;

  /// What the browser complained about: refused scripts, styles, connections.
  final BlockingQueue<String> complaints = new LinkedBlockingQueue<>();

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final Map<Long, CompletableFuture<Value.Mapping>> calls = new ConcurrentHashMap<>();
  private long number;

  static Optional<Path> installed() {
    return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser").stream()
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  Browser(Path folder) throws Exception {
    Path profile = folder.resolve("profile");
    process =
        new ProcessBuilder(
                installed().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(page(port(profile))), new Messages())
            .get(PATIENCE, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Log", "Runtime")) {
      var _ = call(domain + ".enable", new Fields());
    }
  }

  private String port(Path profile) throws IOException {
    Path told = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (System.nanoTime() < deadline) {
      if (Files.exists(told) && Files.readString(told).contains("\n")) {
        return Files.readString(told).lines().findFirst().orElseThrow();
      }
      Thread.onSpinWait();
      if (!process.isAlive()) {
        throw new IllegalStateException("the browser ended: " + process.exitValue());
      }
    }
    throw new IllegalStateException("the browser did not start");
  }

  private String page(String port) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s/json/list".formatted(port))).build();
    String list = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    for (Value target : ((Value.Sequence) Json.read(list)).items()) {
      var fields = (Value.Mapping) target;
      if (Value.of("page").equals(fields.get("type"))) {
        return ((Value.Text)
                fields.entries().getOrDefault("webSocketDebuggerUrl", Value.Text.EMPTY))
            .text();
      }
    }
    throw new IllegalStateException("the browser has no page");
  }

  private final class Messages implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take((Value.Mapping) Json.read(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void take(Value.Mapping message) {
    if (message.get("id") instanceof Value.Whole id) {
      var waiting = calls.remove(id.number().longValue());
      if (waiting != null) {
        waiting.complete(message);
      }
    } else if (Value.of("Log.entryAdded").equals(message.get("method"))
        || Value.of("Runtime.exceptionThrown").equals(message.get("method"))) {
      complaints.add(Json.write(message));
    }
  }

  private Value.Mapping call(String method, Fields params) throws Exception {
    long id = ++number;
    var answer = new CompletableFuture<Value.Mapping>();
    calls.put(id, answer);
    String text =
        Json.write(new Fields().put("id", id).put("method", method).put("params", params).end());
    var _ = socket.sendText(text, true).get(PATIENCE, TimeUnit.SECONDS);
    return answer.get(PATIENCE, TimeUnit.SECONDS);
  }

  void open(String address) throws Exception {
    var _ = call("Page.navigate", new Fields().put("url", address));
  }

  /// As wide and high as a phone.
  void likeAPhone() throws Exception {
    var _ =
        call(
            "Emulation.setDeviceMetricsOverride",
            new Fields()
                .put("width", 360)
                .put("height", 740)
                .put("deviceScaleFactor", 1)
                .put("mobile", true));
  }

  /// Types a text where the cursor is.
  void type(String text) throws Exception {
    var _ = call("Input.insertText", new Fields().put("text", text));
  }

  /// What a script gives, as JSON.
  String run(String script) throws Exception {
    Value.Mapping answer =
        call(
            "Runtime.evaluate",
            new Fields()
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    return Json.write(answer);
  }

  /// Waits until a condition of the page holds.
  void await(String condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    String last = "";
    while (System.nanoTime() < deadline) {
      last =
          run(
              "new Promise((done) => setTimeout(() => { try { done(Boolean(%s)); } catch { done(false); } }, 20))"
                  .formatted(condition));
      if (last.contains("\"value\":true")) {
        return;
      }
    }
    throw new AssertionError(
        "the page never came to: %s; it is %s"
            .formatted(condition, run("document.body.innerText")));
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    http.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    var _ = process.onExit().join();
  }
}
