package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.report.DiagnosticJson;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.ExperimentRefusedException;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.ExperimentStoppedException;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.conduct.Experiments;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;

/// What `pf compare` and `pf compare plan` have in common: what is compared, and doing it.
final class CompareOptions {

  /// Places of what was said on the command line.
  private static final Set<String> NO_FILES =
      Set.of("experiment", "run", "run settings", "column mapping");

  /// What follows from variants that could not be read.
  private static final Set<String> ABOUT_VARIANTS =
      Set.of("no-variants", "unknown-baseline", "unknown-variant");

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SubjectOptions subject = new SubjectOptions();
  @Mixin private MeasureOptions measures = new MeasureOptions();
  @Mixin private CourseOptions course = new CourseOptions();

  CompareOptions() {}

  boolean isJson() {
    return common.isJson();
  }

  /// Only so many rows, unless somebody said how many.
  void sample(int rows) {
    subject.rows().sampleAtMost(rows);
  }

  /// Compares, and lets `tell` say what came of it.
  ///
  /// @param output what else was asked for
  int compare(Terminal terminal, OutputOptions output, ToIntFunction<Comparison> tell) {
    try {
      return tell.applyAsInt(compare(terminal, output));
    } catch (ExperimentRefusedException mistakes) {
      return refused(mistakes, terminal);
    } catch (RunRefusedException mistakes) { // files that changed meanwhile
      return refused(
          new ExperimentRefusedException(mistakes.diagnostics(), mistakes.flowFile()), terminal);
    } catch (DataException unreadable) {
      throw new CommandFailure(
          unreadable.code(), String.valueOf(unreadable.getMessage()), unreadable);
    } catch (SnapshotException unreadable) {
      throw new CommandFailure(
          "bad-flow-folder", String.valueOf(unreadable.getMessage()), unreadable);
    } catch (ExperimentStoppedException stopped) {
      return stopped(stopped, terminal);
    } catch (RunStoreException broken) {
      throw new CommandFailure(broken.code(), String.valueOf(broken.getMessage()), broken);
    }
  }

  private Comparison compare(Terminal terminal, OutputOptions output) {
    var mistakes = new Mistakes();
    var diagnostics = new Diagnostics();
    Subject meant = subject.read(terminal, mistakes, diagnostics);
    ExperimentSpec plain =
        ExperimentSpec.of(meant, measures.measures(terminal, mistakes))
            .withSeed(subject.rows().seed());
    ExperimentSpec spec =
        output.on(course.on(measures.on(plain, mistakes), mistakes), mistakes, terminal);
    mistakes.check();
    Evaluators evaluators = Evaluators.ofUser(terminal.environment());
    List<Path> connectionFiles = subject.connectionFiles(terminal);
    var told = new ProgressTold(terminal);
    try (var workspace = OpenWorkspace.of(terminal);
        var _ = Interruption.of(terminal::tell, told::hasBegun)) {
      RunHost host = workspace.host(connectionFiles);
      var runs = new FlowRuns(workspace.store(), host);
      var experiments = new Experiments(runs, host, evaluators);
      if (diagnostics.hasErrors()) {
        experiments.check(spec).stream()
            .filter(one -> !ABOUT_VARIANTS.contains(one.code()))
            .forEach(diagnostics::add);
        throw new ExperimentRefusedException(diagnostics.sorted(), Optional.empty());
      }
      return experiments.run(spec, told);
    }
  }

  private static int stopped(ExperimentStoppedException stopped, Terminal terminal) {
    terminal.progress("");
    String how =
        "%s. What is finished is kept; go on with the same options and --name %s"
            .formatted(stopped.getMessage(), stopped.experiment());
    if (stopped.run().status() == RunStatus.CANCELED) {
      terminal.tell("pf: " + Printable.line(how));
      return ExitCode.INTERRUPTED;
    }
    throw new CommandFailure("stopped", how, stopped);
  }

  private int refused(ExperimentRefusedException mistakes, Terminal terminal) {
    List<Diagnostic> all = mistakes.diagnostics();
    Path here = terminal.path(Path.of(""));
    var shown = new DiagnosticText(mistakes.flowFile(), here, terminal.style(Stream.ERR));
    List<Diagnostic> listed =
        all.stream().filter(one -> common.isVerbose() || one.severity() != Severity.HINT).toList();
    DiagnosticText.limited(listed, one -> line(one, shown)).forEach(terminal::tell);
    terminal.tell("pf: error: nothing was compared: " + DiagnosticText.count(all));
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(DiagnosticJson.of(all)));
    }
    return ExitCode.FAILURE;
  }

  /// What stands in a file with its place; what was said on the command line without.
  private static String line(Diagnostic one, DiagnosticText shown) {
    String place = one.place().file();
    boolean told = NO_FILES.contains(place) || place.startsWith("evaluator ");
    return told
        ? Printable.line(
            "%s: %s[%s]: %s".formatted(place, one.severity().label(), one.code(), one.message()))
        : shown.of(one);
  }
}
