package io.promptflow4j.evaluators.evaluation;

import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Which columns the inputs of an evaluator read, found by name.
///
/// @param mapping what each input reads (`${run.outputs.answer}`), those that were told among them
/// @param missing what no column was found for, a sentence for each; empty if all is well
public record ColumnChoice(Value.Mapping mapping, List<String> missing) {

  public ColumnChoice {
    missing = List.copyOf(missing);
  }

  /// The columns that there are.
  ///
  /// @param outputs of the run that is scored; none for a table
  /// @param inputs of that run; none for a table
  /// @param data columns of the data
  /// @param row what is known of how each row of that run went; nothing for a table
  public record Columns(
      List<String> outputs, List<String> inputs, List<String> data, List<String> row) {

    /// The columns where nothing is known of how rows went.
    public Columns(List<String> outputs, List<String> inputs, List<String> data) {
      this(outputs, inputs, data, List.of());
    }

    public Columns {
      row = List.copyOf(row);
      outputs = List.copyOf(outputs);
      inputs = List.copyOf(inputs);
      data = List.copyOf(data);
    }

    private Optional<String> find(String name) {
      return in(outputs, "run.outputs", name)
          .or(() -> in(data, "data", name))
          .or(() -> in(inputs, "run.inputs", name))
          .or(() -> in(row, RowFigures.SOURCE, name));
    }

    private static Optional<String> in(List<String> columns, String source, String name) {
      return columns.stream()
          .filter(column -> column.equalsIgnoreCase(name))
          .min((a, b) -> Boolean.compare(b.equals(name), a.equals(name)))
          .map(column -> "${%s.%s}".formatted(source, column));
    }

    private String shown() {
      List<String> parts =
          Stream.of(shown("outputs", outputs), shown("columns", data), shown("inputs", inputs))
              .flatMap(List::stream)
              .toList();
      return parts.isEmpty() ? "there are no columns" : "there are " + String.join("; ", parts);
    }

    private static List<String> shown(String what, List<String> names) {
      return names.isEmpty() ? List.of() : List.of("the " + what + " " + String.join(", ", names));
    }
  }

  /// Finds a column for each input that `told` does not map: one of its name, else one of its other
  /// names in their order, each among the outputs, the data, the inputs and what a row took, in
  /// this order. An input that would take a column `output` takes the only output of a run,
  /// whatever it is called.
  public static ColumnChoice of(Evaluator evaluator, Columns columns, Value.Mapping told) {
    SequencedMap<String, Value> mapping = new LinkedHashMap<>();
    var missing = new ArrayList<String>();
    for (Evaluator.Input input : evaluator.inputs()) {
      Value given = told.get(input.name());
      if (given != null) {
        mapping.put(input.name(), given);
        continue;
      }
      Optional<String> found = find(input, columns);
      found.ifPresent(reference -> mapping.put(input.name(), Value.of(reference)));
      if (found.isEmpty() && !input.optional()) {
        missing.add(missing(evaluator, input, columns));
      }
    }
    told.entries()
        .forEach((name, value) -> {
          if (evaluator.input(name).isEmpty()) {
            missing.add(unknown(evaluator, name));
          }
        });
    return new ColumnChoice(new Value.Mapping(mapping), missing);
  }

  private static Optional<String> find(Evaluator.Input input, Columns columns) {
    return Stream.concat(Stream.of(input.name()), input.also().stream())
        .flatMap(name -> columns.find(name).stream())
        .findFirst()
        .or(() -> onlyOutput(input, columns));
  }

  private static Optional<String> onlyOutput(Evaluator.Input input, Columns columns) {
    return columns.outputs().size() == 1 && input.also().contains("output")
        ? Optional.of("${run.outputs.%s}".formatted(columns.outputs().getFirst()))
        : Optional.empty();
  }

  private static String missing(Evaluator evaluator, Evaluator.Input input, Columns columns) {
    String others =
        input.also().isEmpty() ? "" : " (nor as %s)".formatted(String.join(", ", input.also()));
    return "%s needs '%s'%s, but %s; say which column it is, such as %s='${data.…}'."
        .formatted(evaluator.name(), input.name(), others, columns.shown(), input.name());
  }

  private static String unknown(Evaluator evaluator, String name) {
    List<String> names = evaluator.inputs().stream().map(Evaluator.Input::name).toList();
    return "%s has no input '%s'; it has %s.%s"
        .formatted(
            evaluator.name(), name, String.join(", ", names), Suggestion.didYouMean(name, names));
  }
}
