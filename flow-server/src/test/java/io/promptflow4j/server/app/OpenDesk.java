package io.promptflow4j.server.app;

import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.studio.gallery.Gallery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The whole studio over a workspace, on a real server with a real store, and its callers.
final class OpenDesk implements AutoCloseable {

  static final Path SAMPLES = Path.of("../samples");

  final Path workspace;
  final AccessStore access;
  private final RunStore store;
  private final Access callers;
  private final StudioContent studio;
  private final FlowServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  /// A key for each role.
  private final Map<Role, String> keys = new EnumMap<>(Role.class);

  private OpenDesk(Path around) throws IOException {
    this.workspace = Files.createDirectories(around.resolve("work"));
    var address = new StoreAddress.Sqlite(around.resolve("store/runs.sqlite"));
    this.store = RunStores.open(address);
    this.access = RunStores.openAccess(address);
    for (Role role : Role.values()) {
      keys.put(role, key(role));
    }
    this.callers = Access.of(access, true, List.of(), _ -> {});
    FlowSettings settings =
        FlowSettings.defaults()
            .withEnvironment(Map.of("PF_HOME_DIRECTORY", around.resolve("home").toString()));
    var desk =
        StudioDesk.open(
            workspace,
            store,
            access.audit(),
            settings,
            oneTemplate(),
            Optional.of(around.resolve("jobs")),
            _ -> {});
    this.studio = StudioContent.open(workspace, settings, desk, _ -> {});
    var about =
        new FlowServer.About(
            "0.1", "", Value.Mapping.EMPTY, around.resolve("f.jsonl"), Optional.empty(), _ -> {});
    this.server = FlowServer.start(studio, about, ServerSettings.local(0), callers);
  }

  static OpenDesk in(Path around) throws IOException {
    return new OpenDesk(around);
  }

  /// A gallery with one flow.
  private static Gallery oneTemplate() {
    return new Gallery() {
      @Override
      public List<Item> items() {
        return List.of(
            new Item("template:chat", "template", "Chat", "", "", List.of("flow.dag.yaml")));
      }

      @Override
      public void write(Item item, Path target) throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("flow.dag.yaml"), "nodes: []\n");
      }
    };
  }

  private String key(Role role) {
    var grant = new Grant(role.written(), role, List.of(), Quota.NONE, Optional.empty());
    return access.keys().create(grant, "ann", Instant.now()).text().reveal();
  }

  /// The link that lets one browser in.
  String link() {
    return server.address() + "/studio/#login=" + studio.loginCode();
  }

  String keyOf(Role role) {
    return keys.getOrDefault(role, "");
  }

  /// Copies a folder of the samples into the workspace.
  void sample(String from, String to) throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES.resolve(from))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = workspace.resolve(to).resolve(SAMPLES.resolve(from).relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  void write(String name, String text) throws IOException {
    Path file = workspace.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  HttpResponse<String> ask(String key, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    return ask(keyOf(Role.ADMIN), method, path, body);
  }

  Value.Mapping get(String path) throws IOException, InterruptedException {
    return (Value.Mapping) Json.read(ask("GET", path, "").body());
  }

  Value.Mapping post(String path, String body) throws IOException, InterruptedException {
    return (Value.Mapping) Json.read(ask("POST", path, body).body());
  }

  /// Asks until the answer is as it is to be.
  Value.Mapping await(String path, Predicate<Value.Mapping> wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Value.Mapping found = get(path);
    while (!wanted.test(found) && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      found = get(path);
    }
    return found;
  }

  List<String> routes() {
    return server.routes();
  }

  @Override
  public void close() {
    server.close();
    studio.close();
    callers.close();
    access.close();
    store.close();
  }
}
