package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.ColumnChoice.Columns;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds what evaluators are told to read against what there is, before anything is run.
final class MappingCheck {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(data|run\\.inputs|run\\.outputs|run\\.row)\\.([^{}]+)}");

  private final Columns columns;
  private final Diagnostics diagnostics;

  MappingCheck(Columns columns, Diagnostics diagnostics) {
    this.columns = columns;
    this.diagnostics = diagnostics;
  }

  void check(String label, Value.Mapping mapping) {
    mapping
        .entries()
        .forEach((input, told) -> {
          if (told instanceof Value.Text(String text)) {
            check(label, input, text);
          }
        });
  }

  private void check(String label, String input, String text) {
    Matcher reference = REFERENCE.matcher(text);
    if (reference.matches()) {
      String column = reference.group(2);
      List<String> there = there(reference.group(1));
      if (!there.contains(column) && !there.contains(column.replaceFirst("[.\\[].*", ""))) {
        diagnostics.error(
            "unknown-column",
            EvaluatorSearch.place(label),
            "%s: %s names nothing that is there; there is %s.%s"
                .formatted(
                    input,
                    text,
                    there.isEmpty() ? "nothing" : String.join(", ", there),
                    Suggestion.didYouMean(column, there)));
      }
    } else if (text.startsWith("${") && text.endsWith("}")) {
      diagnostics.error(
          "unknown-source",
          EvaluatorSearch.place(label),
          "%s: %s reads a source that is not there; there are data, run.inputs, run.outputs and run.row."
              .formatted(input, text));
    }
  }

  private List<String> there(String side) {
    return switch (side) {
      case "run.outputs" -> columns.outputs();
      case "run.inputs" -> columns.inputs();
      case RowFigures.SOURCE -> columns.row();
      default -> columns.data();
    };
  }
}
