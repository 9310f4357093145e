package io.promptflow4j.evaluators.evaluation;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// An evaluation flow and what it declares about itself in `evaluator.yaml`.
///
/// @param name what it is called; a built-in one is found as `builtin:NAME`
/// @param metrics what its aggregation logs, with words on each
/// @param needs what has to be there to run it, such as `chat model`; nothing for code
/// @param source where its formula or rubric comes from
/// @param folder where its flow is
/// @param declared whether there is an `evaluator.yaml`; without one, numbers and truth values are
///   scores of unknown direction
public record Evaluator(
    String name,
    String title,
    String description,
    Kind kind,
    List<Input> inputs,
    List<EvaluatorOutput> outputs,
    SequencedMap<String, String> metrics,
    List<String> needs,
    String source,
    List<String> tags,
    Path folder,
    boolean declared) {

  public Evaluator {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metrics = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metrics));
    needs = List.copyOf(needs);
    tags = List.copyOf(tags);
  }

  /// How it comes to a score.
  public enum Kind {
    /// By computation: the same each time, and free.
    CODE,
    /// By asking a model.
    JUDGE,
    /// By asking a model which of two is better.
    PAIRWISE,
    /// By running several others.
    BUNDLE
  }

  /// An input of the flow.
  ///
  /// @param also other names of columns that it is mapped from by itself, the best first
  /// @param optional whether the flow has a default for it
  public record Input(String name, String description, List<String> also, boolean optional) {
    public Input {
      also = List.copyOf(also);
    }
  }

  public Optional<Input> input(String wanted) {
    return inputs.stream().filter(input -> input.name().equals(wanted)).findFirst();
  }

  public Optional<EvaluatorOutput> output(String wanted) {
    return outputs.stream().filter(output -> output.name().equals(wanted)).findFirst();
  }

  /// The outputs that can be compared as numbers.
  public List<EvaluatorOutput> scores() {
    return outputs.stream().filter(EvaluatorOutput::isScore).toList();
  }
}
