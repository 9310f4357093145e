package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.report.DiagnosticJson;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.request.SettingsOptions;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    Flow.Check check = check(path, settings.settings(terminal));
    List<Diagnostic> diagnostics = check.diagnostics();
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(DiagnosticJson.of(diagnostics)));
    } else {
      show(path, check);
    }
    return check.isValid() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static Flow.Check check(Path path, FlowSettings told) {
    try {
      return Flow.checkForRun(path, told);
    } catch (FileAccessException missing) {
      Place place = Place.startOf(path.toString());
      String message = String.valueOf(missing.getMessage());
      return new Flow.Check(
          List.of(Diagnostic.error("file-not-found", place, message)),
          Optional.empty(),
          Optional.empty());
    }
  }

  private void show(Path path, Flow.Check check) {
    List<Diagnostic> diagnostics = check.diagnostics();
    Style style = terminal.style(Stream.OUT);
    var text = new DiagnosticText(check.flowFile(), FlowArgument.folderOf(path), style);
    text.of(diagnostics).forEach(terminal::printLine);
    String name = Printable.line(path.toString());
    String count = DiagnosticText.count(diagnostics);
    if (!check.isValid()) {
      terminal.printLine("%s: %s".formatted(name, style.red(count)));
    } else {
      String remarks = count.isEmpty() ? "" : " (" + count + ")";
      terminal.printLine("%s: %s%s".formatted(name, style.green("valid"), remarks));
    }
  }
}
