package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.SourceText;
import java.util.List;
import java.util.Optional;

/// What reading a flow file gave.
///
/// @param folder the folder the file is in; empty if no file was found, or the text did not come
///   from one
/// @param text the file's text, named as places name it; empty if it can't be shown
/// @param definition the flow as written; empty if a part of it could not be understood, so that
///   checking what is left would only report what is missing
/// @param diagnostics everything found, ordered by line and column, at most 1,000
public record FlowRead(
    Optional<FlowFolder> folder,
    Optional<SourceText> text,
    Optional<FlowDefinition> definition,
    List<Diagnostic> diagnostics) {

  public FlowRead {
    diagnostics = List.copyOf(diagnostics);
  }
}
