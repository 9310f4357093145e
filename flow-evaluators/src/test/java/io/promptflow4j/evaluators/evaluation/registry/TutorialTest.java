package io.promptflow4j.evaluators.evaluation.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The evaluator of `docs/tutorials/write-an-evaluator.md` does what the page says.
class TutorialTest {

  private static final Path PAGE = Path.of("..", "docs", "tutorials", "write-an-evaluator.md");

  private static final Pattern BLOCK = Pattern.compile("(?s)```(?:yaml|json)\n(.*?)```");

  @TempDir private Path folder;

  @Test
  void theEvaluatorOfThePageScoresItsRows() throws IOException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(PAGE)).results().map(TutorialTest::part).toList();
    Files.writeString(folder.resolve("flow.dag.yaml"), blocks.get(0));
    Files.writeString(folder.resolve("evaluator.yaml"), blocks.get(1));

    Evaluator evaluator = new Evaluators(folder.resolve("cache")).find(folder.toString());

    assertThat(evaluator.name()).isEqualTo("short_and_sourced");
    try (Flow flow = Flow.load(folder)) {
      assertThat(flow.diagnostics()).isEmpty();
      var contributions = new ArrayList<Value.Mapping>();
      for (String row : blocks.get(2).lines().toList()) {
        FlowResult result = flow.run(((Value.Mapping) Json.read(row)).entries());
        assertThat(result.failure()).isEmpty();
        contributions.add(flow.contribution(result));
      }
      assertThat(Json.write(flow.aggregate(contributions).metrics()))
          .isEqualTo(
              "{\"is_short\":1.0,\"is_short.scored\":2,\"is_short.not_scored\":1,"
                  + "\"is_sourced\":0.5,\"is_sourced.scored\":2,\"is_sourced.not_scored\":1}");
    }
  }

  private static String part(MatchResult block) {
    return block.group(1);
  }
}
