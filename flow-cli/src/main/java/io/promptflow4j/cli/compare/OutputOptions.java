package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.CommandFailure;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  ExperimentSpec on(ExperimentSpec spec, Mistakes mistakes) {
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
    for (String written : outputs) {
      mistakes
          .read(written, text -> Assignment.read("--output", text))
          .filter(one -> !KINDS.contains(one.name().toLowerCase(Locale.ROOT)))
          .ifPresent(one ->
              mistakes.add(
                  "--output is html=, json=, markdown= or junit= and a file, but got '%s'"
                      .formatted(Printable.line(written))));
    }
    return spec.withConditions(read);
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

  /// Writes all reports that were asked for.
  ///
  /// @throws CommandFailure if one can't be written
  void write(Comparison comparison, List<Finding> findings, Terminal terminal) {
    for (String written : outputs) {
      Assignment output = Assignment.read("--output", written);
      Path file = terminal.path(Path.of(output.value()));
      String report =
          switch (output.name().toLowerCase(Locale.ROOT)) {
            case "html" -> HtmlReport.of(comparison);
            case "markdown" -> MarkdownReport.of(comparison);
            case "junit" -> junit(comparison, findings);
            default -> StrictJson.write(ComparisonJson.of(comparison)) + "\n";
          };
      write(file, report);
      terminal.tell("pf: wrote " + Printable.line(output.value()));
    }
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

  private static void write(Path file, String report) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, report);
    } catch (IOException broken) {
      throw new CommandFailure(
          "unwritable", "the report can't be written to '%s'".formatted(file), broken);
    }
  }
}
