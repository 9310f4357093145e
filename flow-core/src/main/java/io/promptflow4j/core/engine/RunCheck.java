package io.promptflow4j.core.engine;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.util.List;

/// What is known of a run before it begins.
///
/// @param rows how many rows it will have, repeats included
/// @param dropped how many rows are left out because another source lacks them
/// @param mapping what each input of the flow gets, inputs that nobody mapped included
/// @param remarks warnings and hints
public record RunCheck(long rows, long dropped, Value.Mapping mapping, List<Diagnostic> remarks) {

  public RunCheck {
    remarks = List.copyOf(remarks);
  }
}
