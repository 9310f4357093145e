package io.promptflow4j.evaluators.evaluation;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.source.Diagnostic;
import java.util.List;

/// There is no such evaluator, or what it declares has mistakes; all of them are in it.
public final class EvaluatorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public EvaluatorException(String message) {
    super(message);
    this.diagnostics = List.of();
  }

  public EvaluatorException(String message, Throwable cause) {
    super(message, cause);
    this.diagnostics = List.of();
  }

  public EvaluatorException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /// What is wrong in the evaluator's files; empty if there is no such evaluator.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
