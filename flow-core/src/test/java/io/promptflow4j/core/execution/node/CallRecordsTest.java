package io.promptflow4j.core.execution.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolResult.InnerCall;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallRecordsTest {

  @Test
  void aCallInAToolKeepsAllThatIsKnownOfItsTokens() {
    var usage = new TokenUsage(100, 20, 120, 64, 8, true);
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    var call =
        new InnerCall(
            "ask",
            "LLM",
            start,
            start.plusSeconds(1),
            Map.of(),
            Value.of("yes"),
            "",
            List.of(),
            usage,
            Optional.empty());
    var result = new ToolResult(Value.of("yes"), List.of(), new LinkedHashMap<>(), List.of(call));

    ToolResult recalled =
        CallRecords.toolResult(CallRecords.of(result, List.of(), Optional.empty()).asRecalled());

    assertThat(recalled.calls()).singleElement().extracting(InnerCall::usage).isEqualTo(usage);
  }
}
