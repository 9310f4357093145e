package io.promptflow4j.core.engine;

import io.promptflow4j.core.source.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/// A flow can't run because of mistakes in its files. The message lists them, one a line.
public final class FlowLoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public FlowLoadException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /// Everything found, warnings and hints included, in the order of the files.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
