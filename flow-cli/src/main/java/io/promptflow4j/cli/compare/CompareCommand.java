package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.report.DiagnosticJson;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.report.ComparisonJson;
import io.promptflow4j.evaluators.comparison.report.TextReport;
import io.promptflow4j.evaluators.experiment.Condition.Finding;
import io.promptflow4j.evaluators.experiment.ExperimentRefusedException;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.ExperimentStoppedException;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.conduct.Experiments;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      "  pf compare --flow my-flow --data rows.jsonl --evaluator builtin:exact_match",
      "  pf compare --flow my-flow --data rows.jsonl --variants ask.brief ask.long \\",
      "     --evaluator my-evaluator --output html=report.html --fail-if-worse",
      "  pf compare run_one run_two --evaluator builtin:f1_score",
      "",
      "Exit codes: 0 done, 1 failed, 2 called wrongly, 3 a condition of --fail-if or",
      "--fail-if-worse holds, 130 interrupted."
    })
public final class CompareCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SubjectOptions subject = new SubjectOptions();
  @Mixin private MeasureOptions measures = new MeasureOptions();
  @Mixin private CourseOptions course = new CourseOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  private final Terminal terminal;

  public CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      Comparison comparison = compare();
      return told(comparison);
    } catch (ExperimentRefusedException mistakes) {
      return refused(mistakes);
    } catch (ExperimentStoppedException stopped) {
      terminal.progress("");
      throw new CommandFailure(
          "stopped",
          "%s. What is finished is kept; go on with --name %s"
              .formatted(stopped.getMessage(), stopped.experiment()),
          stopped);
    } catch (RunStoreException broken) {
      throw new CommandFailure(broken.code(), String.valueOf(broken.getMessage()), broken);
    }
  }

  private Comparison compare() {
    var mistakes = new Mistakes();
    var diagnostics = new Diagnostics();
    Subject meant = subject.read(terminal, mistakes, diagnostics);
    ExperimentSpec plain =
        ExperimentSpec.of(meant, measures.measures(terminal, mistakes)).withSeed(subject.seed());
    ExperimentSpec spec = output.on(course.on(measures.on(plain, mistakes), mistakes), mistakes);
    mistakes.check();
    if (diagnostics.hasErrors()) {
      throw new ExperimentRefusedException(diagnostics.sorted(), Optional.empty());
    }
    RunHost host =
        RunHost.ofProcess()
            .withEnvironment(terminal.environment())
            .withConnectionFiles(subject.connectionFiles(terminal));
    try (RunStore store = store()) {
      var experiments = new Experiments(new FlowRuns(store, host), host);
      return experiments.run(spec, new ProgressTold(terminal));
    }
  }

  private RunStore store() {
    try {
      return RunStores.open(terminal.path(Path.of("")), terminal.environment());
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure("bad-store", String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private int told(Comparison comparison) {
    List<Finding> findings = output.findings(comparison);
    terminal.printLine(
        common.isJson()
            ? Json.write(ComparisonJson.summaryOf(comparison))
            : Printable.text(TextReport.of(comparison, String::length)).stripTrailing());
    output.write(comparison, findings, terminal);
    findings.stream()
        .filter(Finding::holds)
        .forEach(one -> terminal.tell("pf: failed: " + Printable.line(one.words())));
    return output.fails(comparison, findings) ? ExitCode.THRESHOLD : ExitCode.OK;
  }

  private int refused(ExperimentRefusedException mistakes) {
    List<Diagnostic> all = mistakes.diagnostics();
    var shown =
        new DiagnosticText(
            mistakes.flowFile(), terminal.path(Path.of("")), terminal.style(Stream.ERR));
    all.stream()
        .filter(one -> common.isVerbose() || one.severity() != Severity.HINT)
        .forEach(one -> terminal.tell(shown.of(one)));
    terminal.tell("pf: error: nothing was compared: " + DiagnosticText.count(all));
    if (common.isJson()) {
      terminal.printLine(Json.write(DiagnosticJson.of(all)));
    }
    return ExitCode.FAILURE;
  }
}
