package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Direction;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.Measure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is measured, and how sure one wants to be.
final class MeasureOptions {

  @Option(
      names = "--evaluator",
      arity = "1..*",
      paramLabel = "builtin:NAME|FOLDER",
      description = "What scores the outputs: a built-in evaluator or an evaluation flow.")
  private List<String> evaluators = new ArrayList<>();

  @Option(
      names = "--evaluator-mapping",
      arity = "1..*",
      paramLabel = "[EVALUATOR.]INPUT=VALUE",
      description = {
        "What an input of the evaluators takes, where it is not found by its name:",
        "'$${run.outputs.x}', '$${data.x}', '$${run.inputs.x}' or a constant."
      })
  private List<String> mapping = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "VARIANT|RUN",
      description = "What all others are compared with; the default variants if not said.")
  private @Nullable String baseline;

  @Option(
      names = "--by",
      arity = "1..*",
      paramLabel = "COLUMN",
      description = "Compare also within each group of rows with the same value in this column.")
  private List<String> by = new ArrayList<>();

  @Option(
      names = "--margin",
      arity = "1..*",
      paramLabel = "[METRIC=]NUMBER",
      description = "A difference smaller than this matters to nobody.")
  private List<String> margins = new ArrayList<>();

  @Option(
      names = "--higher",
      arity = "1..*",
      paramLabel = "METRIC",
      description = "Higher is better, where the evaluator does not say.")
  private List<String> higher = new ArrayList<>();

  @Option(
      names = "--lower",
      arity = "1..*",
      paramLabel = "METRIC",
      description = "Lower is better, where the evaluator does not say.")
  private List<String> lower = new ArrayList<>();

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      description = "The error rate of all verdicts together; 0.05 if not said.")
  private double alpha = ExperimentSpec.USUAL.alpha();

  @Option(
      names = "--confidence",
      paramLabel = "SHARE",
      description = "Of the intervals; 0.95 if not said.")
  private double confidence = ExperimentSpec.USUAL.confidence();

  @Option(
      names = "--power",
      paramLabel = "SHARE",
      description = "The chance to see a difference that plans aim at; 0.8 if not said.")
  private double power = ExperimentSpec.USUAL.power();

  @Option(
      names = "--correction",
      paramLabel = "holm|bh|none",
      description = "For several variants and metrics; holm if not said.")
  private String correction = ExperimentSpec.USUAL.correction();

  MeasureOptions() {}

  /// `spec` with all of it.
  ExperimentSpec on(ExperimentSpec spec, Mistakes mistakes) {
    ExperimentSpec measured =
        spec.withBy(by)
            .withMargins(margins(mistakes))
            .withDirections(directions(mistakes))
            .withSettings(settings(mistakes));
    return baseline == null ? measured : measured.withBaseline(baseline);
  }

  List<Measure> measures(Terminal terminal, Mistakes mistakes) {
    var all = new ArrayList<Assignment>();
    mapping.forEach(one ->
        mistakes
            .read(one, text -> Assignment.read("--evaluator-mapping", text))
            .ifPresent(all::add));
    return evaluators.stream().map(one -> measure(one, all, terminal)).toList();
  }

  private static Measure measure(String written, List<Assignment> all, Terminal terminal) {
    String label = written.substring(Math.max(written.indexOf(':'), written.lastIndexOf('/')) + 1);
    var mapped = new LinkedHashMap<String, Value>();
    for (Assignment one : all) {
      int dot = one.name().indexOf('.');
      String evaluator = dot < 0 ? label : one.name().substring(0, dot);
      if (evaluator.equals(label)) {
        mapped.put(one.name().substring(dot + 1), Value.of(one.value()));
      }
    }
    Path folder = terminal.path(Path.of(written)).toAbsolutePath().normalize();
    boolean isFolder = !written.startsWith(Evaluators.PREFIX) && Files.exists(folder);
    String flow = isFolder ? folder.toString() : written;
    return new Measure(flow, new Value.Mapping(mapped));
  }

  private Map<String, Double> margins(Mistakes mistakes) {
    var found = new LinkedHashMap<String, Double>();
    for (String one : margins) {
      int equals = one.indexOf('=');
      String metric = equals < 0 ? "*" : one.substring(0, equals).strip();
      mistakes
          .read(one.substring(equals + 1), text -> number("--margin", text))
          .ifPresent(margin -> {
            if (margin < 0) {
              mistakes.add("--margin is not negative, but got '%s'".formatted(one));
            }
            found.put(metric, margin);
          });
    }
    return found;
  }

  static double number(String option, String text) {
    try {
      double number = Double.parseDouble(text.strip());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new UsageFailure(
        "%s takes a number, but got '%s'".formatted(option, Printable.line(text)));
  }

  private Map<String, Direction> directions(Mistakes mistakes) {
    var found = new LinkedHashMap<String, Direction>();
    higher.forEach(metric -> found.put(metric, Direction.HIGHER));
    for (String metric : lower) {
      if (found.put(metric, Direction.LOWER) != null) {
        mistakes.add("--higher and --lower both name '%s'".formatted(Printable.line(metric)));
      }
    }
    return found;
  }

  private Comparison.Settings settings(Mistakes mistakes) {
    share("--alpha", alpha, mistakes);
    share("--confidence", confidence, mistakes);
    share("--power", power, mistakes);
    String chosen =
        switch (correction.toLowerCase(Locale.ROOT)) {
          case "holm" -> "holm";
          case "bh", "benjamini-hochberg" -> "benjamini-hochberg";
          case "none" -> "none";
          default -> {
            mistakes.add(
                "--correction is holm, bh or none, but got '%s'"
                    .formatted(Printable.line(correction)));
            yield "holm";
          }
        };
    return new Comparison.Settings(confidence, alpha, power, chosen);
  }

  private static void share(String option, double share, Mistakes mistakes) {
    if (!(share > 0 && share < 1)) {
      mistakes.add("%s is between 0 and 1, but got %s".formatted(option, share));
    }
  }
}
