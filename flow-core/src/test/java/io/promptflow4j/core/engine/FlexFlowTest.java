package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flows that are one Python function or class, or one Java method.
class FlexFlowTest {

  private static final String JUDGE =
      """
      class Judge:
          def __init__(self, strict: bool, rounds: int = 2):
              self.strict = strict
              self.rounds = rounds

          def __call__(self, answer: str) -> dict:
              hit = answer == "42" if self.strict else "42" in answer
              return {"score": float(hit) * self.rounds}

          def __aggregate__(self, lines: list) -> dict:
              return {"mean_score": sum(line["score"] for line in lines) / len(lines)}
      """;

  @TempDir Path folder;

  @Test
  void aFunctionGivesOutItsMappingKeyByKey() throws IOException {
    write("flow.flex.yaml", "entry: program:run\n");
    write("program.py", "def run(a: int, b: int = 2):\n    return {'sum': a + b, 'a': a}\n");

    assertThat(run(Map.of(), Map.of("a", 1)).outputs())
        .isEqualTo(Json.read("{\"sum\": 3, \"a\": 1}"));
  }

  @Test
  void anythingElseIsTheOutput() throws IOException {
    write("flow.flex.yaml", "entry: program:run\n");
    write("program.py", "async def run(a):\n    return a * 2\n");

    assertThat(run(Map.of(), Map.of("a", 4)).outputs()).isEqualTo(Json.read("{\"output\": 8}"));
  }

  @Test
  void aGeneratorIsJoined() throws IOException {
    write("flow.flex.yaml", "entry: program:run\n");
    write("program.py", "def run(a: str):\n    yield a\n    yield '!'\n");

    assertThat(run(Map.of(), Map.of("a", "x")).outputs())
        .isEqualTo(Json.read("{\"output\": \"x!\"}"));
  }

  @Test
  void aClassIsSetUpWithWhatIsTold() throws IOException {
    write("flow.flex.yaml", "entry: judge:Judge\n");
    write("judge.py", JUDGE);

    assertThat(run(Map.of("strict", "true", "rounds", "3"), Map.of("answer", "42")).outputs())
        .isEqualTo(Json.read("{\"score\": 3.0}"));
    assertThat(run(Map.of("strict", "true"), Map.of("answer", "it is 42")).outputs())
        .isEqualTo(Json.read("{\"score\": 0.0}"));
  }

  @Test
  void aClassIsSetUpWithDefaultsOfTheFlowFileAndElseWithTheSample() throws IOException {
    write("judge.py", JUDGE);
    write("flow.flex.yaml", "entry: judge:Judge\ninit: {strict: {type: bool, default: true}}\n");
    assertThat(run(Map.of(), Map.of("answer", "it is 42")).outputs())
        .isEqualTo(Json.read("{\"score\": 0.0}"));

    write("flow.flex.yaml", "entry: judge:Judge\nsample: {init: {strict: false, rounds: 5}}\n");
    assertThat(run(Map.of(), Map.of("answer", "it is 42")).outputs())
        .isEqualTo(Json.read("{\"score\": 5.0}"));
  }

  @Test
  void whatAClassMakesOfAllLinesIsMetrics() throws IOException {
    write("flow.flex.yaml", "entry: judge:Judge\ninit: {strict: {default: false}}\n");
    write("judge.py", JUDGE);

    try (Flow flow = Flow.load(folder)) {
      List<Value.Mapping> lines =
          Stream.of("42", "no")
              .map(answer -> flow.contribution(flow.run(Map.of("answer", answer))))
              .toList();

      assertThat(flow.aggregates()).isTrue();
      assertThat(flow.aggregate(lines).metrics()).isEqualTo(Json.read("{\"mean_score\": 1.0}"));
    }
  }

  @Test
  void modelSettingsAreMadeOfAMapping() throws IOException {
    write("flow.flex.yaml", "entry: chat:Chat\n");
    write(
        "chat.py",
        """
        from promptflow.core import AzureOpenAIModelConfiguration


        class Chat:
            def __init__(self, model_config: AzureOpenAIModelConfiguration):
                self.model_config = model_config

            def __call__(self, question: str = "?"):
                return [self.model_config.azure_deployment, self.model_config.connection, question]
        """);

    Map<String, String> init =
        Map.of("model_config", "{\"azure_deployment\": \"d\", \"connection\": \"c\"}");
    assertThat(run(init, Map.of()).outputs())
        .isEqualTo(Json.read("{\"output\": [\"d\", \"c\", \"?\"]}"));
  }

  @Test
  void theSampleIsThere() throws IOException {
    write("flow.flex.yaml", "entry: program:run\nsample: {inputs: {a: 7}}\n");
    write("program.py", "def run(a):\n    return a\n");

    try (Flow flow = Flow.load(folder)) {
      Value.Mapping sample = flow.graph().form().sample();

      assertThat(flow.run(RunRequest.of(sample)).outputs()).isEqualTo(Json.read("{\"output\": 7}"));
    }
  }

  @Test
  void theSampleMayStandInAFile() throws IOException {
    write("flow.flex.yaml", "entry: program:run\nsample: {inputs: '${file:./inputs.json}'}\n");
    write("inputs.json", "{\"a\": 7}");
    write("program.py", "def run(a):\n    return a\n");

    try (Flow flow = Flow.load(folder)) {
      assertThat(flow.graph().form().sample()).isEqualTo(Json.read("{\"a\": 7}"));
    }
  }

  @Test
  void aMethodOfAJavaClassIsAFlowToo() throws IOException {
    write("flow.flex.yaml", "entry: Shout:shout\nlanguage: java\n");
    write(
        "Shout.java",
        """
        public class Shout {
          public String shout(String text) {
            return text + "!";
          }
        }
        """);

    assertThat(run(Map.of(), Map.of("text", "x")).outputs())
        .isEqualTo(Json.read("{\"output\": \"x!\"}"));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private FlowResult run(Map<String, String> init, Map<String, ?> inputs) {
    FlowSettings settings =
        init.isEmpty()
            ? FlowSettings.defaults()
            : FlowSettings.defaults().withConnections(Map.of("init", init));
    try (Flow flow = Flow.load(folder, settings)) {
      FlowResult result = flow.run(inputs);
      assertThat(result.failure()).isEmpty();
      return result;
    }
  }
}
