package io.promptflow4j.server;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.deployment.file.DeploymentFile;
import io.promptflow4j.core.deployment.file.EndpointFile;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.deployment.Deployer;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.app.Access;
import io.promptflow4j.server.app.EndpointContent;
import io.promptflow4j.server.app.FlowServer;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.deployment.live.Loading;
import io.promptflow4j.server.deployment.measure.Measures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The endpoints of a store in a folder, served on a free port. `shop` is there, without
/// deployments.
public final class ServedEndpoints implements AutoCloseable {

  public final RunStore store;
  public final FlowServer server;
  public final EndpointContent content;
  public final Deployer deployer;
  public final Measures measures = new Measures("endpoints");
  public final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServedEndpoints(Path folder, ServerSettings settings, Duration pause, Access access) {
    this.folder = folder;
    this.store = RunStores.open(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
    this.deployer =
        new Deployer(store, FlowSettings.defaults(), InstantSource.system(), "the test");
    var _ = deployer.create("shop", told(Map.of()));
    var loading =
        new Loading(
            store, FlowSettings.defaults(), Duration.ofMinutes(1), Optional.empty(), (_, _) -> {});
    this.content =
        EndpointContent.open(
            loading,
            new EndpointContent.Settings(pause, 42, 4, folder.resolve("jobs")),
            Optional.of(measures),
            log::add);
    this.server =
        FlowServer.start(
            content,
            new FlowServer.About(
                "0.1", "", Value.Mapping.EMPTY, folder.resolve("none"), Optional.empty(), log::add),
            settings,
            access);
  }

  /// Looks at the store every ten milliseconds.
  public static ServedEndpoints in(Path folder) {
    return guarded(folder, Access.none());
  }

  /// The same for callers who are known.
  public static ServedEndpoints guarded(Path folder, Access access) {
    return new ServedEndpoints(folder, ServerSettings.local(0), Duration.ofMillis(10), access);
  }

  /// What the command line would say.
  public static EndpointFile told(Map<String, Value> values) {
    return EndpointFile.told(values).file().orElseThrow();
  }

  /// Splits the traffic of `shop` and waits for nothing.
  public Endpoint split(String traffic) {
    return deployer.traffic("shop", Split.read(traffic));
  }

  /// Changes what is served, and has the server follow at once.
  public void follow() {
    content.live().follow();
  }

  /// Puts a flow behind `shop` that says `greeting` to `name`.
  public Deployment deploy(String deployment, String greeting, String... more) throws IOException {
    return deploy(deployment, flow(deployment, greeting), more);
  }

  /// Puts a flow behind `shop`; `more` are lines of its file.
  public Deployment deploy(String deployment, Path flow, String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(deployment + ".yaml"),
            "flow: %s\n%s\n".formatted(flow, String.join("\n", more)));
    DeploymentFile read = DeploymentFile.read(file, Map.of()).file().orElseThrow();
    Endpoints endpoints = store.endpoints();
    boolean fresh = endpoints.find("shop").orElseThrow().deployment(deployment).isEmpty();
    return deployer.deploy("shop", deployment, read, fresh, false);
  }

  /// The folder of a flow that says `greeting` to `name`.
  public Path flow(String title, String greeting) throws IOException {
    Path flow = Files.createDirectories(folder.resolve("flow-" + title));
    Files.writeString(
        flow.resolve("flow.dag.yaml"),
        """
        inputs:
          name: {type: string}
        outputs:
          greeting: {type: string, reference: "${greet.output}"}
        nodes:
        - name: greet
          type: prompt
          source: {type: code, path: greet.jinja2}
          inputs: {name: "${inputs.name}"}
        """);
    Files.writeString(flow.resolve("greet.jinja2"), greeting + " {{name}}");
    return flow;
  }

  public HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(server.address() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).GET());
  }

  public HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// Asks `shop` to greet Ada.
  public HttpResponse<String> greet(String... headers) throws IOException, InterruptedException {
    return post("/endpoints/shop/score", "{\"name\": \"Ada\"}", headers);
  }

  public static Value.Mapping json(HttpResponse<String> answer) {
    return (Value.Mapping) Json.read(answer.body());
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
    content.close();
    store.close();
    measures.close();
  }
}
