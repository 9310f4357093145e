package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.TemplateVariable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variables that have been found so far, with their first use.
final class FoundVariables {

  /// What is known of one variable.
  private record Use(int offset, boolean optional) {
    Use and(Use other) {
      return new Use(Math.min(offset, other.offset), optional && other.optional);
    }
  }

  private final Map<String, Use> uses = new HashMap<>();

  void add(String name, int offset, boolean optional) {
    uses.merge(name, new Use(offset, optional), Use::and);
  }

  /// The variables in order of first use.
  List<TemplateVariable> in(SourceText source) {
    return uses.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().offset()))
        .map(entry ->
            new TemplateVariable(
                entry.getKey(),
                source.placeAt(entry.getValue().offset()),
                entry.getValue().optional()))
        .toList();
  }
}
