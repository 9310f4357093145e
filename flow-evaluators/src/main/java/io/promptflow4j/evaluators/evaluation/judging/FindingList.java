package io.promptflow4j.evaluators.evaluation.judging;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.validity.JsonValidity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The list of findings that a judge is asked for, and what it comes to.
///
/// @param list the key of the list in the judge's reply
/// @param field the key of the finding in each item
/// @param tally how they are counted
record FindingList(String list, String field, Tally tally) {

  private static final int MAX_REASON = 4_000;

  /// Reads a reply. A list that can't be read whole is not counted in part: the findings left out
  /// would change the number.
  Reading read(Value reply) {
    Optional<Value> found = object(reply).map(object -> object.get(list));
    if (!(found.orElse(Value.Null.NULL) instanceof Value.Sequence(var items))) {
      return Reading.unreadable("the judge's reply has no list '%s'".formatted(list));
    }
    if (items.isEmpty()) {
      return Reading.notScored("the judge found nothing to assess");
    }
    var findings = new ArrayList<Finding>();
    for (Value item : items) {
      Optional<Finding> finding = Finding.of(item, field).filter(this::counts);
      if (finding.isEmpty()) {
        return Reading.unreadable(
            "item %d of '%s' has no finding '%s'".formatted(findings.size() + 1, list, field));
      }
      findings.add(finding.get());
    }
    return counted(findings);
  }

  private boolean counts(Finding finding) {
    return tally == Tally.F1 || finding.kind() != Finding.Kind.MISSING;
  }

  private Reading counted(List<Finding> findings) {
    return switch (tally.of(findings)) {
      case Score.Scored(var number) -> Reading.scored(number, reason(findings));
      case Score.NotScored(var why) -> Reading.notScored(why);
    };
  }

  private static String reason(List<Finding> findings) {
    List<Finding> against =
        findings.stream().filter(finding -> finding.kind() != Finding.Kind.RIGHT).toList();
    String counts = "%d of %d hold".formatted(findings.size() - against.size(), findings.size());
    if (against.isEmpty()) {
      return counts;
    }
    String what =
        against.stream()
            .map(one -> (one.kind() == Finding.Kind.MISSING ? "missing: " : "not: ") + one.about())
            .collect(joining("; "));
    return shortened(counts + "; " + what);
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= MAX_REASON
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_REASON)) + "…";
  }

  private static Optional<Value.Mapping> object(Value reply) {
    return switch (reply) {
      case Value.Mapping mapping -> Optional.of(mapping);
      case Value.Text(var text) ->
          JsonValidity.firstIn(text)
              .filter(Value.Mapping.class::isInstance)
              .map(Value.Mapping.class::cast);
      case Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Sequence _,
          Value.Image _ ->
          Optional.empty();
    };
  }
}
