package io.promptflow4j.evaluators.experiment.prepare;

import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.evaluators.evaluation.ColumnChoice.Columns;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.Condition;
import io.promptflow4j.evaluators.experiment.ExperimentRefusedException;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks an experiment: finds all mistakes before anything is run. Owned by one thread.
public final class Preparation {

  public static final Place EXPERIMENT = Place.startOf("experiment");

  private static final String ALL = "*";

  private final FlowRuns runs;
  private final RunHost host;
  private final Evaluators evaluators;
  private final Diagnostics diagnostics = new Diagnostics();

  public Preparation(FlowRuns runs, RunHost host, Evaluators evaluators) {
    this.runs = runs;
    this.host = host;
    this.evaluators = evaluators;
  }

  /// The experiment, ready to begin.
  ///
  /// @throws ExperimentRefusedException with all mistakes
  public Prepared of(ExperimentSpec spec) {
    Found found =
        switch (spec.subject()) {
          case Subject.Variants variants ->
              new VariantSearch(runs, host, evaluators, diagnostics).find(spec, variants);
          case Subject.Finished(var names) ->
              new RunSearch(runs, host, evaluators, diagnostics).find(spec, names);
        };
    List<Arm> arms = found.candidates().stream().map(Prepared.Candidate::arm).toList();
    String baseline = baseline(spec, found, arms);
    checkColumns(spec.by(), found.facts());
    checkMetrics(spec, found.scorings());
    checkCourse(spec);
    checkConditions(spec, arms.stream().map(Arm::name).toList());
    if (diagnostics.hasErrors()) {
      throw new ExperimentRefusedException(diagnostics.sorted(), found.flowFile());
    }
    return new Prepared(
        found.name(),
        found.title(),
        found.data(),
        found.rows(),
        found.repeats(),
        found.candidates(),
        baseline,
        found.scorings(),
        found.remarks(),
        found.brief());
  }

  /// What a search for candidates and evaluators came to.
  ///
  /// @param standard the arm of the default variants
  /// @param brief the arms whose rows lack the time of what they share with the first
  public record Found(
      String name,
      String title,
      String data,
      long rows,
      int repeats,
      List<Prepared.Candidate> candidates,
      Optional<String> standard,
      Columns facts,
      List<Scoring> scorings,
      List<String> remarks,
      Set<String> brief,
      Optional<SourceText> flowFile) {}

  private String baseline(ExperimentSpec spec, Found found, List<Arm> arms) {
    List<String> names = arms.stream().map(Arm::name).toList();
    String first = names.isEmpty() ? "" : names.getFirst();
    if (spec.baseline().isEmpty()) {
      return found.standard().filter(names::contains).orElse(first);
    }
    String wanted = spec.baseline().get();
    if (!names.contains(wanted) && !names.isEmpty()) {
      diagnostics.error(
          "unknown-baseline",
          EXPERIMENT,
          "the baseline '%s' is not among what is compared: %s.%s"
              .formatted(wanted, String.join(", ", names), Suggestion.didYouMean(wanted, names)));
    }
    return wanted;
  }

  private void checkColumns(List<String> by, Columns facts) {
    for (String column : by) {
      if (!facts.data().contains(column) && !facts.inputs().contains(column)) {
        diagnostics.error(
            "unknown-column",
            EXPERIMENT,
            "the data has no column '%s' to look at groups of; there is %s.%s"
                .formatted(
                    column,
                    String.join(", ", facts.data()),
                    Suggestion.didYouMean(column, facts.data())));
      }
    }
  }

  private void checkMetrics(ExperimentSpec spec, List<Scoring> scorings) {
    Set<String> known = new HashSet<>();
    scorings.forEach(one -> one.outputs().forEach(output -> known.add(output.metric())));
    var named = new HashSet<>(spec.margins().keySet());
    named.addAll(spec.directions().keySet());
    spec.conditions().forEach(condition -> condition.metric().ifPresent(named::add));
    named.remove(ALL);
    if (known.isEmpty()) {
      return;
    }
    named.removeAll(known);
    for (String name : named) {
      diagnostics.error(
          "unknown-metric",
          EXPERIMENT,
          "no evaluator gives a score '%s'; there is %s.%s"
              .formatted(
                  name,
                  String.join(", ", known.stream().sorted().toList()),
                  Suggestion.didYouMean(name, known)));
    }
  }

  private void checkConditions(ExperimentSpec spec, List<String> arms) {
    for (Condition condition : spec.conditions()) {
      if (condition.variant().isPresent() && !arms.contains(condition.variant().get())) {
        diagnostics.error(
            "unknown-variant",
            EXPERIMENT,
            "'%s' is about '%s', which is not among what is compared: %s.%s"
                .formatted(
                    condition.written(),
                    condition.variant().get(),
                    String.join(", ", arms),
                    Suggestion.didYouMean(condition.variant().get(), arms)));
      }
    }
  }

  private void checkCourse(ExperimentSpec spec) {
    boolean inBlocks = spec.stopWhenDecided() || spec.budget().isPresent();
    if (inBlocks && spec.subject() instanceof Subject.Finished) {
      diagnostics.error(
          "nothing-to-stop",
          EXPERIMENT,
          "finished runs have all their rows; a budget or a stop needs variants that are to be"
              + " run.");
    }
    if (inBlocks
        && spec.subject() instanceof Subject.Variants(var run, _)
        && run.settings().entries().containsKey("limit")) {
      diagnostics.error(
          "rows-not-drawn",
          EXPERIMENT,
          "a budget or a stop draws its rows by chance, so it can't have the first ones only; use a"
              + " sample.");
    }
  }
}
