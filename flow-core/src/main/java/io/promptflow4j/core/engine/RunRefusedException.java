package io.promptflow4j.core.engine;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A run can't be made, or can't go on, because of mistakes in what it is made of. Nothing was run
/// or paid. The message lists the errors, one a line.
public final class RunRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final transient Optional<SourceText> flowFile;
  private final long errors;

  RunRefusedException(List<Diagnostic> diagnostics, long errors, Optional<SourceText> flowFile) {
    super(
        diagnostics.stream()
            .filter(Diagnostic::isError)
            .map(Diagnostic::toString)
            .collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
    this.flowFile = flowFile;
    this.errors = errors;
  }

  /// Everything found, warnings and hints included; about rows, the first hundred.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /// How many errors there are, those that are not listed included.
  public long errorCount() {
    return errors;
  }

  /// The flow file, to show the lines that diagnostics name; empty if it could not be read.
  public Optional<SourceText> flowFile() {
    return flowFile;
  }
}
