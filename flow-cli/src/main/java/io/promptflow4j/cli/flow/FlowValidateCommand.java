package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.report.DiagnosticJson;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf flow validate`: says everything that is wrong with a flow's files, without running it.
@Command(
    name = "validate",
    description = "Check a flow's files and say everything that is wrong with them.")
public final class FlowValidateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FlowArgument flow = new FlowArgument();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  private final Terminal terminal;

  public FlowValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path path = flow.path(terminal);
    List<Diagnostic> diagnostics = check(path, settings.settings(terminal));
    if (common.isJson()) {
      terminal.printLine(Json.write(DiagnosticJson.of(diagnostics)));
    } else {
      show(path, diagnostics);
    }
    boolean isValid = diagnostics.stream().noneMatch(Diagnostic::isError);
    return isValid ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static List<Diagnostic> check(Path path, FlowSettings told) {
    try {
      return Flow.check(path, told).diagnostics();
    } catch (FileAccessException missing) {
      Place place = Place.startOf(path.toString());
      return List.of(
          Diagnostic.error("file-not-found", place, String.valueOf(missing.getMessage())));
    }
  }

  private void show(Path path, List<Diagnostic> diagnostics) {
    Style style = terminal.style(Stream.OUT);
    var text = new DiagnosticText(FlowArgument.bases(terminal, path), style);
    diagnostics.forEach(one -> terminal.printLine(text.of(one)));
    String name = Printable.line(path.toString());
    String count = DiagnosticText.count(diagnostics);
    if (diagnostics.stream().anyMatch(Diagnostic::isError)) {
      terminal.printLine("%s: %s".formatted(name, style.red(count)));
    } else {
      String remarks = count.isEmpty() ? "" : " (" + count + ")";
      terminal.printLine("%s: %s%s".formatted(name, style.green("valid"), remarks));
    }
  }
}
