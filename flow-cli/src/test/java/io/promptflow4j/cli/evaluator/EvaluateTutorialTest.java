package io.promptflow4j.cli.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of `docs/tutorials/evaluate.md` has the scores that the page says.
class EvaluateTutorialTest {

  private static final Path PAGE = Path.of("..", "docs", "tutorials", "evaluate.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```json\n(.*?)```");

  @TempDir Path folder;

  @Test
  void theTableHasTheScoresOfThePage() throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(PAGE))
            .results()
            .map(block -> String.valueOf(block.group(1)))
            .toList();
    var place = new Called.Place(folder);
    place.write("table.jsonl", blocks.get(0));

    Called ran =
        place.pf("run", "create", "--flow", "builtin:f1_score", "--data", "table.jsonl", "-n", "t");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(place.pf("run", "show-metrics", "t").json().entries())
        .containsAllEntriesOf(((Value.Mapping) Json.read(blocks.get(1))).entries());
  }
}
