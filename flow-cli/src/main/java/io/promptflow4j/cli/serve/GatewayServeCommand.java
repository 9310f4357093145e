package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.billing.ProjectPrices;
import io.promptflow4j.core.model.catalog.file.CatalogException;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionFile;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.app.FlowServer;
import io.promptflow4j.server.app.GatewayContent;
import io.promptflow4j.server.app.ServerException;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.deployment.gateway.SharedModels;
import io.promptflow4j.server.deployment.measure.Measures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf gateway serve`: lets others call models through one's connections, until it is told to stop.
@Command(
    name = "serve",
    description = {
      "Serve models of your connections to OpenAI's clients, without handing out their keys:",
      "/v1/chat/completions, /v1/embeddings, /v1/models, and the catalog at /catalog/models."
    },
    footer = {
      "",
      "Example: pf key create --name team-a --endpoint openai --quota '5 USD, 8 at once'",
      "         pf gateway serve --connection openai --workspace-keys"
    })
public final class GatewayServeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private AccessOptions access = new AccessOptions();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--connection",
      split = ",",
      required = true,
      paramLabel = "NAME|FILE",
      description = {
        "The connections to share, the preferred ones first: names of stored ones, or files.",
        "A key with --endpoint reaches only those it names."
      })
  private List<String> connections = new ArrayList<>();

  private final Terminal terminal;

  public GatewayServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ServerSettings settings =
        new Serving(terminal, common.isJson(), listen, access, limits).settings();
    Optional<Measures> measures = settings.managementPort().map(_ -> new Measures("gateway"));
    try (var interruption = Interruption.of(terminal::tell);
        var workspace = OpenWorkspace.of(terminal);
        var models = models();
        var opened = access.open(terminal);
        FlowServer server =
            FlowServer.start(
                new GatewayContent(shared(models, workspace), measures),
                Serving.about(terminal, measures),
                settings,
                opened.access())) {
      say(server);
      Serving.awaitEnd(server);
      return interruption.isAsked() ? ExitCode.OK : ExitCode.FAILURE;
    } catch (ServerException refused) {
      throw new CommandFailure(refused.code(), String.valueOf(refused.getMessage()), refused);
    } finally {
      measures.ifPresent(Measures::close);
    }
  }

  private ConfiguredModels models() {
    return ConfiguredModels.with(
        new ModelSettings(
            connections.stream().filter(GatewayServeCommand::isFile).map(this::file).toList(),
            ConnectionStore.ofUser(terminal.environment()),
            terminal.environment(),
            Optional.empty(),
            Optional.empty(),
            this::told));
  }

  private void told(String notice) {
    terminal.tell("pf: " + Printable.line(notice));
  }

  private static boolean isFile(String written) {
    return written.endsWith(".yaml") || written.endsWith(".yml") || written.endsWith(".json");
  }

  private Path file(String written) {
    Path file = terminal.path(Path.of(written));
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          "file-not-found",
          "there is no connection file '%s' to read".formatted(Printable.line(written)));
    }
    return file;
  }

  private SharedModels shared(ConfiguredModels models, OpenWorkspace workspace) {
    List<String> names = names();
    try {
      for (String name : names) {
        var _ = models.behind(name); // one that is broken is told now, not to a caller
      }
      Path folder = terminal.path(Path.of("")).toAbsolutePath();
      return new SharedModels(
          models,
          names,
          Catalogs.of(folder, terminal.environment()),
          workspace.store().models(),
          new ProjectPrices(folder, terminal.environment(), this::told));
    } catch (ModelException broken) {
      throw new CommandFailure(broken.code(), String.valueOf(broken.getMessage()), broken);
    } catch (CatalogException wrong) {
      throw new CommandFailure("bad-catalog", wrong.diagnostics().getFirst().message(), wrong);
    }
  }

  private List<String> names() {
    try {
      return connections.stream().map(this::name).distinct().toList();
    } catch (ConnectionException broken) {
      throw new CommandFailure("bad-connection", String.valueOf(broken.getMessage()), broken);
    }
  }

  private String name(String written) {
    return isFile(written)
        ? ConnectionFile.read(file(written), Optional.empty(), new Diagnostics()).name()
        : written;
  }

  private void say(FlowServer server) {
    List<String> names = names();
    if (common.isJson()) {
      terminal.printLine(
          StrictJson.write(
              new Fields()
                  .put("address", server.address())
                  .put("connections", names.stream().map(Value::of).toList())
                  .end()));
      return;
    }
    terminal.printLine(
        "Serving models of %s at %s/v1 (Ctrl-C stops)"
            .formatted(String.join(", ", names), server.address()));
  }
}
