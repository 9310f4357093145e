package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.decide.Decision;
import io.promptflow4j.evaluators.comparison.decide.RowPlan;
import io.promptflow4j.evaluators.comparison.decide.ScoreSheet;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf compare plan`: says from a pilot how many rows a comparison takes and what they would cost.
@Command(
    name = "plan",
    description = "Run a pilot, or take finished runs, and say how many rows a comparison takes.",
    footer = {
      "",
      "Example:",
      "  pf compare plan --flow my-flow --data rows.jsonl --evaluator my-evaluator --margin 0.05"
    })
public final class PlanCommand implements Callable<Integer> {

  @Mixin private CompareOptions options = new CompareOptions();

  @Option(
      names = "--pilot",
      paramLabel = "N",
      description = "How many rows the pilot has; 20 if not said.")
  private int pilot = 20;

  private final Terminal terminal;

  public PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    options.sample(pilot);
    return options.compare(terminal, new OutputOptions(), this::told);
  }

  private int told(Comparison found) {
    var scores = new ScoreSheet();
    found.table().forEach(scores::add);
    List<RowPlan> plans =
        new Decision(
                found.variants(), found.metrics(), found.baseline(), found.rows(), found.settings())
            .plans(scores);
    if (options.isJson()) {
      terminal.printLine(StrictJson.write(json(found, plans)));
      return ExitCode.OK;
    }
    terminal.printLine(
        Printable.line(
            "Pilot of %d rows of %s against %s:"
                .formatted(found.rows(), found.data(), found.baseline())));
    plans.forEach(plan -> terminal.printLine(Printable.line("  " + sentence(plan))));
    return ExitCode.OK;
  }

  private static String sentence(RowPlan plan) {
    String seen =
        plan.seen()
            .map(found -> String.format(Locale.ROOT, "the pilot saw %+.3g", found.value()))
            .orElse("the pilot saw nothing");
    String rows =
        plan.rows()
            .map(count -> "about %d rows".formatted(count))
            .orElse("more than the pilot can tell");
    String cost = plan.cost().map(PlanCommand::price).orElse("unknown");
    return "%s, %s: %s to see a difference of %s (%s); cost %s"
        .formatted(
            plan.variant(),
            plan.metric(),
            rows,
            String.format(Locale.ROOT, "%.3g", plan.size()),
            seen,
            cost);
  }

  private static String price(Cost cost) {
    BigDecimal rounded = new BigDecimal(cost.amount()).round(new MathContext(3));
    return rounded.stripTrailingZeros().toPlainString() + " " + cost.currency();
  }

  private static Value.Mapping json(Comparison found, List<RowPlan> plans) {
    var document = new LinkedHashMap<String, Value>();
    document.put("pilot_rows", Value.of(found.rows()));
    document.put("baseline", Value.of(found.baseline()));
    document.put("plans", Value.of(plans.stream().map(PlanCommand::json).toList()));
    return new Value.Mapping(document);
  }

  private static Value.Mapping json(RowPlan plan) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("variant", Value.of(plan.variant()));
    fields.put("metric", Value.of(plan.metric()));
    fields.put(
        "seen", plan.seen().<Value>map(one -> Value.of(one.value())).orElse(Value.Null.NULL));
    fields.put("to_see", Value.of(plan.size()));
    fields.put("rows", plan.rows().<Value>map(Value::of).orElse(Value.Null.NULL));
    fields.put(
        "cost", plan.cost().<Value>map(one -> Value.of(one.amount())).orElse(Value.Null.NULL));
    return new Value.Mapping(fields);
  }
}
