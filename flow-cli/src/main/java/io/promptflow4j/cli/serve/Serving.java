package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.Pf;
import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.app.FlowServer;
import io.promptflow4j.server.app.ServerException;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.measure.Measures;
import io.promptflow4j.server.security.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Starts the server of a flow, says where it is, and ends it when somebody asks for that.
final class Serving {

  private final Terminal terminal;
  private final boolean isJson;
  private final ListenOptions listen;
  private final AccessOptions access;
  private final LimitOptions limits;

  Serving(
      Terminal terminal,
      boolean isJson,
      ListenOptions listen,
      AccessOptions access,
      LimitOptions limits) {
    this.terminal = terminal;
    this.isJson = isJson;
    this.listen = listen;
    this.access = access;
    this.limits = limits;
  }

  /// Serves until a signal comes.
  ///
  /// @param environment with what options say
  int serve(Flow flow, Path folder, Map<String, String> environment) {
    ServerSettings settings = settings();
    String name = name(folder);
    Optional<Measures> measures = settings.managementPort().map(_ -> new Measures(name));
    var served =
        new ServedFlow(
            name,
            flow,
            includedOutputs(environment),
            RunRequest.limitIn(environment),
            result -> measures.ifPresent(known -> known.call(result)));
    String version = Pf.class.getPackage().getImplementationVersion();
    var about =
        new FlowServer.About(
            version == null ? "development" : version,
            environment.getOrDefault("BUILD_INFO", ""),
            example(folder),
            folder.resolve(".promptflow").resolve("feedback.jsonl"),
            measures,
            line -> terminal.tell("pf: error: " + Printable.line(line)));
    try (var interruption = Interruption.of(terminal::tell);
        var opened = access.open(terminal);
        FlowServer server = FlowServer.start(served, about, settings, opened.access())) {
      say(server, served);
      awaitEnd(server);
      return interruption.isAsked() ? ExitCode.OK : ExitCode.FAILURE;
    } catch (ServerException refused) {
      throw new CommandFailure(refused.code(), String.valueOf(refused.getMessage()), refused);
    } finally {
      measures.ifPresent(Measures::close);
    }
  }

  /// What is known of a server that serves no flow of a folder.
  static FlowServer.About about(Terminal terminal, Optional<Measures> measures) {
    String version = Pf.class.getPackage().getImplementationVersion();
    return new FlowServer.About(
        version == null ? "development" : version,
        terminal.environment().getOrDefault("BUILD_INFO", ""),
        Value.Mapping.EMPTY,
        terminal.folder().resolve("feedback.jsonl"),
        measures,
        line -> terminal.tell("pf: error: " + Printable.line(line)));
  }

  /// Waits for a signal, then for the calls inside.
  static void awaitEnd(FlowServer server) {
    try {
      new CountDownLatch(1).await(); // until a signal interrupts this thread
    } catch (InterruptedException _) {
      boolean _ = server.drain();
    }
  }

  private void say(FlowServer server, ServedFlow served) {
    Optional<String> management =
        server.managementPort().stream().mapToObj("http://localhost:%d"::formatted).findFirst();
    if (isJson) {
      terminal.printLine(
          StrictJson.write(
              new Fields()
                  .put("name", served.name())
                  .put("address", server.address())
                  .put("management", management)
                  .end()));
      return;
    }
    terminal.printLine(
        "Serving '%s' at %s (Ctrl-C stops)".formatted(served.name(), server.address()));
    management.ifPresent(
        address -> terminal.printLine("Health and metrics at %s/metrics".formatted(address)));
  }

  private String name(Path folder) {
    if (listen.name != null) {
      return listen.name;
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "flow" : name.toString();
  }

  /// What the options say.
  ServerSettings settings() {
    limits.check();
    List<Path> tls = listen.tls(terminal).orElse(List.of());
    return new ServerSettings(
        listen.host,
        port("--port", listen.port),
        keys(),
        tls.isEmpty()
            ? Optional.empty()
            : Optional.of(new ServerSettings.Tls(tls.getFirst(), tls.getLast())),
        new ServerSettings.Reach(listen.hosts, listen.origins, listen.proxies),
        limited(),
        Optional.ofNullable(listen.managementPort).map(said -> port("--management-port", said)),
        Optional.ofNullable(listen.staticFolder).map(terminal::path));
  }

  private static int port(String option, int said) {
    if (said < 0 || said > 65_535) {
      throw new UsageFailure("%s takes 0 to 65535, but got %d".formatted(option, said));
    }
    return said;
  }

  private ApiKeys keys() {
    try {
      return ApiKeys.of(listen.keys(terminal));
    } catch (IllegalArgumentException unsafe) {
      throw new CommandFailure("bad-key", String.valueOf(unsafe.getMessage()), unsafe);
    }
  }

  private ServerSettings.Limits limited() {
    var limited = ServerSettings.Limits.usual();
    if (limits.concurrency != null) {
      limited = limited.withCalls(limits.concurrency).withCallsOfOne(limits.concurrency);
    }
    if (limits.concurrencyPerKey != null) {
      limited = limited.withCallsOfOne(limits.concurrencyPerKey);
    }
    if (limits.connections != null) {
      limited = limited.withConnections(limits.connections);
    }
    if (limits.bodyMiB != null) {
      limited = limited.withBodyBytes((long) limits.bodyMiB << 20);
    }
    if (limits.drainSeconds != null) {
      limited = limited.withDrain(Duration.ofSeconds(limits.drainSeconds));
    }
    return limited;
  }

  /// What `PROMPTFLOW_RESPONSE_INCLUDED_FIELDS` says, as in the original.
  static Optional<List<String>> includedOutputs(Map<String, String> environment) {
    String said =
        environment.getOrDefault(
            "PROMPTFLOW_RESPONSE_INCLUDED_FIELDS",
            environment.getOrDefault("PF_RESPONSE_INCLUDED_FIELDS", ""));
    if (said.isBlank()) {
      return Optional.empty();
    }
    try {
      if (Json.read(said) instanceof Value.Sequence(var names)) {
        return Optional.of(
            names.stream()
                .map(name -> name instanceof Value.Text(var text) ? text : Json.write(name))
                .toList());
      }
    } catch (JsonSyntaxException noJson) {
      // said below
    }
    throw new CommandFailure(
        "bad-input",
        "PROMPTFLOW_RESPONSE_INCLUDED_FIELDS has to be a JSON list of outputs, such as"
            + " [\"answer\"]");
  }

  /// The first row of the flow's `samples.json`.
  private static Value example(Path folder) {
    try {
      if (Json.read(Files.readString(folder.resolve("samples.json")))
              instanceof Value.Sequence(var rows)
          && !rows.isEmpty()) {
        return rows.getFirst();
      }
    } catch (IOException | JsonSyntaxException none) {
      // the description has no example then
    }
    return Value.Mapping.EMPTY;
  }
}
