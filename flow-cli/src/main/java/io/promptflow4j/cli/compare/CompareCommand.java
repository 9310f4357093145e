package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.report.ComparisonJson;
import io.promptflow4j.evaluators.comparison.report.TextReport;
import io.promptflow4j.evaluators.experiment.Condition.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf compare`: runs what is missing, evaluates it and says which is better.
@Command(
    name = "compare",
    description = "Compare variants of a flow, or finished runs, and say which is better.",
    footer = {
      "",
      "Examples:",
      "  pf compare --flow my-flow --data rows.jsonl --evaluator builtin:f1_score",
      "  pf compare --flow my-flow --data rows.jsonl --variants ask.brief ask.long \\",
      "     --evaluator my-evaluator --output html=report.html --fail-if-worse",
      "  pf compare run_one run_two --evaluator builtin:f1_score",
      "",
      "Exit codes: 0 done, 1 failed, 2 called wrongly, 3 a condition of --fail-if or",
      "--fail-if-worse holds, 130 interrupted."
    })
public final class CompareCommand implements Callable<Integer> {

  @Mixin private CompareOptions options = new CompareOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  private final Terminal terminal;

  public CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return options.compare(terminal, output, this::told);
  }

  private int told(Comparison comparison) {
    List<Finding> findings = output.findings(comparison);
    terminal.printLine(
        options.isJson()
            ? StrictJson.write(ComparisonJson.summaryOf(comparison))
            : Printable.text(TextReport.of(comparison, String::length)).stripTrailing());
    findings.stream()
        .filter(Finding::holds)
        .forEach(one -> terminal.tell("pf: failed: " + Printable.line(one.words())));
    output.write(comparison, findings, terminal);
    return output.fails(comparison, findings) ? ExitCode.THRESHOLD : ExitCode.OK;
  }
}
