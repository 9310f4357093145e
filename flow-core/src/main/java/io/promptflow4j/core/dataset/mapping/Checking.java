package io.promptflow4j.core.dataset.mapping;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.join.Join;
import io.promptflow4j.core.dataset.join.LineNumber;
import io.promptflow4j.core.dataset.join.SourceFacts;
import io.promptflow4j.core.dataset.join.SourceSurvey;
import io.promptflow4j.core.dataset.mapping.Assignment.Candidate;
import io.promptflow4j.core.dataset.mapping.Assignment.Column;
import io.promptflow4j.core.dataset.mapping.Assignment.Need;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with mapped rows. A column that no row has is one error, not one a row.
/// Owned by the thread that checks.
final class Checking {

  /// What is wrong with a row, kept until it is known whether any row has the column.
  private record Kept(Column column, boolean missing, Diagnostic problem) {}

  private final MappingPlan plan;
  private final SourceSurvey survey;
  private final Set<Column> found = new HashSet<>();
  private final Map<Column, Long> missing = new LinkedHashMap<>();
  private final Map<Column, Integer> keptMissing = new LinkedHashMap<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<Diagnostic> lateProblems = new ArrayList<>();
  private long wrong;
  private int keptWrong;
  private long rows;
  private long fit;
  private long dropped;

  Checking(MappingPlan plan, SourceSurvey survey) {
    this.plan = plan;
    this.survey = survey;
  }

  void readAll(Join join) {
    for (Join.Found next = join.next(); next != null; next = join.next()) {
      switch (next) {
        case Join.Found.Complete complete -> see(complete);
        case Join.Found.Broken(var broken) -> see(broken);
      }
    }
    dropped = join.dropped();
  }

  /// The survey has told of broken rows, except that only the join sees a number twice.
  private void see(BrokenRow broken) {
    if (broken.problem().code().equals(LineNumber.TWICE)) {
      lateProblems.add(broken.problem());
    }
  }

  private void see(Join.Found.Complete complete) {
    rows++;
    MappedRow row = MappedRow.of(plan.assignments(), complete.rows());
    for (Column column : plan.columns()) {
      if (!row.absent().contains(column)) {
        found.add(column);
      }
    }
    Place place = complete.rows().values().iterator().next().place();
    row.complaints().forEach(complaint -> keep(complaint, place));
    fit += row.complaints().isEmpty() ? 1 : 0;
  }

  private void keep(MappedRow.Complaint complaint, Place place) {
    int before;
    if (complaint.missing()) {
      missing.merge(complaint.column(), 1L, Long::sum);
      before = keptMissing.merge(complaint.column(), 1, Integer::sum);
    } else {
      wrong++;
      before = ++keptWrong;
    }
    if (before <= DataCheck.MAX_PROBLEMS) {
      kept.add(
          new Kept(
              complaint.column(),
              complaint.missing(),
              Diagnostic.error(complaint.code(), place, complaint.message())));
    }
  }

  MappingCheck finish() {
    List<Diagnostic> problems = new ArrayList<>(plan.errors());
    problems.addAll(survey.problems());
    List<Column> never = neverFound();
    if (!never.isEmpty()) {
      problems.add(unresolved(never));
    } else if (rows == 0 && problems.isEmpty() && !isAnyRowBroken()) {
      problems.add(
          Diagnostic.error(
              "no-complete-row",
              placeOfMapping(),
              "no row is left: no line number is in every source (%s)"
                  .formatted(String.join(", ", survey.facts().sequencedKeySet()))));
    }
    long count = problems.size() + lateProblems.size() + wrong;
    for (SourceFacts facts : survey.facts().values()) {
      count += facts.check().problemCount();
    }
    for (var one : missing.entrySet()) {
      count += never.contains(one.getKey()) ? 0 : one.getValue();
    }
    problems.addAll(aboutRows(never));
    return new MappingCheck(fit, dropped, problems, count, remarks(), sources());
  }

  /// What there is to say of rows that need not be looked at again.
  MappingCheck finishKnown(long cleanRows) {
    return new MappingCheck(cleanRows, 0, List.of(), 0, remarks(), sources());
  }

  /// Where rows are broken, that is why none is left.
  private boolean isAnyRowBroken() {
    return survey.facts().values().stream().anyMatch(facts -> facts.check().problemCount() > 0);
  }

  private List<Diagnostic> aboutRows(List<Column> never) {
    List<Diagnostic> all = new ArrayList<>();
    survey.facts().values().forEach(facts -> all.addAll(facts.check().problems()));
    all.addAll(lateProblems);
    kept.stream()
        .filter(one -> !(one.missing() && never.contains(one.column())))
        .forEach(one -> all.add(one.problem()));
    return all.stream().sorted().limit(DataCheck.MAX_PROBLEMS).toList();
  }

  private List<Column> neverFound() {
    return rows == 0
        ? List.of()
        : plan.columns().stream()
            .filter(column -> column.need() != Need.NEVER && !found.contains(column))
            .toList();
  }

  private Diagnostic unresolved(List<Column> never) {
    return Diagnostic.error(
        "unresolved-mapping",
        placeOfMapping(),
        never.stream().map(this::explained).collect(joining("; ")));
  }

  private String explained(Column column) {
    Candidate first = column.candidates().getFirst();
    DataCheck data = sources().get(first.source());
    if (data == null) {
      return "input '%s' is not mapped, and there is no source 'data'; map it%s"
          .formatted(column.input(), elsewhere(column.input()));
    }
    String head = first.path().split("[.\\[]", 2)[0];
    String near =
        data.columns().containsKey(head)
            ? " Column '%s' holds %s.".formatted(head, type(data, head))
            : Suggestion.didYouMean(first.path(), data.columns().sequencedKeySet());
    return "no row has %s for input '%s'; '%s' has %s.%s"
        .formatted(column.written(), column.input(), first.source(), columns(data), near);
  }

  private static @Nullable String type(DataCheck data, String column) {
    var summary = data.columns().get(column);
    return summary == null ? null : summary.type();
  }

  private String elsewhere(String input) {
    for (var source : sources().entrySet()) {
      if (source.getValue().columns().containsKey(input)) {
        return ", such as %s: ${%s.%1$s}".formatted(input, source.getKey());
      }
    }
    return "";
  }

  private static String columns(DataCheck data) {
    List<String> names = data.columns().sequencedKeySet().stream().limit(20).toList();
    String more = data.columns().size() > names.size() ? " …" : "";
    return names.isEmpty() ? "no columns" : "the columns " + String.join(", ", names) + more;
  }

  private Place placeOfMapping() {
    return plan.place();
  }

  private List<Diagnostic> remarks() {
    return plan.findings().stream().filter(finding -> !finding.isError()).toList();
  }

  private SequencedMap<String, DataCheck> sources() {
    var checks = new LinkedHashMap<String, DataCheck>();
    survey.facts().forEach((name, facts) -> checks.put(name, facts.check()));
    return checks;
  }
}
