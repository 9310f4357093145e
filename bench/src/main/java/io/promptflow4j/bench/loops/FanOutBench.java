package io.promptflow4j.bench.loops;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One line whose `llm` node is done for each of 1,000 elements, 200 at a time, against a service
/// that answers after 200 ms: 1.0 s is what can't be beaten.
///
/// ```
/// node bench/mock_openai.mjs --delay-ms 200 &
/// java … io.promptflow4j.bench.loops.FanOutBench http://127.0.0.1:18080/v1
/// ```
public final class FanOutBench {

  private static final int ELEMENTS = 1_000;
  private static final int ROUNDS = 20;

  private FanOutBench() {}

  /// Prints the seconds of each line; the first ones warm up.
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("fan-out");
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        inputs: {numbers: {type: list}}
        outputs: {all: "${ask.output}"}
        nodes:
        - name: ask
          type: llm
          api: chat
          connection: mock
          source: {type: code, path: ask.jinja2}
          for_each: {in: "${inputs.numbers}", concurrency: 200}
          inputs: {model: gpt-4o-mini, number: "${item}"}
        """);
    Files.writeString(folder.resolve("ask.jinja2"), "user:\nSay {{ number }}.\n");
    Path connection =
        Files.writeString(
            folder.resolve("mock.yaml"),
            "name: mock\ntype: open_ai\napi_key: none\nbase_url: %s\n".formatted(arguments[0]));
    FlowSettings settings = FlowSettings.defaults().withConnectionFiles(List.of(connection));
    List<Integer> numbers = IntStream.range(0, ELEMENTS).boxed().toList();
    try (Flow flow = Flow.load(folder, settings)) {
      for (int round = 1; round <= ROUNDS; round++) {
        long start = System.nanoTime();
        FlowResult result = flow.run(Map.of("numbers", numbers));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("round %d: %s in %.3f s%n", round, result.status(), seconds);
      }
    }
  }
}
