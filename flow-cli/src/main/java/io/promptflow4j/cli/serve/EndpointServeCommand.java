package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.run.store.Workspace;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.app.EndpointContent;
import io.promptflow4j.server.app.FlowServer;
import io.promptflow4j.server.app.ServerException;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.deployment.live.LiveEndpoint;
import io.promptflow4j.server.deployment.live.Loading;
import io.promptflow4j.server.deployment.measure.Measures;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf endpoint serve`: serves all endpoints of the workspace until it is told to stop.
@Command(
    name = "serve",
    description = {
      "Serve all endpoints of the workspace over HTTP: /endpoints/NAME/score and OpenAI's",
      "/endpoints/NAME/v1. Changes by other commands take effect while it runs."
    },
    footer = {"", "Example: pf endpoint serve --port 8080"})
public final class EndpointServeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private AccessOptions access = new AccessOptions();
  @Mixin private LimitOptions limits = new LimitOptions();

  private final Terminal terminal;

  public EndpointServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var serving = new Serving(terminal, common.isJson(), listen, access, limits);
    ServerSettings settings = serving.settings();
    return new EndpointWork(terminal, common).with(workspace -> serve(workspace, settings));
  }

  private int serve(OpenWorkspace workspace, ServerSettings settings) {
    Optional<Measures> measures = settings.managementPort().map(_ -> new Measures("endpoints"));
    Map<String, String> environment = terminal.environment();
    var loading =
        new Loading(
            workspace.store(),
            new EndpointWork(terminal, common).around(),
            RunRequest.limitIn(environment),
            Serving.includedOutputs(environment),
            (name, result) -> measures.ifPresent(known -> known.call(name, result)));
    try (var interruption = Interruption.of(terminal::tell);
        var endpoints =
            EndpointContent.open(
                loading, EndpointContent.Settings.usual(jobs()), measures, this::told);
        var opened = access.open(terminal);
        FlowServer server =
            FlowServer.start(endpoints, about(measures), settings, opened.access())) {
      say(server, endpoints);
      Serving.awaitEnd(server);
      return interruption.isAsked() ? ExitCode.OK : ExitCode.FAILURE;
    } catch (ServerException refused) {
      throw new CommandFailure(refused.code(), String.valueOf(refused.getMessage()), refused);
    } finally {
      measures.ifPresent(Measures::close);
    }
  }

  /// Beside the runs, if they are kept in a folder.
  private Path jobs() {
    return Workspace.find(terminal.path(Path.of("")), terminal.environment())
        .folder()
        .resolve("jobs");
  }

  private FlowServer.About about(Optional<Measures> measures) {
    return Serving.about(terminal, measures);
  }

  private void told(String line) {
    terminal.tell("pf: " + Printable.line(line));
  }

  private void say(FlowServer server, EndpointContent endpoints) {
    Map<String, LiveEndpoint> all = endpoints.live().all();
    if (common.isJson()) {
      terminal.printLine(
          StrictJson.write(
              new Fields()
                  .put("address", server.address())
                  .put("endpoints", all.keySet().stream().map(Value::of).toList())
                  .end()));
      return;
    }
    terminal.printLine(
        "Serving %d %s at %s (Ctrl-C stops)"
            .formatted(all.size(), all.size() == 1 ? "endpoint" : "endpoints", server.address()));
    all.keySet()
        .forEach(name ->
            terminal.printLine("  %s/endpoints/%s/score".formatted(server.address(), name)));
  }
}
