package io.promptflow4j.core.engine;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A flow can't run because of mistakes in its files. The message lists the errors, one a line.
public final class FlowLoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final transient Optional<SourceText> flowFile;

  public FlowLoadException(List<Diagnostic> diagnostics, Optional<SourceText> flowFile) {
    super(
        diagnostics.stream()
            .filter(Diagnostic::isError)
            .map(Diagnostic::toString)
            .collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
    this.flowFile = flowFile;
  }

  /// Everything found, warnings and hints included, in the order of the files.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /// The flow file, to show the lines that diagnostics name; empty if it could not be read.
  public Optional<SourceText> flowFile() {
    return flowFile;
  }
}
