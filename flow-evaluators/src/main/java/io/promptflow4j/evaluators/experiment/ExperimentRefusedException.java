package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An experiment can't be made because of mistakes in what it is made of. Nothing was run or paid.
/// The message lists the errors, one a line.
public final class ExperimentRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final transient Optional<SourceText> flowFile;

  public ExperimentRefusedException(List<Diagnostic> diagnostics, Optional<SourceText> flowFile) {
    super(
        diagnostics.stream()
            .filter(Diagnostic::isError)
            .map(Diagnostic::toString)
            .collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
    this.flowFile = flowFile;
  }

  /// Everything found, warnings and hints included.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /// The file of the flow that is compared, to show the lines that diagnostics name.
  public Optional<SourceText> flowFile() {
    return flowFile;
  }
}
