package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Why a run can't be made, for people and for programs: all mistakes at once.
final class RefusalText {

  /// Places that are no files: what stands there was said on the command line.
  private static final Set<String> TOLD = Set.of("run", "run settings", "column mapping");

  /// The rows of a run, which are in no file either.
  private static final Pattern ROWS = Pattern.compile("(?:in|out)puts of run '.*'");

  private final List<Diagnostic> mistakes;
  private final long errors;
  private final Optional<SourceText> file;
  private final Path flow;

  /// @param errors how many there are, those that are not listed included
  /// @param file the file that most of them are about, if it has been read
  /// @param flow the flow's folder, as the person wrote it
  RefusalText(List<Diagnostic> mistakes, long errors, Optional<SourceText> file, Path flow) {
    this.mistakes = mistakes;
    this.errors = errors;
    this.file = file;
    this.flow = flow;
  }

  static RefusalText of(RunRefusedException refused, Path flow) {
    return new RefusalText(refused.diagnostics(), refused.errorCount(), refused.flowFile(), flow);
  }

  void tell(Terminal terminal, boolean isVerbose) {
    Style style = terminal.style(Stream.ERR);
    var shown = new DiagnosticText(file, flow, style);
    List<Diagnostic> listed =
        mistakes.stream().filter(one -> isVerbose || one.severity() != Severity.HINT).toList();
    DiagnosticText.limited(listed, one -> line(one, shown, style)).forEach(terminal::tell);
    terminal.tell("pf: error: the run can't be made: " + count());
  }

  private static String line(Diagnostic one, DiagnosticText shown, Style style) {
    String place = one.place().file();
    if (!TOLD.contains(place) && !ROWS.matcher(place).matches()) {
      return shown.of(one);
    }
    String label = "%s[%s]".formatted(one.severity().label(), one.code());
    String coloured =
        switch (one.severity()) {
          case ERROR -> style.red(label);
          case WARNING -> style.yellow(label);
          case HINT -> style.cyan(label);
        };
    return "%s: %s: %s".formatted(style.bold(place), coloured, Printable.line(one.message()));
  }

  private String count() {
    long listed = mistakes.stream().filter(Diagnostic::isError).count();
    String counted = DiagnosticText.count(mistakes);
    return errors > listed ? "%s shown of %d errors".formatted(counted, errors) : counted;
  }

  /// The first mistake, all of them under `diagnostics`, and how many there are.
  Value.Mapping json() {
    var fields = new Fields();
    ErrorJson.of(mistakes).entries().forEach(fields::put);
    return fields.put("errors", errors).end();
  }
}
