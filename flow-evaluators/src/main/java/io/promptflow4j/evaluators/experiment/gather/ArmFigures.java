package io.promptflow4j.evaluators.experiment.gather;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.experiment.Prices;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.util.ResizableDoubleArray;

/// Adds up what an arm took. Owned by the thread that gathers its rows.
public final class ArmFigures {

  private static final double MEDIAN = 50;
  private static final double HIGH = 95;

  private final Prices prices;
  private final Map<String, TokenUsage> byModel = new HashMap<>();
  private final ResizableDoubleArray latencies = new ResizableDoubleArray();
  private TokenUsage usage = TokenUsage.NONE;
  private Bill bill = Bill.EMPTY;
  private long completed;
  private long failed;

  public ArmFigures(Prices prices) {
    this.prices = prices;
  }

  /// Takes a row.
  ///
  /// @param millis how long it took
  /// @param detail nothing if nothing was paid
  public void add(RowResult row, double millis, Value.Mapping detail) {
    switch (row.status()) {
      case COMPLETED -> {
        completed++;
        latencies.addElement(millis);
      }
      case FAILED -> failed++;
    }
    usage = usage.plus(row.usage());
    Traces.addUsage(detail, byModel);
    bill = bill.plus(RowFigures.bill(detail));
  }

  /// The variant with its figures.
  ///
  /// @param evaluation what the evaluators took for its rows
  public Comparison.Variant variant(ArmResult result, ArmFigures evaluation) {
    return new Comparison.Variant(
        result.arm().name(),
        result.run().name().value(),
        result.arm().description(),
        completed,
        failed,
        usage.prompt(),
        usage.completion(),
        latency(),
        cost(),
        evaluation.cost());
  }

  private Optional<Comparison.Latency> latency() {
    if (latencies.getNumElements() == 0) {
      return Optional.empty();
    }
    double[] all = latencies.getElements();
    double sum = 0;
    for (double one : all) {
      sum += one;
    }
    var percentile = new Percentile();
    percentile.setData(all);
    return Optional.of(
        new Comparison.Latency(
            sum / all.length, percentile.evaluate(MEDIAN), percentile.evaluate(HIGH)));
  }

  /// What the calls cost when they were made, if that is known of all of them.
  private Optional<Comparison.Cost> billed() {
    return bill.isComplete()
        ? bill.single()
            .map(money -> new Comparison.Cost(money.amount().doubleValue(), money.currency()))
        : Optional.empty();
  }

  private Optional<Comparison.Cost> cost() {
    return prices.isEmpty()
        ? billed()
        : prices.cost(byModel).map(amount -> new Comparison.Cost(amount, prices.currency()));
  }
}
