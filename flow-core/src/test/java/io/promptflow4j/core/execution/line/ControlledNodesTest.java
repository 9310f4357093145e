package io.promptflow4j.core.execution.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ControlledNodesTest {

  private static final Map<String, Binding> ITEM =
      Map.of("x", new Binding.FromLoop(LoopName.ITEM, PropertyPath.WHOLE));

  @Nested
  class Elements {

    @Test
    void areDoneAsManyAtATimeAsAllowed() throws Exception {
      var three = new CyclicBarrier(3);
      var working = new AtomicInteger();
      var most = new AtomicInteger();

      FlowResult result =
          each(
              3,
              9,
              call -> {
                most.accumulateAndGet(working.incrementAndGet(), Math::max);
                three.await(20, TimeUnit.SECONDS); // passes only if three overlap
                working.decrementAndGet();
                return TestFlow.argument(call, "x");
              });

      assertThat(result.outputs()).isEqualTo(listed(9));
      assertThat(most).hasValue(3);
    }

    @Test
    void keepTheirPlacesWhenLaterOnesEndFirst() throws Exception {
      var last = new CountDownLatch(1);

      FlowResult result =
          each(
              2,
              2,
              call -> {
                Value x = TestFlow.argument(call, "x");
                if (x.equals(Value.of(0))) {
                  last.await(20, TimeUnit.SECONDS);
                } else {
                  last.countDown();
                }
                return x;
              });

      assertThat(result.outputs()).isEqualTo(listed(2));
    }

    @Test
    void leaveOnlyAHundredSpansWhenNothingIsToBeSaidOfThem() throws Exception {
      FlowResult result = each(4, 5_000, call -> TestFlow.argument(call, "x"));

      assertThat(result.outputs()).isEqualTo(listed(5_000));
      assertThat(result.trace().children().getFirst().children()).hasSize(100);
    }

    @Test
    void areHeardInTheirOrder() throws Exception {
      var last = new CountDownLatch(1);

      FlowResult result =
          new TestFlow()
              .input("list", ValueType.LIST)
              .controlled(
                  "n",
                  ITEM,
                  ControlledNodesTest.each(2),
                  call -> {
                    Value x = TestFlow.argument(call, "x");
                    if (x.equals(Value.of(0))) {
                      last.await(20, TimeUnit.SECONDS);
                    } else if (x.equals(Value.of(2))) {
                      last.countDown();
                    }
                    return new ToolResult(x, List.of("log"), new LinkedHashMap<>(), List.of());
                  })
              .run(numbers(3));

      assertThat(result.nodes().values())
          .flatExtracting(NodeResult::logs)
          .containsExactly("element 0: log", "element 1: log", "element 2: log");
    }

    @Test
    void endWhenTheLineIsCanceled() throws Exception {
      var begun = new CountDownLatch(2);
      var interrupted = new CountDownLatch(2);
      var results = new ConcurrentLinkedQueue<FlowResult>();
      TestFlow flow =
          flow(
              ControlledNodesTest.each(2),
              call -> {
                begun.countDown();
                try {
                  new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                } catch (InterruptedException stopped) {
                  interrupted.countDown();
                  throw stopped;
                }
                return Value.Null.NULL;
              });

      Thread line = Thread.ofVirtual().start(() -> results.add(flow.run(numbers(10))));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      line.interrupt();
      line.join(Duration.ofSeconds(20));

      assertThat(results)
          .extracting(FlowResult::status)
          .containsExactly(FlowResult.Status.CANCELED);
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void thatAreOnRecordAreNotDoneAgain() throws Exception {
      var record = new ConcurrentHashMap<String, RecordedCall>();
      var made = new ConcurrentLinkedQueue<Value>();
      CallJournal journal =
          (key, call) -> {
            RecordedCall known = record.get(key.digest().hex());
            RecordedCall result = known == null ? call.make() : known.asRecalled();
            record.put(key.digest().hex(), result);
            return result;
          };
      var broken = new AtomicInteger(1);
      TestFlow flow =
          flow(
              ControlledNodesTest.each(1),
              call -> {
                Value x = TestFlow.argument(call, "x");
                made.add(x);
                if (x.equals(Value.of(1)) && broken.getAndDecrement() > 0) {
                  throw new IllegalStateException("busy");
                }
                return x;
              });
      RunRequest request = RunRequest.of(numbers(3)).withJournal(journal);

      FlowResult first = flow.executor().run(request);
      FlowResult second = flow.executor().run(request);

      assertThat(first.failure().orElseThrow().message()).contains("1 of 3 elements failed");
      assertThat(second.outputs()).isEqualTo(listed(3));
      assertThat(made).containsExactly(Value.of(0), Value.of(1), Value.of(2), Value.of(1));
    }

    private FlowResult each(int concurrency, int size, Doing doing) {
      return flow(ControlledNodesTest.each(concurrency), doing).run(numbers(size));
    }
  }

  @Nested
  class Tries {

    @Test
    void areMadeUntilOneSucceeds() throws Exception {
      var calls = new AtomicInteger();

      FlowResult result = run(retry(3), call -> third(calls));

      assertThat(result.failure()).isEmpty();
      assertThat(calls).hasValue(3);
      assertThat(result.trace().children().getFirst().children())
          .extracting(Span::name)
          .containsExactly("n try 1", "n try 2", "n try 3");
    }

    @Test
    void areNotMoreThanAllowed() throws Exception {
      var calls = new AtomicInteger();

      FlowResult result = run(retry(1), call -> third(calls));

      assertThat(result.failure().orElseThrow().message()).contains("not yet");
      assertThat(calls).hasValue(2);
    }

    @Test
    void haveTheTimeOfTheNode() throws Exception {
      var limits = new ArrayList<Duration>();
      var control =
          new Control(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(Duration.ofSeconds(7)),
              Optional.empty());

      run(
          control,
          call -> {
            limits.add(call.limit());
            return Value.Null.NULL;
          });

      assertThat(limits)
          .singleElement()
          .satisfies(limit -> assertThat(limit).isLessThanOrEqualTo(Duration.ofSeconds(7)));
    }

    private Value third(AtomicInteger calls) {
      if (calls.incrementAndGet() < 3) {
        throw new IllegalStateException("not yet");
      }
      return Value.of("third");
    }

    private FlowResult run(Control control, Doing doing) {
      return new TestFlow()
          .controlled("n", Map.of(), control, call -> new ToolResult(doing.call(call)))
          .run(Map.of());
    }

    private Control retry(int max) {
      return new Control(
          Optional.empty(),
          Optional.empty(),
          Optional.of(new Control.Retry(max, Duration.ZERO)),
          Optional.empty(),
          Optional.empty());
    }
  }

  @Nested
  class InsteadOfAFailure {

    @Test
    void theErrorItselfSaysItsCodeFirst() {
      FlowResult result = run(new Binding.FromLoop(LoopName.ERROR, PropertyPath.WHOLE));

      assertThat(result.nodes().values())
          .singleElement()
          .isInstanceOfSatisfying(
              NodeResult.Completed.class,
              done ->
                  assertThat(((Value.Mapping) done.output()).entries().sequencedKeySet())
                      .containsExactly("code", "message"));
    }

    @Test
    void theTraceStillTellsHowLongTheNodeTook() {
      FlowResult result = run(new Binding.Literal(Value.of("none")));

      Span node = result.trace().children().getFirst();
      assertThat(result.failure()).isEmpty();
      assertThat(node.start()).isBeforeOrEqualTo(node.children().getFirst().start());
    }

    @Test
    void aValueThatIsNotThereDoesNotHideWhyTheNodeFailed() {
      FlowResult result =
          run(
              new Binding.FromLoop(
                  LoopName.ERROR,
                  new PropertyPath(List.of(new PropertyPath.Step.Key("reason")), ".reason")));

      assertThat(result.failure().orElseThrow().message())
          .contains("input 'on_error' can't be read: the mapping has no key 'reason'")
          .endsWith("the node itself had failed: IllegalStateException: the index is closed");
    }

    private FlowResult run(Binding use) {
      var control =
          new Control(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(use));
      return new TestFlow()
          .controlled(
              "n",
              Map.of(),
              control,
              _ -> {
                throw new IllegalStateException("the index is closed");
              })
          .run(Map.of());
    }
  }

  @Nested
  class ALineThatIsCanceledWhileNothingWaits {

    @Test
    void isCanceledBetweenTwoElements() {
      assertThat(
              interrupting(() ->
                  flow(
                          each(1),
                          call -> {
                            Thread.currentThread().interrupt();
                            return TestFlow.argument(call, "x");
                          })
                      .run(numbers(3))))
          .extracting(FlowResult::status)
          .isEqualTo(FlowResult.Status.CANCELED);
    }

    @Test
    void isCanceledBetweenTwoNodes() {
      var called = new AtomicInteger();
      assertThat(
              interrupting(() ->
                  new TestFlow()
                      .node(
                          "first",
                          Map.of(),
                          _ -> {
                            Thread.currentThread().interrupt();
                            return new ToolResult(Value.of(1));
                          })
                      .node(
                          "second",
                          Map.of("x", TestFlow.fromNode("first")),
                          _ -> new ToolResult(Value.of(called.incrementAndGet())))
                      .run(Map.of())))
          .extracting(FlowResult::status)
          .isEqualTo(FlowResult.Status.CANCELED);
      assertThat(called).hasValue(0);
    }

    @Test
    void isNotAFailureOfTheNodeThatWasInTheWay() {
      assertThat(
              interrupting(() ->
                  new TestFlow()
                      .node(
                          "only",
                          Map.of(),
                          _ -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("closed by an interrupt");
                          })
                      .run(Map.of())))
          .extracting(FlowResult::status)
          .isEqualTo(FlowResult.Status.CANCELED);
    }

    /// The result of a line that interrupts its own thread, which has to stay interrupted.
    private FlowResult interrupting(Supplier<FlowResult> line) {
      FlowResult result = line.get();
      assertThat(Thread.interrupted()).isTrue();
      return result;
    }
  }

  /// What the tool of a test does.
  private interface Doing {
    Value call(ToolCall call) throws Exception;
  }

  private static Control each(int concurrency) {
    return new Control(
        Optional.of(new Control.ForEach(TestFlow.fromInput("list"), concurrency)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static TestFlow flow(Control control, Doing doing) {
    return new TestFlow()
        .input("list", ValueType.LIST)
        .output("all", TestFlow.fromNode("n"))
        .controlled("n", ITEM, control, call -> new ToolResult(doing.call(call)));
  }

  private static Map<String, ?> numbers(int size) {
    return Map.of("list", IntStream.range(0, size).boxed().toList());
  }

  private static Value listed(int size) {
    List<Integer> all = IntStream.range(0, size).boxed().toList();
    return Value.from(Map.of("all", all));
  }
}
