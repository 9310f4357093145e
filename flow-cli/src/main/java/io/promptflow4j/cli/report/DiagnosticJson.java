package io.promptflow4j.cli.report;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;

/// The JSON document of `pf flow validate`: `{valid, diagnostics: [{file, line, column, severity,
/// code, message}]}`.
public final class DiagnosticJson {

  private DiagnosticJson() {}

  public static Value.Mapping of(List<Diagnostic> diagnostics) {
    return new Fields()
        .put("valid", Value.of(diagnostics.stream().noneMatch(Diagnostic::isError)))
        .put("diagnostics", list(diagnostics))
        .end();
  }

  /// Each as `{file, line, column, severity, code, message}`.
  public static Value.Sequence list(List<Diagnostic> diagnostics) {
    return Value.of(diagnostics.stream().map(DiagnosticJson::one).toList());
  }

  private static Value.Mapping one(Diagnostic diagnostic) {
    return new Fields()
        .put("file", diagnostic.place().file())
        .put("line", diagnostic.place().line())
        .put("column", diagnostic.place().column())
        .put("severity", diagnostic.severity().label())
        .put("code", diagnostic.code())
        .put("message", diagnostic.message())
        .end();
  }
}
