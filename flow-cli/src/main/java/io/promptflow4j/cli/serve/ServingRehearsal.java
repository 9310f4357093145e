package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.Pf;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Serves a flow once, quietly, when the command has been built: the classes that takes are kept in
/// a cache of their own, so that a server starts quickly and no other command carries them.
public final class ServingRehearsal {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ServingRehearsal() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("pf-rehearsal");
    try {
      int _ = pf(folder, nowhere(), "flow", "init", "--flow", "talk", "--type", "chat");
      boolean _ = serve(folder);
    } finally {
      remove(folder);
    }
  }

  /// Serves the flow `talk` and calls it; whether it answered.
  static boolean serve(Path folder) throws IOException, InterruptedException {
    var told = new PipedInputStream();
    var out = new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8);
    Thread server =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              int _ =
                  pf(
                      folder,
                      out,
                      "flow",
                      "serve",
                      "--source",
                      "talk",
                      "--port",
                      "0",
                      "--format",
                      "json");
              out.close();
            });
    try {
      var lines = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8));
      @Nullable String said = lines.readLine();
      return said != null
          && Json.read(said) instanceof Value.Mapping about
          && about.get("address") instanceof Value.Text(var address)
          && call(address);
    } finally {
      server.interrupt();
      server.join(PATIENCE);
    }
  }

  private static boolean call(String address) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var score = HttpRequest.newBuilder(URI.create(address + "/score"));
      var body = HttpRequest.BodyPublishers.ofString("{\"question\": \"Is it so?\"}");
      int whole = http.send(score.POST(body).build(), BodyHandlers.discarding()).statusCode();
      var events = score.header("Accept", "text/event-stream").build();
      int pieces = http.send(events, BodyHandlers.discarding()).statusCode();
      var page = HttpRequest.newBuilder(URI.create(address + "/")).build();
      int shown = http.send(page, BodyHandlers.discarding()).statusCode();
      return whole == 200 && pieces == 200 && shown == 200;
    }
  }

  private static int pf(Path folder, PrintStream out, String... args) {
    Map<String, String> environment =
        Map.of("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    var nothing = new ByteArrayInputStream(new byte[0]);
    return Pf.run(
        List.of(args), new Terminal(nothing, out, nowhere(), environment, folder, Set.of()));
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
