package io.promptflow4j.cli.evaluator;

import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The evaluators as a call sees them: found by name or folder, and as JSON.
final class FoundEvaluators {

  private final Terminal terminal;
  private final Evaluators evaluators;

  FoundEvaluators(Terminal terminal) {
    this.terminal = terminal;
    this.evaluators = Evaluators.ofUser(terminal.environment());
  }

  List<Evaluator> all() {
    return told(evaluators::list);
  }

  /// @param written `builtin:NAME`, `NAME`, or the path of a folder as the person writes it
  Evaluator find(String written) {
    Path folder = terminal.path(Path.of(written));
    return told(() -> evaluators.find(Files.exists(folder) ? folder.toString() : written));
  }

  /// What `work` gives; mistakes of an evaluator are told, each on a line of its own.
  ///
  /// @throws CommandFailure if there is no such evaluator, or it has mistakes
  <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (EvaluatorException wrong) {
      List<Diagnostic> mistakes = wrong.diagnostics();
      if (mistakes.isEmpty()) {
        throw new CommandFailure("no-evaluator", String.valueOf(wrong.getMessage()), wrong);
      }
      DiagnosticText.limited(mistakes, mistake -> Printable.line(mistake.toString()))
          .forEach(terminal::tell);
      throw new CommandFailure(
          "bad-evaluator",
          "%s (%d in all)".formatted(mistakes.getFirst().message(), mistakes.size()),
          wrong);
    }
  }

  static Value.Mapping json(Evaluator evaluator) {
    var inputs = new Fields();
    evaluator.inputs().forEach(input -> inputs.put(input.name(), json(input)));
    var outputs = new Fields();
    evaluator.outputs().forEach(output -> outputs.put(output.name(), json(output)));
    var metrics = new Fields();
    evaluator.metrics().forEach(metrics::put);
    return new Fields()
        .put("name", evaluator.name())
        .put("title", evaluator.title())
        .put("description", evaluator.description())
        .put("kind", written(evaluator.kind()))
        .put("inputs", inputs.end())
        .put("outputs", outputs.end())
        .put("metrics", metrics.end())
        .put("needs", texts(evaluator.needs()))
        .put("source", evaluator.source())
        .put("tags", texts(evaluator.tags()))
        .put("folder", evaluator.folder().toString())
        .end();
  }

  private static Value json(Evaluator.Input input) {
    return new Fields()
        .put("description", input.description())
        .put("also", texts(input.also()))
        .put("optional", Value.of(input.optional()))
        .end();
  }

  private static Value json(EvaluatorOutput output) {
    return new Fields()
        .put("kind", written(output.kind()))
        .put("min", number(output.min()))
        .put("max", number(output.max()))
        .put("whole", Value.of(output.whole()))
        .put("direction", written(output.direction()))
        .put("pass", number(output.passFrom()))
        .put("labels", texts(output.labels()))
        .put("passing", texts(output.passing()))
        .put("description", output.description())
        .end();
  }

  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Value number(Optional<Double> number) {
    return number.<Value>map(one -> Value.of(one.doubleValue())).orElse(Value.Null.NULL);
  }

  private static Value texts(List<String> texts) {
    return Value.of(texts.stream().map(Value::of).toList());
  }
}
