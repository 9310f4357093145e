package io.promptflow4j.cli.studio;

import io.promptflow4j.cli.Pf;
import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.Workspace;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.app.Access;
import io.promptflow4j.server.app.FlowServer;
import io.promptflow4j.server.app.ServerException;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.app.StudioContent;
import io.promptflow4j.server.app.StudioDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pf studio`: opens the studio of a folder in the browser, until it is told to stop.
@Command(
    name = "studio",
    description = {
      "See, edit, run and debug the flows of a folder in the browser.",
      "Listens on this machine alone; the link that is printed lets one browser in, once."
    },
    footer = {
      "",
      "Example: pf studio samples",
      "         pf studio my-flows --port 8090 --no-browser"
    })
public final class StudioCommand implements Callable<Integer> {

  private static final long LARGEST_BODY = 16L << 20;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "The folder to work on. Default: the current one.")
  private Path folder = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 for any port that is free. Default: 23333.")
  private int port = 23_333;

  @Option(names = "--no-browser", description = "Print the link, and open no browser.")
  private boolean noBrowser;

  private final Terminal terminal;

  public StudioCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new UsageFailure("--port takes 0 to 65535, but got %d".formatted(port));
    }
    Path where = folder();
    if (!StudioContent.isBuilt()) {
      throw new CommandFailure(
          "no-studio",
          "this build of pf has no studio: it was made on a machine without npm; build it where"
              + " npm is");
    }
    var local = ServerSettings.local(port);
    try (var interruption = Interruption.of(terminal::tell);
        RunStore store = store(where);
        AccessStore access = RunStores.openAccess(where, terminal.environment());
        var studio = studio(where, store, access);
        FlowServer server =
            FlowServer.start(
                studio,
                about(where),
                local.withLimits(local.limits().withBodyBytes(LARGEST_BODY)),
                Access.none())) {
      say(server, studio, where);
      awaitEnd(server);
      return interruption.isAsked() ? ExitCode.OK : ExitCode.FAILURE;
    } catch (ServerException refused) {
      throw new CommandFailure(refused.code(), String.valueOf(refused.getMessage()), refused);
    }
  }

  private Path folder() {
    Path where = terminal.path(folder).toAbsolutePath().normalize();
    if (!Files.isDirectory(where)) {
      throw new CommandFailure(
          "no-such-folder",
          "there is no folder '%s' to work on".formatted(Printable.line(folder.toString())));
    }
    return where;
  }

  private StudioContent studio(Path where, RunStore store, AccessStore access) {
    FlowSettings around = settings.settings(terminal);
    Path jobs = Workspace.find(where, terminal.environment()).folder().resolve("jobs");
    var desk =
        StudioDesk.open(
            where,
            store,
            access.audit(),
            around,
            StudioGallery.ofInstallation(),
            Optional.of(jobs),
            this::told);
    return StudioContent.open(where, around, desk, this::told);
  }

  private RunStore store(Path where) {
    try {
      return RunStores.open(where, terminal.environment());
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure("bad-store", String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private FlowServer.About about(Path where) {
    String version = Pf.class.getPackage().getImplementationVersion();
    return new FlowServer.About(
        version == null ? "development" : version,
        "",
        Value.Mapping.EMPTY,
        where.resolve(".promptflow").resolve("feedback.jsonl"),
        Optional.empty(),
        line -> told("error: " + line));
  }

  private void told(String line) {
    terminal.tell("pf: " + Printable.line(line));
  }

  private void say(FlowServer server, StudioContent studio, Path where) {
    String link = server.address() + "/studio/#login=" + studio.loginCode();
    if (common.isJson()) {
      terminal.printLine(
          StrictJson.write(
              new Fields()
                  .put("address", server.address() + "/studio/")
                  .put("link", link)
                  .put("folder", where.toString())
                  .end()));
    } else {
      terminal.printLine("Studio of %s (Ctrl-C stops)".formatted(Printable.line(where.toString())));
      terminal.printLine("Open this link; it counts once: " + link);
    }
    if (!noBrowser) {
      openBrowser(link);
    }
  }

  private void openBrowser(String link) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> command;
    if (system.contains("mac")) {
      command = List.of("open", link);
    } else if (system.contains("win")) {
      command = List.of("rundll32", "url.dll,FileProtocolHandler", link);
    } else {
      command = List.of("xdg-open", link);
    }
    try {
      var _ =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException none) {
      told("no browser could be opened; open the link by hand");
    }
  }

  private static void awaitEnd(FlowServer server) {
    try {
      new CountDownLatch(1).await(); // until a signal interrupts this thread
    } catch (InterruptedException _) {
      boolean _ = server.drain();
    }
  }
}
