package io.promptflow4j.evaluators.evaluation.declaration;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput.Direction;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput.Kind;
import java.util.List;
import java.util.Optional;

/// One entry under `outputs` of an `evaluator.yaml`.
final class OutputReader {

  private static final List<String> KEYS =
      List.of("kind", "min", "max", "levels", "direction", "pass", "labels", "description");

  private final Section section;
  private final String name;

  private OutputReader(Section section, String name) {
    this.section = section;
    this.name = name;
  }

  static Optional<EvaluatorOutput> read(Written.Field field, Diagnostics diagnostics) {
    String name = field.key().value();
    return Section.of("output '%s'".formatted(name), field.content(), diagnostics)
        .map(section -> new OutputReader(section, name).output());
  }

  private EvaluatorOutput output() {
    section.allowOnly(KEYS);
    Kind kind =
        section
            .choice("kind", List.of(Kind.NUMBER, Kind.PASS, Kind.LABEL, Kind.TEXT))
            .orElse(Kind.NUMBER);
    return switch (kind) {
      case NUMBER, UNKNOWN -> number();
      case PASS -> plain(Kind.PASS, direction().orElse(Direction.HIGHER));
      case LABEL -> label();
      case TEXT -> plain(Kind.TEXT, Direction.NONE);
    };
  }

  private EvaluatorOutput number() {
    refuse("labels", "only a label has labels");
    Optional<Double> min = section.number("min");
    Optional<Double> max = section.number("max");
    if (min.isPresent() && max.isPresent() && min.get() >= max.get()) {
      error("max", "'max' of %s has to be above 'min'.".formatted(section.title()));
    }
    Optional<Double> pass = section.number("pass");
    Direction direction = direction().orElse(Direction.NONE);
    if (pass.isPresent() && direction == Direction.NONE) {
      error(
          "pass",
          "%s has 'pass', so 'direction' has to say whether higher or lower is better."
              .formatted(section.title()));
    }
    return new EvaluatorOutput(
        name, description(), Kind.NUMBER, min, max, whole(), direction, pass, List.of(), List.of());
  }

  private EvaluatorOutput label() {
    List.of("min", "max", "levels").forEach(key -> refuse(key, "a label has none"));
    List<String> labels = section.texts("labels");
    List<String> passing = section.texts("pass");
    if (labels.isEmpty()) {
      error("labels", "%s is a label, so 'labels' has to list them.".formatted(section.title()));
    }
    for (String label : passing) {
      if (!labels.contains(label)) {
        error(
            "pass",
            "'pass' of %s is one of %s, not '%s'.%s"
                .formatted(
                    section.title(),
                    String.join(", ", labels),
                    label,
                    Suggestion.didYouMean(label, labels)));
      }
    }
    return new EvaluatorOutput(
        name,
        description(),
        Kind.LABEL,
        Optional.empty(),
        Optional.empty(),
        false,
        direction().orElse(passing.isEmpty() ? Direction.NONE : Direction.HIGHER),
        Optional.empty(),
        labels,
        passing);
  }

  private EvaluatorOutput plain(Kind kind, Direction direction) {
    List.of("min", "max", "levels", "labels", "pass")
        .forEach(
            key -> refuse(key, "an output of kind %s has none".formatted(Section.written(kind))));
    return new EvaluatorOutput(
        name,
        description(),
        kind,
        Optional.empty(),
        Optional.empty(),
        false,
        direction,
        Optional.empty(),
        List.of(),
        List.of());
  }

  private String description() {
    return section.text("description").orElse("");
  }

  private Optional<Direction> direction() {
    return section.choice("direction", List.of(Direction.values()));
  }

  private boolean whole() {
    Optional<String> levels = section.text("levels");
    if (levels.isPresent() && !levels.get().equals("whole")) {
      error("levels", "'levels' of %s can only be 'whole'.".formatted(section.title()));
    }
    return levels.isPresent();
  }

  private void refuse(String key, String why) {
    if (section.find(key).isPresent()) {
      error(key, "'%s' has no meaning for %s: %s.".formatted(key, section.title(), why));
    }
  }

  private void error(String key, String message) {
    section.diagnostics().error("wrong-shape", section.placeOf(key), message);
  }
}
