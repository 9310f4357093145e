package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Why a run can't be made, for people and for programs: all mistakes at once.
final class RefusalText {

  /// Places that are no files: what stands there was said on the command line.
  private static final Set<String> TOLD = Set.of("run", "run settings", "column mapping");

  private final RunRefusedException mistakes;
  private final Path flow;

  /// @param flow the flow's folder, as the person wrote it
  RefusalText(RunRefusedException mistakes, Path flow) {
    this.mistakes = mistakes;
    this.flow = flow;
  }

  void tell(Terminal terminal, boolean isVerbose) {
    Style style = terminal.style(Stream.ERR);
    var shown = new DiagnosticText(mistakes.flowFile(), flow, style);
    mistakes.diagnostics().stream()
        .filter(one -> isVerbose || one.severity() != Severity.HINT)
        .forEach(one -> terminal.tell(line(one, shown, style)));
    terminal.tell("pf: error: the run can't be made: " + count());
  }

  private static String line(Diagnostic one, DiagnosticText shown, Style style) {
    if (!TOLD.contains(one.place().file())) {
      return shown.of(one);
    }
    String label = "%s[%s]".formatted(one.severity().label(), one.code());
    String coloured =
        switch (one.severity()) {
          case ERROR -> style.red(label);
          case WARNING -> style.yellow(label);
          case HINT -> style.cyan(label);
        };
    return "%s: %s: %s"
        .formatted(style.bold(one.place().file()), coloured, Printable.line(one.message()));
  }

  private String count() {
    long listed = mistakes.diagnostics().stream().filter(Diagnostic::isError).count();
    String counted = DiagnosticText.count(mistakes.diagnostics());
    return mistakes.errorCount() > listed
        ? "%s shown of %d errors".formatted(counted, mistakes.errorCount())
        : counted;
  }

  /// `{code, message, diagnostics}`: the first mistake, and all of them.
  Value.Mapping json() {
    List<Diagnostic> all = mistakes.diagnostics();
    Optional<Diagnostic> first = all.stream().filter(Diagnostic::isError).findFirst();
    return new Fields()
        .put("code", first.map(Diagnostic::code).orElse("run-refused"))
        .put("message", first.map(Diagnostic::message).orElse("the run can't be made"))
        .put("errors", mistakes.errorCount())
        .put("diagnostics", DiagnosticJson.list(all))
        .end();
  }
}
