package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.source.Diagnostic;
import java.util.List;

/// A catalog file can't be read. The message is for whoever wrote it.
public final class CatalogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /// All mistakes of one catalog file.
  public CatalogException(List<Diagnostic> diagnostics) {
    super(String.join("\n", diagnostics.stream().map(Diagnostic::toString).toList()));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /// The mistakes with their places; at least one.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
