package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.OutputFile;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.comparison.report.ComparisonJson;
import io.promptflow4j.evaluators.comparison.report.HtmlReport;
import io.promptflow4j.evaluators.comparison.report.JUnitReport;
import io.promptflow4j.evaluators.comparison.report.MarkdownReport;
import io.promptflow4j.evaluators.experiment.Condition;
import io.promptflow4j.evaluators.experiment.Condition.Finding;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/// Where reports go, and what makes a build fail.
final class OutputOptions {

  private static final Set<String> KINDS = Set.of("html", "json", "markdown", "junit");

  @Option(
      names = {"-o", "--output"},
      arity = "1..*",
      paramLabel = "KIND=FILE",
      description = "Write a report: html, json, markdown or junit.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--fail-if",
      arity = "1..*",
      paramLabel = "'[VARIANT:] FIGURE < NUMBER'",
      description = {
        "Exit with 3 if this holds, such as 'accuracy < 0.9', for any variant",
        "but the baseline, or for the one that is named."
      })
  private List<String> conditions = new ArrayList<>();

  @Option(
      names = "--fail-if-worse",
      description = "Exit with 3 if a variant is worse than the baseline in any metric.")
  private boolean failIfWorse;

  OutputOptions() {}

  ExperimentSpec on(ExperimentSpec spec, Mistakes mistakes, Terminal terminal) {
    var read = new ArrayList<Condition>();
    for (String written : conditions) {
      Optional<Condition> condition = Condition.read(written);
      condition.ifPresent(read::add);
      if (condition.isEmpty()) {
        mistakes.add(
            "--fail-if takes a condition such as 'accuracy < 0.9', but got '%s'"
                .formatted(Printable.line(written)));
      }
    }
    var files = new HashSet<Path>();
    for (String written : outputs) {
      mistakes
          .read(written, text -> Assignment.read("--output", text))
          .flatMap(one -> mistake(one, files, terminal))
          .ifPresent(wrong -> mistakes.add("--output " + Printable.line(written) + ": " + wrong));
    }
    return spec.withConditions(read);
  }

  /// What can be told to be wrong before anything is paid for.
  private static Optional<String> mistake(Assignment output, Set<Path> files, Terminal terminal) {
    if (!KINDS.contains(output.name().toLowerCase(Locale.ROOT))) {
      return Optional.of("it is html=, json=, markdown= or junit= and a file");
    }
    Path file = terminal.path(Path.of(output.value())).toAbsolutePath().normalize();
    return files.add(file)
        ? new OutputFile(file).obstacle()
        : Optional.of("another report goes into the same file");
  }

  /// What became of the conditions.
  List<Finding> findings(Comparison comparison) {
    return conditions.stream()
        .flatMap(written -> Condition.read(written).stream())
        .flatMap(condition -> condition.on(comparison).stream())
        .toList();
  }

  /// Whether a build that has this result is to fail.
  boolean fails(Comparison comparison, List<Finding> findings) {
    return findings.stream().anyMatch(Finding::holds)
        || comparison.differences().stream().anyMatch(this::fails);
  }

  private boolean fails(Difference one) {
    return failIfWorse && one.verdict() == Verdict.WORSE;
  }

  /// Writes all reports that were asked for, as far as that can be done.
  ///
  /// @throws CommandFailure if some can't be written; the others are there then
  void write(Comparison comparison, List<Finding> findings, Terminal terminal) {
    var failures = new ArrayList<String>();
    for (String written : outputs) {
      Assignment output = Assignment.read("--output", written);
      try {
        new OutputFile(terminal.path(Path.of(output.value())))
            .write(report(output.name(), comparison, findings));
        terminal.tell("pf: wrote " + Printable.line(output.value()));
      } catch (IOException broken) {
        failures.add("'%s': %s".formatted(output.value(), OutputFile.cause(broken)));
      }
    }
    if (!failures.isEmpty()) {
      throw new CommandFailure(
          "not-written", "a report can't be written to " + String.join("; ", failures));
    }
  }

  private String report(String kind, Comparison comparison, List<Finding> findings) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "html" -> HtmlReport.of(comparison);
      case "markdown" -> MarkdownReport.of(comparison);
      case "junit" -> junit(comparison, findings);
      default -> StrictJson.write(ComparisonJson.of(comparison)) + "\n";
    };
  }

  private String junit(Comparison comparison, List<Finding> findings) {
    List<JUnitReport.Condition> conditions =
        findings.stream()
            .map(one ->
                new JUnitReport.Condition(
                    one.variant() + ": " + one.condition().written(), one.holds(), one.words()))
            .toList();
    return JUnitReport.of(comparison, conditions, this::fails);
  }
}
