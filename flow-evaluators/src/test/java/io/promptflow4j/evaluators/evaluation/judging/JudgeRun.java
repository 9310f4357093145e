package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Built-in judges on the real engine, with a scripted model.
final class JudgeRun {

  static final Path BUILTIN = Path.of("src/main/resources/io/promptflow4j/evaluators/builtin");

  private final Path folder;
  private final Path rules;

  private JudgeRun(Path folder, Path rules) {
    this.folder = folder;
    this.rules = rules;
  }

  /// The folders of all evaluators that ask a model.
  static Stream<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(BUILTIN)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> text(folder.resolve("flow.dag.yaml")).contains("judge_connection"))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  /// An evaluator whose model answers by these rules.
  static JudgeRun of(String name, Path scratch, String rules) {
    try {
      return new JudgeRun(
          BUILTIN.resolve(name), Files.writeString(scratch.resolve("rules.yaml"), rules));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Runs it, aggregation included.
  FlowResult on(Map<String, ?> inputs) {
    try (Flow flow = open()) {
      return flow.run(RunRequest.of(inputs).withAggregation());
    }
  }

  /// Runs it with every input made by `text` of its name.
  FlowResult onEach(Function<String, String> text) {
    try (Flow flow = open()) {
      var inputs = new LinkedHashMap<String, Object>();
      flow.graph()
          .inputs()
          .forEach(input -> {
            switch (input.name()) {
              case "min", "max" -> {}
              case "conversation", "tool_calls", "tool_definitions", "statements" ->
                  inputs.put(
                      input.name(),
                      text.apply(input.name()).isEmpty()
                          ? List.of()
                          : List.of(Map.of("role", "user", "content", text.apply(input.name()))));
              default -> inputs.put(input.name(), text.apply(input.name()));
            }
          });
      return flow.run(RunRequest.of(inputs).withAggregation());
    }
  }

  private Flow open() {
    return Flow.load(folder, FlowSettings.defaults().withModel("scripted:" + rules));
  }

  static Value output(FlowResult result, String name) {
    Value value = result.outputs().get(name);
    if (value == null) {
      throw new AssertionError("no output '%s' in %s".formatted(name, result));
    }
    return value;
  }

  /// What a node gave.
  static Value of(FlowResult result, String node) {
    return switch (result.nodes().get(new NodeName(node))) {
      case NodeResult.Completed completed -> completed.output();
      case null, default -> throw new AssertionError("'%s' gave nothing".formatted(node));
    };
  }
}
