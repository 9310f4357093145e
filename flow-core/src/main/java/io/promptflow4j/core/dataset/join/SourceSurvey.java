package io.promptflow4j.core.dataset.join;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What there is in all sources of a join.
///
/// @param problems why they can't be joined
public record SourceSurvey(SequencedMap<String, SourceFacts> facts, List<Diagnostic> problems) {

  public static SourceSurvey of(SequencedMap<String, DataSet> sources) {
    var facts = new LinkedHashMap<String, SourceFacts>();
    sources.forEach((name, data) -> facts.put(name, SourceFacts.of(name, data)));
    var problems = new ArrayList<Diagnostic>();
    facts.forEach((name, found) -> {
      if (found.length() == 0) {
        problems.add(
            Diagnostic.error(
                "empty-source",
                Place.startOf(found.dataName()),
                "source '%s' has no rows".formatted(name)));
      }
    });
    if (problems.isEmpty()) {
      checkLengths(facts, problems);
    }
    return new SourceSurvey(facts, problems);
  }

  private static void checkLengths(
      SequencedMap<String, SourceFacts> facts, List<Diagnostic> problems) {
    List<SourceFacts> byPosition = facts.values().stream().filter(SourceFacts::byPosition).toList();
    if (byPosition.stream().mapToLong(SourceFacts::length).distinct().count() > 1) {
      String lengths =
          byPosition.stream()
              .map(one -> "'%s' has %,d".formatted(one.source(), one.length()))
              .collect(joining(", "));
      problems.add(
          Diagnostic.error(
              "unequal-lengths",
              Place.startOf(byPosition.getFirst().dataName()),
              "rows are put together in order, but the sources differ in length: %s; make them"
                      .formatted(lengths)
                  + " equally long, or give every row a line_number"));
    }
  }

  public SourceFacts of(String source) {
    SourceFacts found = facts.get(source);
    if (found == null) {
      throw new IllegalStateException("nobody has looked at source '%s'".formatted(source));
    }
    return found;
  }
}
