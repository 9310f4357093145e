package io.promptflow4j.evaluators.evaluation.registry;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/reference/metrics.md` says what the evaluators declare. It is made anew with
/// `-Dpromptflow4j.update=true`.
class MetricsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");

  private static final String START =
      """
      # Evaluators and their metrics

      Made from the `evaluator.yaml` of each built-in evaluator. `pf evaluator list` shows them, `pf evaluator show NAME` one of
      them, `pf evaluator copy NAME FOLDER` makes a copy to change; see [write an evaluator](../tutorials/write-an-evaluator.md).

      An evaluator is a flow: run it with `pf run create --flow builtin:NAME`, or compare with `--evaluator builtin:NAME`. A row
      that can't be scored has null for its score and a reason beside it; it is counted as `METRIC.not_scored` and never
      averaged in. `METRIC.scored` counts the others. Inputs in italics are optional.
      """;

  @TempDir private Path cache;

  @Test
  void thePageSaysWhatTheEvaluatorsDeclare() throws IOException {
    List<Evaluator> all = new Evaluators(cache).list();
    String expected =
        START
            + section("Computed", Evaluator.Kind.CODE, all)
            + section("Judged by a model", Evaluator.Kind.JUDGE, all)
            + section("Judged in pairs", Evaluator.Kind.PAIRWISE, all)
            + section("Several at once", Evaluator.Kind.BUNDLE, all);
    if (Boolean.getBoolean("promptflow4j.update")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String section(String title, Evaluator.Kind kind, List<Evaluator> all) {
    return "\n## "
        + title
        + "\n"
        + all.stream()
            .filter(one -> one.kind() == kind)
            .map(MetricsPageTest::text)
            .collect(joining());
  }

  private static String text(Evaluator evaluator) {
    var text = new StringBuilder();
    text.append("\n### ").append(evaluator.name()).append("\n\n");
    text.append(evaluator.description()).append("\n\n");
    text.append("Inputs: ")
        .append(evaluator.inputs().stream().map(MetricsPageTest::shown).collect(joining(", ")))
        .append(". Source: ")
        .append(evaluator.source())
        .append(".");
    if (!evaluator.needs().isEmpty()) {
      text.append(" Needs: ").append(String.join(", ", evaluator.needs())).append(".");
    }
    text.append("\n\n| output | what it is | range | better |\n|---|---|---|---|\n");
    evaluator.outputs().stream()
        .filter(output -> output.kind() != EvaluatorOutput.Kind.TEXT)
        .forEach(output -> text.append(row(output)));
    text.append("\nMetrics: ")
        .append(
            evaluator.metrics().entrySet().stream()
                .map(metric -> "`%s` (%s)".formatted(metric.getKey(), metric.getValue()))
                .collect(joining(", ")))
        .append(".\n");
    return text.toString();
  }

  private static String shown(Evaluator.Input input) {
    return input.optional() ? "*" + input.name() + "*" : "`" + input.name() + "`";
  }

  private static String row(EvaluatorOutput output) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            output.name(), output.description().replace("|", "\\|"), range(output), better(output));
  }

  private static String range(EvaluatorOutput output) {
    return switch (output.kind()) {
      case PASS -> "0 or 1";
      case LABEL -> String.join(", ", output.labels());
      case NUMBER, TEXT, UNKNOWN ->
          "%s to %s%s"
              .formatted(
                  plain(output.min(), "−∞"),
                  plain(output.max(), "∞"),
                  output.whole() ? ", whole" : "");
    };
  }

  private static String plain(Optional<Double> number, String otherwise) {
    return number
        .map(one -> BigDecimal.valueOf(one).stripTrailingZeros().toPlainString().replace("-", "−"))
        .orElse(otherwise);
  }

  private static String better(EvaluatorOutput output) {
    if (output.kind() == EvaluatorOutput.Kind.LABEL) {
      return output.passing().isEmpty() ? "–" : String.join(", ", output.passing());
    }
    String pass =
        output.passFrom().map(one -> ", passes at " + plain(Optional.of(one), "")).orElse("");
    return switch (output.direction()) {
      case HIGHER -> "higher" + pass;
      case LOWER -> "lower" + pass;
      case NONE -> "–";
    };
  }
}
