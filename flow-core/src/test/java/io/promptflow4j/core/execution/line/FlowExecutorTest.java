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
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.MessageFormat;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlowExecutorTest {

  private static final TestFlow.Body ECHO =
      call ->
          new ToolResult(
              Value.of(
                  call.arguments().keySet().stream()
                      .map(name -> PythonText.str(argument(call, name)))
                      .reduce("", String::concat)));

  private static ToolResult text(String text) {
    return new ToolResult(Value.of(text));
  }

  private static String status(FlowResult result, String node) {
    return Objects.requireNonNull(result.nodes().get(new NodeName(node))).status();
  }

  @Nested
  class WhenEveryNodeSucceeds {

    @Test
    void aNodeSeesTheOutputsOfTheNodesItReads() {
      var result =
          new TestFlow()
              .input("x", ValueType.STRING)
              .node(
                  "a",
                  Map.of("v", fromInput("x")),
                  call -> text(PythonText.str(argument(call, "v")) + "!"))
              .node(
                  "b",
                  Map.of("v", fromNode("a")),
                  call -> text(PythonText.str(argument(call, "v")) + "?"))
              .output("y", fromNode("b"))
              .run(Map.of("x", "hi"));

      assertThat(result.status()).isEqualTo(FlowResult.Status.COMPLETED);
      assertThat(result.outputs().toPlain()).isEqualTo(Map.of("y", "hi!?"));
    }

    @Test
    void nodesThatDoNotReadEachOtherRunAtTheSameTime() {
      var bothStarted = new CyclicBarrier(2);
      TestFlow.Body meets =
          _ -> {
            bothStarted.await(10, TimeUnit.SECONDS); // passes only if the two overlap
            return text("met");
          };

      var result =
          new TestFlow()
              .node("a", Map.of(), meets)
              .node("b", Map.of(), meets)
              .output("y", fromNode("b"))
              .run(Map.of());

      assertThat(result.status()).isEqualTo(FlowResult.Status.COMPLETED);
    }

    @Test
    void aNodeStartsAsSoonAsWhatItReadsIsThereWhileAnotherStillRuns() {
      var secondDone = new CountDownLatch(1);
      var result =
          new TestFlow()
              .node(
                  "slow",
                  Map.of(),
                  _ -> {
                    assertThat(secondDone.await(10, TimeUnit.SECONDS)).isTrue();
                    return text("slow");
                  })
              .node("first", Map.of(), _ -> text("first"))
              .node(
                  "second",
                  Map.of("v", fromNode("first")),
                  _ -> {
                    secondDone.countDown();
                    return text("second");
                  })
              .output("y", fromNode("slow"))
              .run(Map.of());

      assertThat(result.status()).isEqualTo(FlowResult.Status.COMPLETED);
    }

    @Test
    void referencesInsideTextsListsAndMappingsAreFilledIn() {
      var fields = new LinkedHashMap<String, Binding>();
      fields.put("k", fromNode("a"));
      var result =
          new TestFlow()
              .node("a", Map.of(), _ -> text("A"))
              .output(
                  "text",
                  new Binding.Joined(
                      List.of(new Binding.Literal(Value.of("<")), fromNode("a"), fromNode("a"))))
              .output("list", new Binding.Items(List.of(fromNode("a"))))
              .output("mapping", new Binding.Fields(fields))
              .run(Map.of());

      assertThat(result.outputs().toPlain())
          .isEqualTo(Map.of("text", "<AA", "list", List.of("A"), "mapping", Map.of("k", "A")));
    }
  }

  @Nested
  class WhenANodeFails {

    @Test
    void theLineFailsAndWhatHasNotStartedIsCancelled() {
      var result =
          new TestFlow()
              .node(
                  "bad",
                  Map.of(),
                  _ -> {
                    throw new ToolException(
                        "ValueError: no", ToolException.Details.of("ValueError"));
                  })
              .node("after", Map.of("v", fromNode("bad")), ECHO)
              .output("y", fromNode("after"))
              .run(Map.of());

      assertThat(result.status()).isEqualTo(FlowResult.Status.FAILED);
      assertThat(result.failure().orElseThrow().message())
          .isEqualTo("node 'bad' failed: ValueError: no");
      assertThat(status(result, "after")).isEqualTo("Canceled");
      assertThat(result.outputs().entries()).isEmpty();
    }

    @Test
    void whatAlreadyRunsMayFinish() {
      var failed = new CountDownLatch(1);
      var result =
          new TestFlow()
              .node(
                  "bad",
                  Map.of(),
                  _ -> {
                    failed.countDown();
                    throw new IllegalArgumentException("broken");
                  })
              .node(
                  "paid",
                  Map.of(),
                  _ -> {
                    failed.await();
                    return text("worth its money");
                  })
              .run(Map.of());

      assertThat(result.nodes().get(new NodeName("paid")))
          .isInstanceOfSatisfying(
              NodeResult.Completed.class,
              completed -> assertThat(completed.output()).isEqualTo(Value.of("worth its money")));
      assertThat(result.failure().orElseThrow().code()).isEqualTo("internal");
    }

    @Test
    void imagesAreWrittenInTheFormatOfTheFlow() {
      var image = new Value.Image("image/png", new ImageContent.Inline(new byte[] {1, 2, 3}));
      TestFlow flow =
          new TestFlow()
              .messageFormat(MessageFormat.OPENAI_VISION)
              .node("draw", Map.of(), _ -> new ToolResult(Value.of(List.of(image))))
              .output("pictures", fromNode("draw"));

      FlowResult result = flow.run(Map.of());

      assertThat(Json.write(result.outputs()))
          .isEqualTo(
              "{\"pictures\":[{\"type\":\"image_url\",\"image_url\":"
                  + "{\"url\":\"data:image/png;base64,AQID\"}}]}");
      assertThat(result.nodes().get(new NodeName("draw")))
          .isInstanceOfSatisfying(
              NodeResult.Completed.class,
              drawn -> assertThat(drawn.output()).isEqualTo(Value.of(List.of(image))));
    }

    @Test
    void aPropertyThatIsNotThereNamesTheKeysThatAre() {
      var result =
          new TestFlow()
              .node("a", Map.of(), _ -> new ToolResult(Value.from(Map.of("name", "x"))))
              .node("b", Map.of("v", fromNode("a", "nmae")), ECHO)
              .run(Map.of());

      assertThat(result.failure().orElseThrow().message())
          .contains("input 'v'", "no key 'nmae'", "Did you mean 'name'?");
    }
  }

  @Nested
  class WhenANodeHasACondition {

    @Test
    void itRunsIfTheConditionHoldsByPythonsEquality() {
      var result =
          new TestFlow()
              .input("flag", ValueType.BOOL)
              .activated("a", Map.of(), fromInput("flag"), Value.of(1), _ -> text("ran"))
              .output("y", fromNode("a"))
              .run(Map.of("flag", true));

      assertThat(result.outputs().toPlain()).isEqualTo(Map.of("y", "ran"));
    }

    @Test
    void otherwiseItIsBypassedAndItsOutputIsNothingWithAWarning() {
      var result =
          new TestFlow()
              .input("flag", ValueType.BOOL)
              .activated("a", Map.of(), fromInput("flag"), Value.of(true), _ -> text("ran"))
              .node("reads", Map.of("v", fromNode("a")), ECHO)
              .output("y", fromNode("a"))
              .output("z", fromNode("reads"))
              .run(Map.of("flag", false));

      assertThat(result.status()).isEqualTo(FlowResult.Status.COMPLETED);
      assertThat(result.outputs().get("y")).isEqualTo(Value.Null.NULL);
      assertThat(status(result, "reads")).isEqualTo("Bypassed");
      assertThat(result.warnings()).hasSize(2);
    }

    @Test
    void aNodeThatReadsOneLivingBranchRunsAndGetsNoneOrItsDefaultForTheOther() {
      var reads = new LinkedHashMap<String, Binding>();
      reads.put("living", fromNode("yes"));
      reads.put("dead", fromNode("no"));
      reads.put("optional_dead", fromNode("no"));
      var result =
          new TestFlow()
              .input("flag", ValueType.BOOL)
              .activated("yes", Map.of(), fromInput("flag"), Value.of(true), _ -> text("yes"))
              .activated("no", Map.of(), fromInput("flag"), Value.of(false), _ -> text("no"))
              .node(
                  "join",
                  reads,
                  call ->
                      text(
                          call.arguments().keySet() + "=" + PythonText.str(argument(call, "dead"))))
              .output("y", fromNode("join"))
              .run(Map.of("flag", true));

      assertThat(result.outputs().toPlain()).isEqualTo(Map.of("y", "[living, dead]=None"));
    }

    @Test
    void aConditionOnABypassedNodeBypasses() {
      var result =
          new TestFlow()
              .input("flag", ValueType.BOOL)
              .activated("a", Map.of(), fromInput("flag"), Value.of(true), _ -> text("ran"))
              .activated("b", Map.of(), fromNode("a"), Value.Null.NULL, _ -> text("ran"))
              .run(Map.of("flag", false));

      assertThat(status(result, "b")).isEqualTo("Bypassed");
    }

    @Test
    void aConditionThatHoldsWinsOverBypassedInputs() {
      var result =
          new TestFlow()
              .input("flag", ValueType.BOOL)
              .activated("a", Map.of(), fromInput("flag"), Value.of(true), _ -> text("ran"))
              .activated("b", Map.of("v", fromNode("a")), fromInput("flag"), Value.of(false), ECHO)
              .output("y", fromNode("b"))
              .run(Map.of("flag", false));

      assertThat(result.outputs().toPlain()).isEqualTo(Map.of("y", "None"));
    }
  }

  @Nested
  class Inputs {

    @Test
    void areCoercedAndDefaultsAreFilledIn() {
      var result =
          new TestFlow()
              .input("n", ValueType.INT)
              .input("s", ValueType.STRING, Value.of("dflt"))
              .input("o", ValueType.STRING)
              .output("n", fromInput("n"))
              .output("s", fromInput("s"))
              .output("o", fromInput("o"))
              .run(Map.of("n", "7", "o", Map.of("a", true)));

      assertThat(result.outputs().toPlain())
          .isEqualTo(Map.of("n", 7L, "s", "dflt", "o", "{'a': True}"));
    }

    @Test
    void allThatAreMissingAreNamedAtOnce() {
      var result =
          new TestFlow().input("a", ValueType.INT).input("b", ValueType.STRING).run(Map.of());

      assertThat(result.failure().orElseThrow().code()).isEqualTo("missing-input");
      assertThat(result.failure().orElseThrow().message()).contains("'a' (int)", "'b' (string)");
    }

    @Test
    void thatDoNotFitSayWhy() {
      var result = new TestFlow().input("a", ValueType.INT).run(Map.of("a", "many"));

      assertThat(result.failure().orElseThrow().message())
          .isEqualTo("input 'a' is declared as int, but 'many' is not a whole number");
    }
  }

  @Nested
  class Deadlines {

    @Test
    void whatIsStillRunningAtTheDeadlineIsCancelled() {
      var interrupted = new AtomicBoolean();
      var never = new CountDownLatch(1);
      TestFlow.Body hangs =
          _ -> {
            try {
              never.await();
              return text("never");
            } catch (InterruptedException stopped) {
              interrupted.set(true);
              throw stopped;
            }
          };

      var result =
          new TestFlow()
              .node("hangs", Map.of(), hangs)
              .node("quick", Map.of(), _ -> text("quick"))
              .executor()
              .run(RunRequest.of(Map.of()).withLimit(Duration.ofMillis(50)));

      assertThat(result.status()).isEqualTo(FlowResult.Status.FAILED);
      assertThat(result.failure().orElseThrow().code()).isEqualTo("timeout");
      assertThat(status(result, "hangs")).isEqualTo("Canceled");
      assertThat(status(result, "quick")).isEqualTo("Completed");
      assertThat(interrupted).isTrue();
    }

    @Test
    void anInterruptOfTheCallerCancelsTheLine() throws InterruptedException {
      var started = new CountDownLatch(1);
      var never = new CountDownLatch(1);
      var executor =
          new TestFlow()
              .node(
                  "hangs",
                  Map.of(),
                  _ -> {
                    started.countDown();
                    never.await();
                    return text("never");
                  })
              .executor();
      var results = new java.util.concurrent.LinkedBlockingQueue<FlowResult>();
      var caller =
          Thread.ofVirtual().start(() -> results.add(executor.run(RunRequest.of(Map.of()))));

      started.await();
      caller.interrupt();

      assertThat(results.poll(10, TimeUnit.SECONDS))
          .isNotNull()
          .extracting(FlowResult::status)
          .isEqualTo(FlowResult.Status.CANCELED);
    }
  }

  @Nested
  class AggregationNodes {

    private final TestFlow flow =
        new TestFlow()
            .input("x", ValueType.INT)
            .node(
                "double",
                Map.of("x", fromInput("x")),
                call ->
                    new ToolResult(
                        Value.from(
                            Map.of(
                                "twice", ((Value.Whole) argument(call, "x")).clampedToInt() * 2))))
            .aggregation(
                "all",
                new LinkedHashMap<>(
                    Map.of(
                        "xs",
                        fromInput("x"),
                        "twices",
                        fromNode("double", "twice"),
                        "k",
                        new Binding.Literal(Value.of("scalar")))),
                call -> {
                  var metrics = new LinkedHashMap<String, Value>();
                  metrics.put(
                      "rows", Value.of(((Value.Sequence) argument(call, "xs")).items().size()));
                  return new ToolResult(
                      Value.of(
                          List.of(
                              argument(call, "xs"), argument(call, "twices"), argument(call, "k"))),
                      List.of(),
                      metrics,
                      List.of());
                })
            .aggregation(
                "broken",
                Map.of("v", fromNode("all")),
                _ -> {
                  throw new ToolException("no", ToolException.Details.of("ValueError"));
                });

    @Test
    void doNotRunWithTheLine() {
      assertThat(flow.run(Map.of("x", 1)).nodes()).containsOnlyKeys(new NodeName("double"));
    }

    @Test
    void runOverListsOfOneWhenASingleLineAsksForThem() {
      var result = flow.executor().run(RunRequest.of(Map.of("x", "3")).withAggregation());

      assertThat(result.nodes().get(new NodeName("all")))
          .isInstanceOfSatisfying(
              NodeResult.Completed.class,
              all ->
                  assertThat(all.output().toPlain())
                      .isEqualTo(List.of(List.of(3L), List.of(6L), "scalar")));
      assertThat(result.metrics().toPlain()).isEqualTo(Map.of("rows", 1L));
    }

    @Test
    void aFailedOneLeavesTheLineCompletedAndIsShown() {
      var result = flow.executor().run(RunRequest.of(Map.of("x", "3")).withAggregation());

      assertThat(result.status()).isEqualTo(FlowResult.Status.COMPLETED);
      assertThat(status(result, "broken")).isEqualTo("Failed");
      assertThat(result.warnings()).anyMatch(warning -> warning.contains("'broken' failed"));
    }

    @Test
    void seeAllCompletedLinesInOrder() {
      var executor = flow.executor();
      var contributions =
          List.of(1, 2, 3).stream()
              .map(x -> executor.contribution(executor.run(RunRequest.of(Map.of("x", x)))))
              .toList();

      var aggregated = executor.aggregate(contributions, Duration.ofSeconds(10), Optional.empty());

      assertThat(aggregated.nodes().get(new NodeName("all")))
          .isInstanceOfSatisfying(
              NodeResult.Completed.class,
              all ->
                  assertThat(all.output().toPlain())
                      .isEqualTo(List.of(List.of(1L, 2L, 3L), List.of(2L, 4L, 6L), "scalar")));
    }
  }
}
