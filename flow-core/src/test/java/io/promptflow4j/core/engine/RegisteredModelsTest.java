package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.graph.needs.RegisteredNames;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs of flows that name registered models.
class RegisteredModelsTest {

  @TempDir Path folder;
  @TempDir Path workspace;
  private RunStore store;
  private FlowRuns runs;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        inputs:
          question: {type: string}
        outputs:
          answer: {type: string, reference: "${ask.output}"}
        nodes:
        - name: ask
          type: llm
          api: chat
          connection: lab
          source: {type: code, path: ask.jinja2}
          inputs: {model: lawyer, question: "${inputs.question}"}
        """);
    Files.writeString(folder.resolve("ask.jinja2"), "user:\n{{question}}\n");
    Files.writeString(folder.resolve("scripted.yaml"), "default: yes\n");
    Files.writeString(folder.resolve("rows.jsonl"), "{\"question\": \"one\"}\n");
    store = RunStores.open(new StoreAddress.Sqlite(workspace.resolve("runs.sqlite")));
    runs = new FlowRuns(store, RunHost.ofProcess().withEnvironment(Map.of()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RunSpec spec() {
    return RunSpec.of(folder.toString())
        .withData(DataSource.of(folder.resolve("rows.jsonl").toString()));
  }

  private void register(String name, String model, Optional<String> connection) {
    var target =
        new Target(Target.Kind.ALIAS, model, connection, Optional.empty(), Optional.empty());
    store.models().register(name, target, Labels.NONE, "ada", Instant.EPOCH);
  }

  @Test
  void aRunKeepsWhatItsNamesStoodForWhenItWasMade() {
    register("lawyer", "ft:one", Optional.of("elsewhere"));

    Run run = runs.run(spec(), RunListener.SILENT);
    register("lawyer", "ft:two", Optional.empty());

    assertThat(run.progress().completed()).isEqualTo(1);
    assertThat(store.find(run.name()).orElseThrow().plan().connections())
        .isEqualTo(Map.of("ask", Map.of("model", "ft:one", "connection", "elsewhere")));
  }

  @Test
  void theModelForAllNodesMayBeARegisteredOne() {
    register("fast", "small-1", Optional.of("elsewhere"));
    register("own", "tuned-1", Optional.empty());
    var names = new ModelNames(store.models()::find);

    assertThat(RegisteredNames.switched("fast@latest", names)).contains("elsewhere/small-1");
    assertThat(RegisteredNames.switched("model:fast", names)).contains("elsewhere/small-1");
    assertThat(RegisteredNames.switched("own:1", names)).contains("model:tuned-1");
    assertThat(RegisteredNames.switched("lab/fast", names)).contains("lab/small-1");
    assertThat(RegisteredNames.switched("fast", names)).isEmpty(); // may be a connection
    assertThat(RegisteredNames.switched("own:2", names)).isEmpty();
    assertThat(RegisteredNames.switched("scripted:rules.yaml", names)).isEmpty();
    assertThat(RegisteredNames.switched("lab/gpt-4o", names)).isEmpty();
  }

  @Test
  void aRunKeepsWhatTheModelForAllNodesStoodFor() {
    register("fast", "small-1", Optional.of("lab"));
    var environment = Map.of("PF_MODEL", "fast@latest", "LAB_API_KEY", "none");
    runs = new FlowRuns(store, RunHost.ofProcess().withEnvironment(environment));

    Run run = runs.create(spec());

    assertThat(run.plan().model()).contains("lab/small-1");
  }

  @Test
  void withoutAnEntryTheNameStandsForItself() {
    register("other", "x", Optional.empty());

    Run run = runs.run(spec(), RunListener.SILENT);

    assertThat(run.plan().connections()).isEmpty();
  }

  @Test
  void aCircleIsRefusedBeforeTheFirstRow() {
    register("lawyer", "judge", Optional.empty());
    register("judge", "lawyer", Optional.empty());

    assertThatThrownBy(() -> runs.create(spec()))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("circle");
  }
}
