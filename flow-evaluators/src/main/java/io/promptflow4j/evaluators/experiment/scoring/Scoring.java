package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An evaluator that is ready to score runs.
///
/// @param label what runs and messages call it
/// @param flow as a run takes it: a folder, or `builtin:NAME`
/// @param evaluator what it declares; empty if its folder is not there any more
/// @param mapping what each of its inputs reads
/// @param isOwn whether the runs that are compared are its own, so that nothing is left to do
public record Scoring(
    String label,
    String flow,
    Optional<Evaluator> evaluator,
    FlowSettings how,
    Value.Mapping mapping,
    List<ScoreOutput> outputs,
    boolean isOwn) {

  public Scoring {
    outputs = List.copyOf(outputs);
  }

  private Scoring withOutputs(List<ScoreOutput> other) {
    return new Scoring(label, flow, evaluator, how, mapping, other, isOwn);
  }

  /// The run that scores a run, as far as that depends on the evaluator.
  ///
  /// @param data the rows, if evaluators may read them
  public RunSpec over(RunName scored, Optional<DataSource> data) {
    RunSpec plain =
        RunSpec.of(flow)
            .withHow(how)
            .withOver(scored)
            .withParent(scored)
            .withMapping(ColumnMapping.of(mapping, Place.startOf("column mapping")));
    return reads("data") ? data.map(plain::withData).orElse(plain) : plain;
  }

  /// Whether an input reads `data`, `run.inputs` or `run.outputs`.
  public boolean reads(String source) {
    return reads(mapping, source);
  }

  /// Whether it scores how long rows took.
  public boolean readsTime() {
    return mapping.entries().values().contains(Value.of(RowFigures.TIME));
  }

  static boolean reads(Value.Mapping mapping, String source) {
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
