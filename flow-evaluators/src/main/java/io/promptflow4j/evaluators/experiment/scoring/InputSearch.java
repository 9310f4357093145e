package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what the inputs of an evaluator read: what somebody said, else what has the same name
/// among the outputs, the columns and the inputs, in this order.
public final class InputSearch {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(data|run\\.inputs|run\\.outputs)\\.([^{}]+)}");

  private final SubjectFacts facts;
  private final Diagnostics diagnostics;

  public InputSearch(SubjectFacts facts, Diagnostics diagnostics) {
    this.facts = facts;
    this.diagnostics = diagnostics;
  }

  /// The mapping of one evaluator.
  ///
  /// @param others other names of inputs, the best first
  public Value.Mapping of(
      String label, List<FlowInput> inputs, Map<String, List<String>> others, Value.Mapping given) {
    var mapping = new LinkedHashMap<String, Value>();
    for (FlowInput input : inputs) {
      Value told = given.get(input.name());
      if (told != null) {
        check(label, input.name(), told);
        mapping.put(input.name(), told);
        continue;
      }
      Optional<String> found = find(input.name(), others.getOrDefault(input.name(), List.of()));
      found.ifPresent(reference -> mapping.put(input.name(), Value.of(reference)));
      if (found.isEmpty() && input.defaultValue().isEmpty()) {
        unmapped(label, input.name());
      }
    }
    if (mapping.values().stream().noneMatch(InputSearch::readsOutputs)) {
      diagnostics.error(
          "evaluator-reads-no-output",
          place(label),
          "%s reads no output of what is compared, so it would score all alike; map one, such as"
                  .formatted(label)
              + " --evaluator-mapping %s='${run.outputs.%s}'."
                  .formatted(
                      inputs.isEmpty() ? "INPUT" : inputs.getFirst().name(),
                      facts.outputs().isEmpty() ? "OUTPUT" : facts.outputs().getFirst()));
    }
    return new Value.Mapping(mapping);
  }

  private static boolean readsOutputs(Value value) {
    return value instanceof Value.Text(String text) && text.startsWith("${run.outputs.");
  }

  private Optional<String> find(String name, List<String> others) {
    for (String side : List.of("run.outputs", "data", "run.inputs")) {
      if (there(side).contains(name)) {
        return Optional.of("${%s.%s}".formatted(side, name));
      }
    }
    return others.stream().flatMap(other -> find(other, List.of()).stream()).findFirst();
  }

  private List<String> there(String side) {
    return switch (side) {
      case "run.outputs" -> facts.outputs();
      case "run.inputs" -> facts.inputs();
      default -> facts.columns();
    };
  }

  private void check(String label, String input, Value told) {
    if (!(told instanceof Value.Text(String text))) {
      return;
    }
    Matcher reference = REFERENCE.matcher(text);
    if (reference.matches()) {
      String column = reference.group(2);
      List<String> there = there(reference.group(1));
      if (!there.contains(column) && !there.contains(column.replaceFirst("[.\\[].*", ""))) {
        diagnostics.error(
            "unknown-column",
            place(label),
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
          place(label),
          "%s: %s reads a source that is not there; there are data, run.inputs and run.outputs."
              .formatted(input, text));
    }
  }

  private void unmapped(String label, String input) {
    diagnostics.error(
        "unmapped-input",
        place(label),
        ("input '%s' of %s has no default, and neither an output (%s) nor a column (%s) has that"
                + " name; say --evaluator-mapping %1$s='${run.outputs.…}' or '${data.…}'.")
            .formatted(input, label, shown(facts.outputs()), shown(facts.columns())));
  }

  private static String shown(List<String> names) {
    return names.isEmpty() ? "there is none" : String.join(", ", names);
  }

  private static Place place(String label) {
    return Place.startOf("evaluator " + label);
  }
}
