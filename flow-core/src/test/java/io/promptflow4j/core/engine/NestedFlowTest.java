package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.nested.NestedFlows;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Python tools that run prompties and flows, by the names that prompt flow has for it.
class NestedFlowTest {

  private static final String FLOW =
      """
      inputs: {question: {type: string, default: Hello}}
      outputs: {answer: {type: string, reference: "${ask.output}"}}
      nodes:
      - name: ask
        type: python
        source: {type: code, path: ask.py}
        inputs: {question: "${inputs.question}"}
      """;

  private static final String PROMPTY =
      """
      ---
      model:
        configuration: {type: openai, model: gpt-4o-mini, api_key: "${env:NOT_SET_FOR_NESTED}"}
        parameters: {max_tokens: 3}
      inputs: {question: {type: string}}
      ---
      system:
      Be brief.
      user:
      {{question}}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeTheFlow() throws IOException {
    write("flow.dag.yaml", FLOW);
    write("ask.prompty", PROMPTY);
    write("stream.prompty", PROMPTY.replace("max_tokens: 3", "stream: true"));
    write("scripted.yaml", "rules:\n- answer: 'you said {{messages[-1].content}}'\n");
  }

  @Test
  void aToolCallsAPromptyAndItsModelCallCountsForTheLine() throws IOException {
    tool("return Prompty.load(source='ask.prompty')(question=question)");

    FlowResult result = run();

    assertThat(result.outputs()).isEqualTo(Json.read("{\"answer\": \"you said Hello\"}"));
    assertThat(result.usage().total()).isPositive();
    assertThat(result.trace().toString()).contains("name=chat, kind=LLM");
  }

  @Test
  void aToolAsksSeveralThingsAtOnce() throws IOException {
    tool(
        """
        prompty = Prompty.load("ask.prompty")
            with ThreadPoolExecutor(4) as pool:
                return list(pool.map(lambda i: prompty(question=str(i)), range(4)))\
        """);

    assertThat(run().outputs())
        .isEqualTo(
            Json.read(
                """
                {"answer": ["you said 0", "you said 1", "you said 2", "you said 3"]}
                """));
  }

  @Test
  void aStreamingPromptyGivesAnIterator() throws IOException {
    tool("return list(Prompty.load('stream.prompty')(question=question))");

    assertThat(run().outputs())
        .isEqualTo(Json.read("{\"answer\": [\"you \", \"said \", \"Hello\"]}"));
  }

  @Test
  void aPromptyIsAwaitedAndIteratedAsynchronously() throws IOException {
    write(
        "ask.py",
        """
        import asyncio
        from promptflow.core import AsyncPrompty, tool


        @tool
        async def ask(question: str):
            prompty = AsyncPrompty.load("ask.prompty")
            both = await asyncio.gather(prompty(question="a"), prompty(question="b"))
            pieces = [one async for one in await AsyncPrompty.load("stream.prompty")(question="c")]
            return both + pieces
        """);

    assertThat(run().outputs())
        .isEqualTo(
            Json.read(
                "{\"answer\": [\"you said a\", \"you said b\", \"you \", \"said \", \"c\"]}"));
  }

  @Test
  void aPromptyIsRenderedAsPythonPrintsItsMessages() throws IOException {
    tool("return Prompty.load('ask.prompty').render(question=question)");

    assertThat(run().outputs())
        .isEqualTo(
            Json.read(
                """
                {"answer": "[{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'Hello'}]"}
                """));
  }

  @Test
  void whatIsChangedWhenItIsLoadedCounts() throws IOException {
    tool(
        """
        settings = OpenAIModelConfiguration(model="other", base_url="http://localhost:1/v1")
            one = Prompty.load("ask.prompty", model={"parameters": {"max_tokens": 1000}})
            other = Prompty.load("ask.prompty", model={"configuration": settings})
            return one.estimate_token_count(question="") - other.estimate_token_count(question="")\
        """);

    assertThat(run().outputs()).isEqualTo(Json.read("{\"answer\": 997}"));
  }

  @Test
  void aFlowFolderIsCalledLikeAFunction() throws IOException {
    Files.createDirectory(folder.resolve("inner"));
    write(
        "inner/flow.dag.yaml",
        """
        inputs: {name: {type: string}}
        outputs: {text: {type: string, reference: "${greet.output}"}}
        nodes:
        - name: greet
          type: prompt
          source: {type: code, path: greet.jinja2}
          inputs: {name: "${inputs.name}"}
        """);
    write("inner/greet.jinja2", "Hello {{name}}");
    tool("return Flow.load('inner')(name='Ada')['text']");

    assertThat(run().outputs()).isEqualTo(Json.read("{\"answer\": \"Hello Ada\"}"));
  }

  @Test
  void whatIsWrongIsAnExceptionInTheTool() throws IOException {
    tool(
        """
        try:
                Prompty.load('ask.prompty')(other=1)
            except UserErrorException as problem:
                return str(problem)\
        """);

    assertThat(run().outputs().toString()).contains("the flow needs 'question'");
  }

  @Test
  void whatAToolDidUntilItFailedStandsInTheTraceAndCounts() throws IOException {
    tool(
        """
        Prompty.load(source='ask.prompty')(question=question)
            raise ValueError("no more")\
        """);

    FlowResult result = result();

    assertThat(result.failure().orElseThrow().message()).contains("ValueError: no more");
    assertThat(result.trace().toString()).contains("name=chat, kind=LLM", "you said Hello");
    assertThat(result.usage().total()).isPositive();
  }

  @Test
  void aPromptyThatIsChangedForEveryRowIsNotKeptForEach() throws InterruptedException {
    var open = new AtomicInteger();
    NestedFlows.Loader loader =
        (path, change) -> {
          LoadedFlow flow = LoadedFlow.load(path, FlowSettings.defaults(), change);
          open.incrementAndGet();
          return new NestedFlows.Loaded(
              flow.graph(),
              flow.executor(),
              () -> {
                flow.close();
                open.decrementAndGet();
              });
        };
    try (var nested = new NestedFlows(loader)) {
      for (int row = 0; row < 40; row++) {
        nested.answer(
            (Value.Mapping)
                Json.read(
                    """
                    {"path": "%s", "change": {"parameters": {"max_tokens": %d}}, "do": "render",
                     "inputs": {"question": "one"}}
                    """
                        .formatted(folder.resolve("ask.prompty"), row)),
            Duration.ofSeconds(10),
            _ -> {});
      }
      assertThat(open).hasValue(16);
    }
    assertThat(open).hasValue(0);
  }

  @Test
  void theEndOfARunMayTakeAsLongAsALine() throws IOException {
    write(
        "flow.dag.yaml",
        FLOW
            + "- {name: sum, type: python, aggregation: true, source: {type: code, path:"
            + " sum.py}}\n");
    write(
        "sum.py",
        "import time\nfrom promptflow.core import tool\n\n@tool\ndef s():\n    time.sleep(60)\n");
    tool("return question");

    FlowSettings settings =
        FlowSettings.defaults().withEnvironment(Map.of("PF_LINE_TIMEOUT_SEC", "0.2"));
    try (Flow flow = Flow.load(folder, settings)) {
      assertThat(flow.aggregate(List.of()).nodes().values().toString())
          .contains("after its 200 ms");
    }
  }

  private void tool(String body) throws IOException {
    write(
        "ask.py",
        """
        from concurrent.futures import ThreadPoolExecutor

        from promptflow.core import Flow, OpenAIModelConfiguration, Prompty, tool
        from promptflow.exceptions import UserErrorException


        @tool
        def ask(question: str):
            %s
        """
            .formatted(body));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private FlowResult run() {
    FlowResult result = result();
    assertThat(result.failure()).isEmpty();
    return result;
  }

  private FlowResult result() {
    FlowSettings settings =
        FlowSettings.defaults()
            .withEnvironment(Map.of("PF_MODEL", "", "PF_HOME_DIRECTORY", folder + "/home"));
    try (Flow flow = Flow.load(folder, settings)) {
      return flow.run(Map.of());
    }
  }
}
