package io.promptflow4j.core.execution.line;

import static io.promptflow4j.core.execution.line.TestFlow.argument;
import static io.promptflow4j.core.execution.line.TestFlow.fromInput;
import static io.promptflow4j.core.execution.line.TestFlow.fromNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SingleNodeTest {

  @Nested
  class AnAggregationNode {

    private final TestFlow flow =
        new TestFlow()
            .input("text", ValueType.STRING)
            .node("answer", Map.of(), _ -> new ToolResult(Value.of("unused")))
            .aggregation("first", Map.of(), _ -> new ToolResult(Value.of("unused")))
            .aggregation(
                "count",
                Map.of(
                    "answers", fromNode("answer"),
                    "texts", fromInput("text"),
                    "first", fromNode("first"),
                    "how", new Binding.Literal(Value.of("exactly"))),
                call -> new ToolResult(seen(call)));

    @Test
    void readsListsOfOneLineAndItsOtherInputsAsTheyAre() {
      assertThat(output("count", "{'answer.output': 'B', 'text': 'A', 'first.output': 1}"))
          .isEqualTo(json("{'answers': ['B'], 'first': 1, 'how': 'exactly', 'texts': ['A']}"));
    }

    @Test
    void readsAListOfOneLineWhereTheLineHoldsAList() {
      assertThat(output("count", "{'answer.output': [1, 2], 'text': 'A', 'first': 1}"))
          .isEqualTo(json("{'answers': [[1, 2]], 'first': 1, 'how': 'exactly', 'texts': ['A']}"));
    }

    @Test
    void takesAListUnderItsOwnNameAsTheListOfAllLines() {
      assertThat(output("count", "{'answers': ['B', 'C'], 'texts': 'A', 'count.first': 1}"))
          .isEqualTo(json("{'answers': ['B', 'C'], 'first': 1, 'how': 'exactly', 'texts': ['A']}"));
    }

    private Value output(String node, String given) {
      return outputOf(flow, node, given);
    }
  }

  @Nested
  class ANodeThatReadsAPartOfAnOutput {

    private final TestFlow flow =
        new TestFlow()
            .node("fetch", Map.of(), _ -> new ToolResult(Value.of("unused")))
            .node(
                "show",
                Map.of("title", fromNode("fetch", "title")),
                call -> new ToolResult(seen(call)));

    @Test
    void takesThePartFromTheWholeOutput() {
      assertThat(outputOf(flow, "show", "{'fetch.output': {'title': 'Rain'}}"))
          .isEqualTo(json("{'title': 'Rain'}"));
    }

    @Test
    void takesThePartAlone() {
      assertThat(outputOf(flow, "show", "{'fetch.output.title': 'Rain'}"))
          .isEqualTo(json("{'title': 'Rain'}"));
    }
  }

  @Nested
  class WhatDoesNotFit {

    private final TestFlow flow =
        new TestFlow()
            .input("count", ValueType.INT)
            .node("fetch", Map.of(), _ -> new ToolResult(Value.of("unused")))
            .node(
                "show",
                Map.of("count", fromInput("count"), "title", fromNode("fetch", "title")),
                call -> new ToolResult(seen(call)));

    @Test
    void isTheFailureOfTheNodeIfItIsAnInput() {
      assertThat(failure("{'count': 'many', 'fetch.output.title': 'Rain'}"))
          .satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("bad-input");
            assertThat(failure.message())
                .contains("input 'count' is declared as int, but 'many' is not a whole number");
          });
    }

    @Test
    void isTheFailureOfTheNodeIfItIsAnOutputWithoutThePart() {
      assertThat(failure("{'count': 1, 'fetch.output': {'name': 'Rain'}}"))
          .satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("bad-property");
            assertThat(failure.message())
                .contains("input 'title' can't be read: the mapping has no key 'title'");
          });
    }

    private FlowResult.Failure failure(String given) {
      return flow.executor()
          .runNode("show", RunRequest.of((Value.Mapping) json(given)))
          .failure()
          .orElseThrow();
    }
  }

  private static Value seen(ToolCall call) {
    var seen = new LinkedHashMap<String, Value>();
    call.arguments().keySet().stream()
        .sorted()
        .forEach(name -> seen.put(name, argument(call, name)));
    return Value.of(seen);
  }

  private static Value outputOf(TestFlow flow, String node, String given) {
    FlowResult result = flow.executor().runNode(node, RunRequest.of((Value.Mapping) json(given)));
    assertThat(result.failure()).isEmpty();
    return result.nodes().get(new NodeName(node)) instanceof NodeResult.Completed completed
        ? completed.output()
        : Value.Null.NULL;
  }

  private static Value json(String text) {
    return Json.read(text.replace('\'', '"'));
  }
}
