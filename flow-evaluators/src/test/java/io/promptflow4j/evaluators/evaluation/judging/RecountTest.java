package io.promptflow4j.evaluators.evaluation.judging;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecountTest {

  private static Value call(String id, Map<String, String> arguments) throws InterruptedException {
    var all = new LinkedHashMap<String, Argument>();
    all.put("list", new Argument.Data(Value.of("claims")));
    all.put("field", new Argument.Data(Value.of("supported")));
    all.put("by", new Argument.Data(Value.of("share")));
    arguments.forEach((name, json) -> all.put(name, new Argument.Data(Json.read(json))));
    Tool tool =
        new JudgingTools()
            .tools().stream()
                .filter(one -> one.signature().name().equals("promptflow4j.judge." + id))
                .findFirst()
                .orElseThrow();
    return tool.call(new ToolCall("node", all, Duration.ofSeconds(10))).value();
  }

  private static Value tries(Map<String, String> tally) throws InterruptedException {
    String first = Json.write(call("tally", tally));
    var settled = (Value.Mapping) call("recount", Map.of("first", first, "again", "null"));
    return settled.entries().getOrDefault("tries", Value.Null.NULL);
  }

  @Test
  void aJudgeThatWasNotAskedTookNoTry() throws Exception {
    assertThat(tries(Map.of("reply", "null", "missing", "\"context\""))).isEqualTo(Value.of(0));
  }

  @Test
  void aJudgeThatAnsweredAtOnceTookOne() throws Exception {
    String reply = "\"{\\\"claims\\\": [{\\\"claim\\\": \\\"a\\\", \\\"supported\\\": true}]}\"";

    assertThat(tries(Map.of("reply", reply, "missing", "\"\""))).isEqualTo(Value.of(1));
  }
}
