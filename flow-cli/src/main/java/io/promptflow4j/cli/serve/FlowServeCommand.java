package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.request.NamedModels;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.source.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf flow serve`: serves a flow over HTTP until it is told to stop.
@Command(
    name = "serve",
    description = "Serve a flow over HTTP: prompt flow's /score, OpenAI's /v1, and a page.",
    footer = {
      "",
      "Examples:",
      "  pf flow serve --source my-flow --port 8080",
      "  pf flow serve --source my-flow --host 0.0.0.0 --api-key-file keys.txt \\",
      "      --tls-certificate server.pem --tls-key server.key",
      "  pf flow serve --source my-flow --workspace-keys   (keys: pf key create)"
    })
public final class FlowServeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FlowArgument flow = new FlowArgument();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private AccessOptions access = new AccessOptions();
  @Mixin private LimitOptions limits = new LimitOptions();

  private final Terminal terminal;

  public FlowServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Option(
      names = "--config",
      arity = "1..*",
      paramLabel = "NAME=VALUE",
      hidden = true,
      description = "Of the original; connections always come from the local store.")
  void config(List<String> entries) {
    // nothing of it has a meaning here
  }

  @Option(names = "--engine", hidden = true, description = "Of the original; there is one engine.")
  void engine(String name) {
    // both of the original are the same here
  }

  @Option(
      names = "--skip-open-browser",
      hidden = true,
      description = "Of the original; no browser is opened.")
  void skipOpenBrowser(boolean skip) {
    // it is always skipped
  }

  @Override
  public Integer call() {
    Path path = flow.path(terminal);
    try {
      FlowSettings told = settings.settings(terminal);
      try (Flow loaded = NamedModels.load(path, told, terminal)) {
        remarks(path, loaded);
        return new Serving(terminal, common.isJson(), listen, access, limits)
            .serve(loaded, FlowArgument.folderOf(path), told.environment());
      }
    } catch (FlowLoadException mistakes) {
      return notLoaded(path, mistakes);
    }
  }

  private void remarks(Path path, Flow loaded) {
    var text =
        new DiagnosticText(
            Optional.empty(), FlowArgument.folderOf(path), terminal.style(Stream.ERR));
    text.of(
            loaded.diagnostics().stream()
                .filter(one -> common.isVerbose() || one.severity() != Severity.HINT)
                .toList())
        .forEach(terminal::tell);
    loaded.notices().forEach(notice -> terminal.tell("pf: " + Printable.line(notice)));
  }

  private int notLoaded(Path path, FlowLoadException mistakes) {
    new DiagnosticText(mistakes.flowFile(), FlowArgument.folderOf(path), terminal.style(Stream.ERR))
        .of(mistakes.diagnostics())
        .forEach(terminal::tell);
    terminal.tell("pf: the flow can't run: " + DiagnosticText.count(mistakes.diagnostics()));
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.notLoaded(mistakes.diagnostics())));
    }
    return ExitCode.FAILURE;
  }
}
