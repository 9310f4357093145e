package io.promptflow4j.server.app;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.javalin.util.JavalinBindException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.description.OpenApi;
import io.promptflow4j.server.deployment.description.Swagger;
import io.promptflow4j.server.deployment.mcp.FlowTools;
import io.promptflow4j.server.deployment.measure.Measures;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.route.DescriptionRoutes;
import io.promptflow4j.server.route.Failures;
import io.promptflow4j.server.route.FeedbackRoutes;
import io.promptflow4j.server.route.OpenAiRoutes;
import io.promptflow4j.server.route.ScoreRoutes;
import io.promptflow4j.server.route.StatusRoutes;
import io.promptflow4j.server.route.guard.Repeats;
import io.promptflow4j.server.route.mcp.McpRoutes;
import io.promptflow4j.server.security.Admission;
import io.promptflow4j.server.security.Callers;
import io.promptflow4j.server.security.FaultWriter;
import io.promptflow4j.server.security.Gate;
import io.promptflow4j.server.security.HeapRoom;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import io.promptflow4j.server.security.Shares;
import io.promptflow4j.server.security.Whereabouts;
import io.promptflow4j.server.security.WrongKeys;
import io.promptflow4j.server.security.connection.Departures;
import io.promptflow4j.server.security.connection.GuardedConnector;
import io.promptflow4j.server.security.connection.HeaderDeadline;
import io.promptflow4j.server.security.connection.OpenConnections;
import io.promptflow4j.server.security.connection.PemFiles;
import io.promptflow4j.server.studio.StaticFolder;
import io.promptflow4j.server.studio.StudioRoutes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// Serves a flow, or the endpoints of a store, over HTTP from the moment it is started until it is
/// closed.
public final class FlowServer implements AutoCloseable {

  private static final Duration LOOK_FOR_LEAVERS = Duration.ofMillis(200);

  private final ServerSettings settings;
  private final Access access;
  private final Optional<Callers> callers;
  private final Javalin javalin;
  private final Gate gate;
  private final Departures departures;
  private final OpenConnections connections;
  private final HeaderDeadline headerDeadline;
  private @Nullable ManagementListener management;

  /// What is known of a flow besides itself.
  ///
  /// @param version of the server
  /// @param buildInfo what `BUILD_INFO` says; may be empty
  /// @param example an example of inputs
  /// @param feedback the file that keeps feedback
  /// @param measures counts and times, if anybody wants them
  /// @param log takes what went wrong inside, a line each
  public record About(
      String version,
      String buildInfo,
      Value example,
      Path feedback,
      Optional<Measures> measures,
      Consumer<String> log) {}

  private FlowServer(
      Content content, About about, ServerSettings settings, Access access, boolean loopback) {
    this.settings = settings;
    this.access = access;
    this.callers = access.callers(settings.keys());
    ServerSettings.Limits limits = settings.limits();
    ServerSettings.Reach reach = settings.reach();
    var admission = new Admission(limits.calls(), limits.queue(), HeapRoom.ofProcess());
    this.gate =
        new Gate(
            new Whereabouts(loopback, reach.hosts(), reach.origins(), reach.proxies()),
            callers,
            access.refusals(),
            new WrongKeys(InstantSource.system()),
            admission,
            new Shares(callsOfOne()),
            limits.bodyBytes(),
            about
                .measures()
                .<Gate.Finished>map(known -> known::request)
                .orElse(Gate.Finished.UNHEARD));
    about.measures().ifPresent(known -> watch(known, admission));
    this.departures = new Departures(LOOK_FOR_LEAVERS);
    this.connections = new OpenConnections(limits.connections());
    this.headerDeadline = new HeaderDeadline(limits.headers(), connections);
    this.javalin = Javalin.create(config -> configure(config, content, about, loopback));
  }

  /// Without keys all callers are one.
  private int callsOfOne() {
    ServerSettings.Limits limits = settings.limits();
    return callers.isEmpty() || limits.callsOfOne() >= limits.calls()
        ? Integer.MAX_VALUE
        : limits.callsOfOne();
  }

  private static void watch(Measures measures, Admission admission) {
    measures.watch("calls.running", "Calls that run now.", admission::running);
    measures.watch("calls.waiting", "Calls that wait for their turn.", admission::waiting);
  }

  /// Starts to serve a flow, which stays its owner's to close.
  ///
  /// @throws ServerException if it would be unsafe, or if the port is taken
  public static FlowServer start(ServedFlow flow, About about, ServerSettings settings) {
    return start(flow, about, settings, Access.none());
  }

  /// As [#start(ServedFlow, About, ServerSettings)], with more callers than the holders of the
  /// server's own keys.
  ///
  /// @param access stays its owner's to close
  public static FlowServer start(
      ServedFlow flow, About about, ServerSettings settings, Access access) {
    return start(
        (routes, around) -> flowRoutes(routes, around, flow, about, settings),
        about,
        settings,
        access);
  }

  /// Starts to serve endpoints.
  ///
  /// @param endpoints stay their owner's to close, as does `access`
  /// @throws ServerException if it would be unsafe, or if the port is taken
  public static FlowServer start(
      EndpointContent endpoints, About about, ServerSettings settings, Access access) {
    return start(endpoints::addTo, about, settings, access);
  }

  /// Starts to serve models of shared connections.
  ///
  /// @param access stays its owner's to close
  /// @throws ServerException if it would be unsafe, or if the port is taken
  public static FlowServer start(
      GatewayContent gateway, About about, ServerSettings settings, Access access) {
    return start(gateway.around(access), about, settings, access);
  }

  /// Starts the studio of a folder. Whoever has its login code comes in, or a caller of `access`.
  ///
  /// @param studio stays its owner's to close, as does `access`
  /// @throws ServerException if it would be unsafe, or if the port is taken
  public static FlowServer start(
      StudioContent studio, About about, ServerSettings settings, Access access) {
    return start(
        studio.around(about, access, settings), about, settings, access.and(studio.signedIn()));
  }

  private static FlowServer start(
      Content content, About about, ServerSettings settings, Access access) {
    var server =
        new FlowServer(content, about, settings, access, checkedLoopback(settings, access));
    try {
      server.javalin.start();
      server.manage(about);
      return server;
    } catch (JavalinBindException taken) {
      server.close();
      throw new ServerException(
          "port-in-use",
          "port %d of %s is in use or may not be used; say --port"
              .formatted(settings.port(), settings.host()),
          taken);
    } catch (RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  private void manage(About about) {
    settings
        .managementPort()
        .ifPresent(port -> {
          try {
            management = new ManagementListener(port, gate::isOpen, about.measures());
          } catch (IOException taken) {
            throw new ServerException(
                "port-in-use", "port %d is in use; say --management-port".formatted(port), taken);
          }
        });
  }

  private static boolean checkedLoopback(ServerSettings settings, Access access) {
    boolean loopback;
    try {
      loopback = Whereabouts.isLoopback(settings.host());
    } catch (IllegalArgumentException unknown) {
      throw new ServerException("bad-host", String.valueOf(unknown.getMessage()), unknown);
    }
    if (loopback) {
      return true;
    }
    if (access.callers(settings.keys()).isEmpty()) {
      throw new ServerException(
          "unsafe-bind",
          "%s can be reached by other machines, so callers need keys: --workspace-keys or --api-key-file FILE"
              .formatted(settings.host()));
    }
    if (settings.tls().isEmpty() && settings.reach().proxies().isEmpty()) {
      throw new ServerException(
          "unsafe-bind",
          "%s can be reached by other machines, so keys need TLS: --tls-certificate and --tls-key, or --behind-proxy ADDRESS if a proxy does that"
              .formatted(settings.host()));
    }
    return false;
  }

  private void configure(JavalinConfig config, Content content, About about, boolean loopback) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(server -> {
      server.setHandler(gate);
      server.setErrorHandler(new FaultWriter());
    });
    config.jetty.addConnector(this::connector);
    routes(config, content, about, loopback);
  }

  private GuardedConnector connector(Server server, HttpConfiguration http) {
    ServerSettings.Limits limits = settings.limits();
    var connector =
        GuardedConnector.of(
            server,
            http,
            new GuardedConnector.Limits(connections, limits.idle()),
            tls(),
            headerDeadline);
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    return connector;
  }

  private Optional<SslContextFactory.Server> tls() {
    try {
      return settings.tls().map(files -> PemFiles.tls(files.certificate(), files.key()));
    } catch (IllegalArgumentException wrong) {
      throw new ServerException("bad-tls", String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private void routes(JavalinConfig config, Content content, About about, boolean loopback) {
    ServerSettings.Limits limits = settings.limits();
    var bodies = new Bodies(limits.bodyBytes(), limits.headers());
    var calls = new Calls(bodies, departures, limits.heartbeat());
    new Failures((id, problem) -> about.log().accept("request %s: %s".formatted(id, problem)))
        .addTo(config.routes);
    var roles = new RoleCheck(access.refusals());
    roles.addTo(config.routes);
    new Repeats(access.replies(), bodies, InstantSource.system()).addTo(config.routes);
    access.addTo(config.routes, bodies, !content.holdsQuotas());
    new StatusRoutes(gate::isOpen, about.version(), about.buildInfo()).addTo(config.routes);
    content.addTo(
        config.routes,
        new Content.Around(calls, roles, gate::isOpen, loopback, callers.isPresent()));
  }

  private static void flowRoutes(
      RoutesConfig routes,
      Content.Around around,
      ServedFlow flow,
      About about,
      ServerSettings settings) {
    routes.beforeMatched(ctx -> endpoint(ctx, around.roles(), flow.name()));
    new ScoreRoutes(flow, around.calls(), around.loopback()).addTo(routes);
    new DescriptionRoutes(Swagger.of(flow, about.example()), OpenApi.of(flow, around.keys()))
        .addTo(routes);
    flow.chat()
        .ifPresent(chat ->
            new OpenAiRoutes(flow, chat, around.calls(), InstantSource.system()).addTo(routes));
    new McpRoutes(new FlowTools(List.of(flow), about.version()), around.calls()).addTo(routes);
    new StudioRoutes(flow, staticFolder(settings)).addTo(routes);
    new FeedbackRoutes(around.calls().bodies(), about.feedback(), InstantSource.system())
        .addTo(routes);
  }

  /// All routes that are not open to everybody are those of the one flow.
  private static void endpoint(Context ctx, RoleCheck roles, String flow) {
    if (!ctx.routeRoles().contains(Needs.NOBODY)) {
      roles.checkEndpoint(ctx, flow);
    }
  }

  /// Each route and what it needs: `POST /score RUNNER`; without that, it is open to nobody.
  List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint ->
            "%s %s %s".formatted(endpoint.method.name(), endpoint.path, needs(endpoint)))
        .toList();
  }

  private static String needs(Endpoint endpoint) {
    @Nullable Roles roles = endpoint.metadata(Roles.class);
    return roles == null
        ? ""
        : roles.getRoles().stream().map(Object::toString).collect(Collectors.joining(","));
  }

  private static Optional<StaticFolder> staticFolder(ServerSettings settings) {
    try {
      return settings.staticFolder().map(StaticFolder::new);
    } catch (IllegalArgumentException missing) {
      throw new ServerException("file-not-found", String.valueOf(missing.getMessage()), missing);
    }
  }

  /// The port it listens on.
  public int port() {
    return javalin.port();
  }

  /// The port of health and metrics; empty if there is none.
  public OptionalInt managementPort() {
    return management == null ? OptionalInt.empty() : OptionalInt.of(management.port());
  }

  /// Where it is reached from this machine.
  public String address() {
    return "%s://%s:%d"
        .formatted(settings.tls().isPresent() ? "https" : "http", shownHost(), port());
  }

  private String shownHost() {
    return switch (settings.host()) {
      case "0.0.0.0", "::" -> "localhost";
      default -> settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    };
  }

  /// Lets no more calls in and waits until those inside have ended, at most as long as the settings
  /// say. Health says 503 from now on. Whether all have ended.
  public boolean drain() {
    gate.close();
    long deadline = System.nanoTime() + settings.limits().drain().toNanos();
    while (gate.inside() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return gate.inside() == 0;
  }

  /// How many calls are inside.
  public int calls() {
    return gate.inside();
  }

  /// Ends at once; what still runs is canceled.
  @Override
  public void close() {
    gate.close();
    departures.close();
    javalin.stop();
    headerDeadline.close();
    if (management != null) {
      management.close();
    }
  }
}
