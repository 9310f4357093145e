package io.promptflow4j.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs each sample offline on its `data.jsonl` and compares with its `expected.jsonl`.
class SamplesTest {

  /// Holds no connections, so that the samples' own rules answer.
  @TempDir private Path home;

  static List<Path> samples() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("."))) {
      return folders
          .filter(folder ->
              Files.exists(folder.resolve("flow.dag.yaml"))
                  || Files.exists(folder.resolve("flow.flex.yaml"))
                  || Files.exists(folder.resolve("triage.prompty")))
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreTwenty() throws IOException {
    assertThat(samples()).hasSize(20);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void givesWhatIsExpected(Path sample) throws IOException {
    List<Value> rows = lines(sample.resolve("data.jsonl"));
    List<Value> expected = lines(sample.resolve("expected.jsonl"));

    try (Flow flow = Flow.load(sample, offline())) {
      List<Value> outcomes = rows.stream().map(row -> outcome(flow, (Value.Mapping) row)).toList();

      assertThat(outcomes).isNotEmpty().isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void hasNothingToComplainAbout(Path sample) {
    assertThat(Flow.check(sample, offline()).diagnostics())
        .filteredOn(found -> found.severity() != Severity.HINT)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void runsOnItsDefaults(Path sample) {
    try (Flow flow = Flow.load(sample, offline())) {
      FlowResult result = flow.run(RunRequest.of(flow.graph().form().sample()));

      assertThat(result.failure()).isEmpty();
    }
  }

  @Test
  void theOtherVariantOfTheSummaryRuns() {
    FlowSettings settings = offline().withVariants(Map.of("summary", "points"));
    try (Flow flow = Flow.load(Path.of("web-classification"), settings)) {
      FlowResult result = flow.run(Map.of());

      assertThat(result.nodes().toString()).contains("Sells cakes online");
    }
  }

  private FlowSettings offline() {
    return FlowSettings.defaults()
        .withEnvironment(Map.of("PF_HOME_DIRECTORY", home.toString(), "PF_MODEL", ""));
  }

  private static Value outcome(Flow flow, Value.Mapping row) {
    FlowResult result = flow.run(RunRequest.of(row).withAggregation());
    assertThat(result.failure()).isEmpty();
    var told = new LinkedHashMap<String, Value>();
    told.put("outputs", result.outputs());
    if (!result.metrics().entries().isEmpty()) {
      told.put("metrics", result.metrics());
    }
    return new Value.Mapping(told);
  }

  private static List<Value> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Json::read).toList();
  }
}
