package io.promptflow4j.core.execution.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MaskingTest {

  private static final Redaction REDACTION =
      Redaction.of(
          List.of(
              new Connection(
                  "c", ConnectionType.CUSTOM, Map.of(), Map.of("k", new Secret("canary-7f3a91")))));

  @Nested
  class OfInputsThatAreSecret {

    private final TestFlow flow =
        new TestFlow()
            .input("password", ValueType.SECRET)
            .output("said", TestFlow.fromNode("say"))
            .node(
                "say",
                Map.of("with", TestFlow.fromInput("password")),
                call -> {
                  Value given = TestFlow.argument(call, "with");
                  return new ToolResult(
                      given, List.of("got " + given), new LinkedHashMap<>(), List.of());
                });

    @Test
    void keepsThemOutOfAllThatALineSays() {
      FlowResult result = flow.run(Map.of("password", "opensesame77"));

      assertThat(result.outputs()).isEqualTo(Value.from(Map.of("said", "******")));
      assertThat(result.toString()).doesNotContain("opensesame77");
    }

    @Test
    void keepsThemOutOfANodeThatRunsAlone() {
      FlowResult result =
          flow.executor().runNode("say", RunRequest.of(Map.of("inputs.password", "opensesame77")));

      assertThat(result.status()).isEqualTo(FlowResult.Status.COMPLETED);
      assertThat(result.toString()).doesNotContain("opensesame77");
    }

    @Test
    void keepsThemOutOfALineThatIsRefused() {
      FlowResult result =
          flow.input("count", ValueType.INT)
              .run(Map.of("password", "opensesame77", "count", "opensesame77"));

      assertThat(result.failure().orElseThrow().code()).isEqualTo("bad-input");
      assertThat(result.toString()).doesNotContain("opensesame77");
    }
  }

  @Nested
  class OfAStream {

    private final List<Value> told = new ArrayList<>();

    private List<Value> stream(Object... pieces) {
      var chunks = new MaskedChunks(told::add, () -> REDACTION);
      for (Object piece : pieces) {
        chunks.accept(Value.from(piece));
      }
      chunks.end();
      return told;
    }

    private static List<Value> values(Object... plain) {
      return List.of(plain).stream().map(Value::from).toList();
    }

    @Test
    void findsASecretThatIsCutIntoPieces() {
      assertThat(stream("the key is can", "ary-", "7f3a91, it", " is"))
          .isEqualTo(values("the key is ", "******, it", " is"));
    }

    @Test
    void holdsNothingBackForLong() {
      assertThat(stream("a can", " of paint", " and a can"))
          .isEqualTo(values("a ", "can of paint", " and a ", "can"));
    }

    @Test
    void keepsTheOrderAmongOtherValues() {
      assertThat(stream("can", 7, Map.of("a", "canary-7f3a91")))
          .isEqualTo(values("can", 7, Map.of("a", "******")));
    }
  }

  @Nested
  class OfAJournal {

    private final List<RecordedCall> records = new ArrayList<>();
    private final CallKey key = CallKey.of("n", CallKey.Kind.MODEL, Value.Mapping.EMPTY);
    private final CallJournal journal =
        new DiscreetJournal(
            (_, call) -> {
              RecordedCall made = call.make();
              records.add(made);
              return made;
            },
            () -> REDACTION);

    private static RecordedCall call(String output, String log) {
      return new RecordedCall(
          Value.of(output),
          TokenUsage.NONE,
          (Value.Mapping) Value.from(Map.of("logs", List.of(log))));
    }

    @Test
    void leavesNoRecordOfAResultWithASecretAndPassesItOn() throws Exception {
      var calls = new AtomicInteger();

      RecordedCall got =
          journal.once(
              key,
              () -> {
                calls.incrementAndGet();
                return call("use canary-7f3a91", "");
              });

      assertThat(got.output()).isEqualTo(Value.of("use canary-7f3a91"));
      assertThat(records).isEmpty();
      assertThat(calls).hasValue(1);
    }

    @Test
    void recordsEveryOtherResultWithItsLogCleaned() throws Exception {
      journal.once(key, () -> call("fine", "sent canary-7f3a91"));

      assertThat(records).containsExactly(call("fine", "sent ******"));
    }

    @Test
    void passesFailuresOn() {
      assertThatThrownBy(() ->
              journal.once(
                  key,
                  () -> {
                    throw new ModelException("quota", "no more", false);
                  }))
          .hasMessage("no more");
    }
  }
}
