package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.evaluators.experiment.Budget;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.Prices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How far a comparison goes and what it may cost.
final class CourseOptions {

  private static final Pattern BUDGET =
      Pattern.compile("(?<number>\\d{1,12}(?:\\.\\d{1,6})?)\\s*(?<unit>rows|calls|)");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = {
        "What the runs are named after. Under a name that was used before,",
        "the comparison goes on where it was."
      })
  private @Nullable String name;

  @Option(
      names = "--stop-when-decided",
      description = "Run the rows in blocks and stop as soon as every metric is decided.")
  private boolean stop;

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT|Nrows|Ncalls",
      description = "Run no more than so much money, rows, or model calls allow.")
  private @Nullable String budget;

  @Option(
      names = "--price",
      arity = "1..*",
      paramLabel = "MODEL=PROMPT,COMPLETION",
      description = "Prices of a million tokens; '*' is for all models not named.")
  private List<String> prices = new ArrayList<>();

  CourseOptions() {}

  /// `spec` with all of it.
  ExperimentSpec on(ExperimentSpec spec, Mistakes mistakes) {
    ExperimentSpec priced = spec.withPrices(prices(mistakes));
    ExperimentSpec named = name == null ? priced : named(priced, name, mistakes);
    ExperimentSpec stopping = stop ? named.stoppingWhenDecided() : named;
    return budget == null
        ? stopping
        : mistakes.read(budget, CourseOptions::budget).map(stopping::withBudget).orElse(stopping);
  }

  private static ExperimentSpec named(ExperimentSpec spec, String name, Mistakes mistakes) {
    try {
      return spec.withName(new RunName(name).value());
    } catch (IllegalArgumentException wrong) {
      mistakes.add("--name: " + Printable.line(String.valueOf(wrong.getMessage())));
      return spec;
    }
  }

  private static Budget budget(String written) {
    Matcher parts = BUDGET.matcher(written.strip().toLowerCase(Locale.ROOT));
    double number = parts.matches() ? Double.parseDouble(parts.group("number")) : 0;
    String unit = parts.matches() ? parts.group("unit") : "";
    boolean whole = number == Math.rint(number);
    if (number <= 0 || (!unit.isEmpty() && !whole)) {
      throw new UsageFailure(
          "--budget takes an amount such as 5.00, or 200rows, or 1000calls, but got '%s'"
              .formatted(Printable.line(written)));
    }
    return switch (unit) {
      case "rows" -> new Budget.Rows((long) number);
      case "calls" -> new Budget.Calls((long) number);
      default -> new Budget.Money(number);
    };
  }

  private Prices prices(Mistakes mistakes) {
    var found = new HashMap<String, Prices.Price>();
    for (String one : prices) {
      mistakes
          .read(one, text -> Assignment.read("--price", text))
          .ifPresent(read ->
              mistakes
                  .read(read.value(), CourseOptions::price)
                  .ifPresent(price -> found.put(read.name(), price)));
    }
    return new Prices(found, "USD");
  }

  private static Prices.Price price(String written) {
    int comma = written.indexOf(',');
    double prompt =
        MeasureOptions.number("--price", comma < 0 ? written : written.substring(0, comma));
    double completion =
        comma < 0 ? prompt : MeasureOptions.number("--price", written.substring(comma + 1));
    if (prompt < 0 || completion < 0) {
      throw new UsageFailure("--price is not negative, but got '%s'".formatted(written));
    }
    return new Prices.Price(prompt, completion);
  }
}
