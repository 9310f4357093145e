package io.promptflow4j.core.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.run.InMemoryRunStore;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that stop amid a loop pay no element, round or call of an inner flow twice.
@Timeout(120)
class ResumedLoopsTest {

  /// Six elements, two of them equal, each in two rounds of a flow that calls a model once.
  private static final String FLOW =
      """
      inputs: {words: {type: list}}
      outputs: {all: "${each.output}"}
      nodes:
      - name: each
        type: flow
        source: {type: code, path: inner}
        for_each: {in: "${inputs.words}", concurrency: 2}
        repeat: {until: "${round} == 2", max: 2}
        inputs: {word: "${item}"}
      """;

  private static final String INNER =
      """
      inputs: {word: {type: string}}
      outputs: {said: "${say.output}"}
      nodes:
      - {name: say, type: llm, api: chat, connection: lab, source: {type: code, path: say.jinja2},
         inputs: {model: m, word: "${inputs.word}"}}
      """;

  @TempDir private Path folder;

  @Test
  void eachIsPaidOnce() throws IOException {
    write("flow/flow.dag.yaml", FLOW);
    write("flow/inner/flow.dag.yaml", INNER);
    write("flow/inner/say.jinja2", "# user:\nSay {{ word }}");
    write("flow/scripted.yaml", "rules: []\ndefault: said\n");
    write("data.jsonl", "{\"words\": [\"a\", \"b\", \"a\", \"c\", \"d\", \"e\"]}\n");
    var store = new InMemoryRunStore();
    var runs = new FlowRuns(store, RunHost.ofProcess().withEnvironment(Map.of()));
    var spec =
        RunSpec.of(folder.resolve("flow").toString())
            .withData(DataSource.of(folder.resolve("data.jsonl").toString()))
            .withSettings(Value.of(Map.of("budget", Value.of("5 calls"))));

    Run stopped = runs.run(spec, RunListener.SILENT);
    Run resumed =
        runs.resume(stopped.name(), Optional.of(Budget.read("100 calls")), RunListener.SILENT);

    assertThat(stopped.status()).isEqualTo(RunStatus.CANCELED);
    assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(resumed.progress().calls()).isEqualTo(12);
    try (var rows = store.rows(resumed.name(), RowFilter.ALL)) {
      Object said = Map.of("said", "said");
      assertThat(rows.map(row -> row.outputs().toPlain()))
          .containsExactly(Map.of("all", List.of(said, said, said, said, said, said)));
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
