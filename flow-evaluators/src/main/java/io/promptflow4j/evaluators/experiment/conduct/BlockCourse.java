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
import io.promptflow4j.evaluators.experiment.gather.Gathering;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Runs all candidates on more and more rows, a block at a time, until it is decided which is
/// better or the budget is used up. Owned by one thread.
///
/// All candidates run at the same time, so that the rows under way are of all of them in turn: what
/// changes at a provider changes for all. Scores are looked at row by row, in an order drawn by
/// chance; a block is as large as it can be without a look between its rows that could end it. At
/// the end all rows are run once more as one run of each candidate, which finds every call on
/// record, and the runs of the blocks are removed.
final class BlockCourse {

  private final ExperimentSpec spec;
  private final Prepared prepared;
  private final ArmRuns making;
  private final Conclusion conclusion;
  private final RunStore store;
  private final RowOrder order;
  private final Gathering gathering;
  private final List<ArmResult> blocks = new ArrayList<>();
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
    this.gathering = conclusion.gathering(0);
  }

  Comparison run() {
    var sizes = new Blocks(prepared.rows(), spec.budget(), spec.prices());
    Optional<SequentialReading> reading =
        spec.stopWhenDecided() ? Optional.of(read(0)) : Optional.empty();
    long done = 0;
    Optional<Long> next = after(sizes, done, reading);
    while (next.isPresent()) {
      block(done, next.get());
      done = next.get();
      if (reading.isPresent()) {
        reading = Optional.of(read(done));
        if (reading.get().isDecided()) {
          return end(reading, done, decided(reading.get().decidedAfter(), done));
        }
      }
      next = after(sizes, done, reading);
    }
    return end(reading, done, why(done));
  }

  private Optional<Long> after(Blocks sizes, long done, Optional<SequentialReading> reading) {
    return reading
        .map(now -> sizes.after(done, now.rowsAhead(), making.spending()))
        .orElseGet(() -> sizes.after(done, making.spending()));
  }

  private static String decided(long row, long done) {
    String decided = "It was decided after row %d.".formatted(row);
    return done == row
        ? decided
        : "%s Rows run beside it count as well: %d.".formatted(decided, done - row);
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

  private void block(long from, long to) {
    List<ArmResult> results = all(new Extent.Block(from, to), to, from);
    results.forEach(gathering::add);
    blocks.addAll(results);
  }

  private List<ArmResult> all(Extent extent, long rows, long without) {
    List<Prepared.Candidate.ToRun> all =
        prepared.candidates().stream()
            .filter(Prepared.Candidate.ToRun.class::isInstance)
            .map(Prepared.Candidate.ToRun.class::cast)
            .toList();
    return SideBySide.map(all, one -> making.run(one, sampled(one.spec(), rows, without), extent));
  }

  private RunSpec sampled(RunSpec all, long rows, long without) {
    var settings = new LinkedHashMap<>(all.settings().entries());
    settings.put("sample", Value.of(rows));
    settings.put("sample_without", Value.of(without));
    settings.put("seed", Value.of(spec.seed()));
    return all.withSettings(new Value.Mapping(settings));
  }

  private void remove(ArmResult old) {
    old.evaluations().values().forEach(run -> store.delete(run.name()));
    store.delete(old.run().name());
  }

  private SequentialReading read(long done) {
    Conclusion.Scored scored = conclusion.score(gathering);
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
    if (done > 0) {
      steps.addAll(reading.steps(done));
    }
    return reading;
  }

  private Comparison end(Optional<SequentialReading> reading, long done, String why) {
    List<ArmResult> results = done == 0 ? List.of() : all(new Extent.Blocks(done), done, 0);
    blocks.forEach(this::remove);
    var course = new Comparison.Sequential(prepared.rows(), done, why, steps);
    return conclusion.of(results, blocks, reading, Optional.of(course));
  }
}
