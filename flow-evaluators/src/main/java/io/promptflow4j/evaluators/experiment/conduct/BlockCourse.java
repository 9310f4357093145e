package io.promptflow4j.evaluators.experiment.conduct;

import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.decide.ScoreSheet;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.Budget;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.course.Blocks;
import io.promptflow4j.evaluators.experiment.course.RowOrder;
import io.promptflow4j.evaluators.experiment.course.SequentialDesign;
import io.promptflow4j.evaluators.experiment.course.SequentialReading;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Runs all candidates on more and more rows, a block at a time, until it is decided which is
/// better or the budget is used up. Owned by one thread.
///
/// All candidates run at the same time, so that the rows under way are of all of them in turn: what
/// changes at a provider changes for all. The rows of a block are a sample that holds those of the
/// block before. All runs share their calls, so what was asked before is found on record; the runs
/// of the block before are then removed, and the last block's runs are those of the experiment.
final class BlockCourse {

  private final ExperimentSpec spec;
  private final Prepared prepared;
  private final ArmRuns making;
  private final Conclusion conclusion;
  private final RunStore store;
  private final RowOrder order;
  private final List<Comparison.Step> steps = new ArrayList<>();

  BlockCourse(
      ExperimentSpec spec,
      Prepared prepared,
      ArmRuns making,
      Conclusion conclusion,
      RunStore store) {
    this.spec = spec;
    this.prepared = prepared;
    this.making = making;
    this.conclusion = conclusion;
    this.store = store;
    this.order = new RowOrder(spec.seed());
  }

  Comparison run() {
    var blocks = new Blocks(prepared.rows(), spec.budget(), spec.prices());
    List<ArmResult> results = List.of();
    List<ArmResult> first = List.of();
    Optional<SequentialReading> reading = Optional.empty();
    long done = 0;
    Optional<Long> next = blocks.after(done, making.spending());
    while (next.isPresent()) {
      done = next.get();
      List<ArmResult> before = results;
      results = block(done);
      first = first.isEmpty() ? results : first;
      before.forEach(this::remove);
      Conclusion.Scored scored = conclusion.score(results, 0); // hears how long rows took at first
      if (spec.stopWhenDecided()) {
        reading = Optional.of(read(scored, done));
        if (reading.get().isDecided()) {
          return end(results, first, reading, done, "It was decided before all rows were run.");
        }
      }
      next = blocks.after(done, making.spending());
    }
    return end(results, first, reading, done, why(done));
  }

  private String why(long done) {
    if (done >= prepared.rows()) {
      return spec.stopWhenDecided() ? "All rows did not decide it." : "All rows were run.";
    }
    return spec.budget().filter(Budget.Money.class::isInstance).isPresent()
            && making.spending().cost(spec.prices()).isEmpty()
        ? "What the calls cost is not known, so the budget can't be kept; --price says it."
        : "The budget is used up.";
  }

  private List<ArmResult> block(long rows) {
    List<Prepared.Candidate.ToRun> all =
        prepared.candidates().stream()
            .filter(Prepared.Candidate.ToRun.class::isInstance)
            .map(Prepared.Candidate.ToRun.class::cast)
            .toList();
    return SideBySide.map(
        all, one -> making.run(one, sampled(one.spec(), rows), Optional.of(rows)));
  }

  private RunSpec sampled(RunSpec all, long rows) {
    var settings = new LinkedHashMap<>(all.settings().entries());
    settings.put("sample", Value.of(rows));
    settings.put("seed", Value.of(spec.seed()));
    return all.withSettings(new Value.Mapping(settings));
  }

  private void remove(ArmResult old) {
    old.evaluations().values().forEach(run -> store.delete(run.name()));
    store.delete(old.run().name());
  }

  private SequentialReading read(Conclusion.Scored scored, long done) {
    order.add(scored.rows().stream().map(ComparedRow::line).toList());
    var scores = new ScoreSheet();
    scored.rows().forEach(scores::add);
    SequentialReading reading =
        new SequentialDesign(
                prepared.baseline(),
                prepared.candidates().stream().map(Prepared.Candidate::arm).map(Arm::name).toList(),
                scored.metrics(),
                order.lines(),
                spec.settings())
            .read(scores);
    steps.addAll(reading.steps(done));
    return reading;
  }

  private Comparison end(
      List<ArmResult> results,
      List<ArmResult> first,
      Optional<SequentialReading> reading,
      long done,
      String why) {
    var course = new Comparison.Sequential(prepared.rows(), done, why, steps);
    return conclusion.of(results, first, reading, Optional.of(course));
  }
}
