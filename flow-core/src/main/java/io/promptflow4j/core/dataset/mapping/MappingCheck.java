package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.source.Diagnostic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What is known about a run's rows before anything is paid for.
///
/// @param rows how many rows are fit to be run
/// @param dropped how many line numbers are left out because not every source has them
/// @param problems errors: those about the mapping and the sources first, then up to 100 about rows
/// @param problemCount how many errors there are in all
/// @param remarks warnings and hints
/// @param sources what is in each source
public record MappingCheck(
    long rows,
    long dropped,
    List<Diagnostic> problems,
    long problemCount,
    List<Diagnostic> remarks,
    SequencedMap<String, DataCheck> sources) {

  public MappingCheck {
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
    sources = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sources));
  }

  public boolean isClean() {
    return problemCount == 0;
  }
}
