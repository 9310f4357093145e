package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An evaluator that is ready to score runs.
///
/// @param label what runs and messages call it
/// @param written as it was asked for
/// @param mapping what each of its inputs reads
/// @param isOwn whether the runs that are compared are its own, so that nothing is left to do
public record Scoring(
    String label,
    String written,
    FlowSettings how,
    Value.Mapping mapping,
    List<ScoreOutput> outputs,
    boolean isOwn) {

  public Scoring {
    outputs = List.copyOf(outputs);
  }

  public Scoring withOutputs(List<ScoreOutput> other) {
    return new Scoring(label, written, how, mapping, other, isOwn);
  }

  public boolean reads(String source) {
    return mapping.entries().values().stream()
        .anyMatch(value ->
            value instanceof Value.Text(String text) && text.startsWith("${" + source + "."));
  }

  /// Gives scores of the same name in several evaluators the evaluator's name as well.
  public static List<Scoring> distinct(List<Scoring> all) {
    Map<String, Long> count =
        all.stream()
            .flatMap(one -> one.outputs().stream())
            .collect(Collectors.groupingBy(ScoreOutput::output, Collectors.counting()));
    return all.stream()
        .map(one ->
            one.withOutputs(
                one.outputs().stream()
                    .map(output ->
                        count.getOrDefault(output.output(), 0L) > 1
                            ? output.called(one.label() + "." + output.output())
                            : output)
                    .toList()))
        .toList();
  }
}
