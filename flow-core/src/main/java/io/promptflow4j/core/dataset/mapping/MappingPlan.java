package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import java.util.List;

/// A column mapping that was held against the inputs of a flow and the names of the sources.
///
/// @param place where the mapping is written
/// @param findings errors, warnings and hints; with an error among them no row can be mapped
record MappingPlan(Place place, List<Assignment> assignments, List<Diagnostic> findings) {

  MappingPlan {
    assignments = List.copyOf(assignments);
    findings = List.copyOf(findings);
  }

  List<Assignment.Column> columns() {
    return assignments.stream()
        .filter(Assignment.Column.class::isInstance)
        .map(Assignment.Column.class::cast)
        .toList();
  }

  List<Diagnostic> errors() {
    return findings.stream().filter(Diagnostic::isError).toList();
  }
}
