package io.promptflow4j.cli.evaluator;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf evaluator show`: shows what an evaluator declares about itself.
@Command(
    name = "show",
    description = "Show the inputs, outputs, scale and source of an evaluator.",
    footer = {"", "  pf evaluator show f1_score", "  pf evaluator show ./my-evaluator"})
public final class EvaluatorShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "NAME|FOLDER",
      description = "A built-in evaluator, or the folder of an evaluation flow.")
  private String name = "";

  private final Terminal terminal;

  public EvaluatorShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Evaluator evaluator = new FoundEvaluators(terminal).find(name);
    return new Reply(terminal, common)
        .tell(() -> FoundEvaluators.json(evaluator), _ -> Printable.text(text(evaluator)));
  }

  private static String text(Evaluator evaluator) {
    var lines = new ArrayList<String>();
    lines.add("%s (%s)".formatted(evaluator.name(), FoundEvaluators.written(evaluator.kind())));
    lines.add(evaluator.description());
    lines.add("");
    lines.add("inputs");
    evaluator.inputs().forEach(input -> lines.add(line(input.name(), words(input))));
    lines.add("outputs");
    evaluator.outputs().forEach(output -> lines.add(line(output.name(), words(output))));
    if (!evaluator.metrics().isEmpty()) {
      lines.add("metrics");
      evaluator.metrics().forEach((metric, words) -> lines.add(line(metric, words)));
    }
    addIfAny("needs   ", String.join(", ", evaluator.needs()), lines);
    addIfAny("source  ", evaluator.source(), lines);
    addIfAny("tags    ", String.join(", ", evaluator.tags()), lines);
    lines.add("folder  " + evaluator.folder());
    return String.join("\n", lines);
  }

  private static String line(String name, String words) {
    return "  %-24s %s".formatted(name, words).stripTrailing();
  }

  private static void addIfAny(String label, String words, List<String> lines) {
    if (!words.isEmpty()) {
      lines.add(label + words);
    }
  }

  private static String words(Evaluator.Input input) {
    var parts = new ArrayList<String>();
    addIfAny("", input.description(), parts);
    if (input.optional()) {
      parts.add("(optional)");
    }
    if (!input.also().isEmpty()) {
      parts.add("(also: %s)".formatted(String.join(", ", input.also())));
    }
    return String.join(" ", parts);
  }

  private static String words(EvaluatorOutput output) {
    var parts = new ArrayList<String>();
    parts.add(FoundEvaluators.written(output.kind()));
    output.min().ifPresent(min -> parts.add("from " + plain(min)));
    output.max().ifPresent(max -> parts.add("to " + plain(max)));
    if (!output.labels().isEmpty()) {
      parts.add("(%s)".formatted(String.join(", ", output.labels())));
    }
    switch (output.direction()) {
      case HIGHER -> parts.add("higher is better");
      case LOWER -> parts.add("lower is better");
      case NONE -> {}
    }
    output.passFrom().ifPresent(pass -> parts.add("passes at " + plain(pass)));
    String facts = String.join(" ", parts);
    return output.description().isEmpty() ? facts : facts + "; " + output.description();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
