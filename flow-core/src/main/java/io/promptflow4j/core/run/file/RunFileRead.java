package io.promptflow4j.core.run.file;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import java.util.List;
import java.util.Optional;

/// What reading a run file gave.
///
/// @param run empty if there are errors
/// @param text the file, to show the lines that diagnostics name; empty if it can't be read
/// @param diagnostics everything found, in the order of the file
public record RunFileRead(
    Optional<RunFile> run, Optional<SourceText> text, List<Diagnostic> diagnostics) {

  public RunFileRead {
    diagnostics = List.copyOf(diagnostics);
  }
}
