package io.promptflow4j.core.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.run.InMemoryRunStore;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FlowRunsTest {

  private static final String FLOW =
      """
      inputs:
        question: {type: string}
        style: {type: string, default: plain}
      outputs:
        answer: {type: string, reference: '${ask.output}'}
      nodes:
      - name: ask
        use_variants: true
      node_variants:
        ask:
          default_variant_id: variant_0
          variants:
            variant_0: {node: {type: llm, source: {type: code, path: ask.jinja2}, api: chat, connection: lab,
              inputs: {model: m, question: '${inputs.question}', style: '${inputs.style}'}}}
            variant_1: {node: {type: llm, source: {type: code, path: brief.jinja2}, api: chat, connection: lab,
              inputs: {model: m, question: '${inputs.question}'}}}
      """;

  private static final String RULES =
      """
      rules:
      - {last: fails, fault: bad-request}
      default: "answer to {{ last }}"
      """;

  @TempDir Path folder;
  private Path flow;
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final FlowRuns runs = new FlowRuns(store, RunHost.ofProcess().withEnvironment(Map.of()));

  @BeforeEach
  void write() throws IOException {
    flow = Files.createDirectories(folder.resolve("my-flow"));
    file("my-flow/flow.dag.yaml", FLOW);
    file("my-flow/ask.jinja2", "# user:\n{{style}} {{question}}");
    file("my-flow/brief.jinja2", "# user:\nbriefly {{question}}");
    file("my-flow/scripted.yaml", RULES);
    file(
        "data.jsonl",
        "{\"question\": \"one\"}\n{\"question\": \"two\"}\n{\"question\": \"three\"}\n");
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private RunSpec spec() {
    return RunSpec.of(flow.toString())
        .withData(DataSource.of(folder.resolve("data.jsonl").toString()));
  }

  private static ColumnMapping mapping(Map<String, Value> entries) {
    return ColumnMapping.of(Value.of(entries), Place.startOf("column mapping"));
  }

  private List<Object> answers(Run run) {
    try (var rows = store.rows(run.name(), RowFilter.ALL)) {
      return rows.map(row -> (Object) String.valueOf(row.outputs().toPlain())).toList();
    }
  }

  @Nested
  class WhenARunIsFit {

    @Test
    void itRunsAllRows() {
      Run run = runs.run(spec(), RunListener.SILENT);

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.progress().completed()).isEqualTo(3);
      assertThat(answers(run))
          .containsExactly(
              "{answer=answer to plain one}",
              "{answer=answer to plain two}",
              "{answer=answer to plain three}");
      assertThat(run.pinned().data()).isPresent();
      assertThat(store.snapshot(run.name()))
          .extracting(file -> file.path())
          .containsExactly("ask.jinja2", "brief.jinja2", "flow.dag.yaml", "scripted.yaml");
    }

    @Test
    void itGoesOnWithTheConnectionFilesItWasMadeWith() throws IOException {
      Files.move(folder.resolve("my-flow/scripted.yaml"), folder.resolve("rules.yaml"));
      file(
          "lab.yaml",
          "name: lab\ntype: scripted\nrules: %s\n".formatted(folder.resolve("rules.yaml")));
      RunHost host = RunHost.ofProcess().withEnvironment(Map.of());
      var told = host.withConnectionFiles(List.of(folder.resolve("lab.yaml")));
      var budget = Value.of(Map.of("budget", Value.of("1 call")));
      Run stopped = new FlowRuns(store, told).run(spec().withSettings(budget), RunListener.SILENT);

      Run resumed =
          new FlowRuns(store, host)
              .resume(stopped.name(), Optional.of(Budget.read("9 calls")), RunListener.SILENT);

      assertThat(stopped.status()).isEqualTo(RunStatus.CANCELED);
      assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(resumed.progress().calls()).isEqualTo(3);
    }

    @Test
    void itKeepsWhichModelsItCalledAndWhatTheyCostThen() throws IOException {
      Run scripted = runs.run(spec(), RunListener.SILENT);
      Files.delete(folder.resolve("my-flow/scripted.yaml"));
      file("my-flow/flow.dag.yaml", FLOW.replace("model: m", "model: gpt-4o"));
      file("lab.yaml", "name: lab\ntype: open_ai\napi_key: k\n");
      file("my-flow/rules.yaml", RULES);
      var host =
          RunHost.ofProcess()
              .withEnvironment(Map.of("PF_MODEL", "openai/gpt-4o", "OPENAI_API_KEY", "k"))
              .withConnectionFiles(List.of(folder.resolve("lab.yaml")));
      var budget = Value.of(Map.of("budget", Value.of("0 calls")));

      Run real = new FlowRuns(store, host).run(spec().withSettings(budget), RunListener.SILENT);
      Run switched =
          new FlowRuns(store, host)
              .run(
                  spec().withHow(FlowSettings.defaults().withModel("scripted:rules.yaml")),
                  RunListener.SILENT);

      assertThat(models(scripted)).contains("\"ask\":{\"connection\":\"lab\"", "\"scripted\":true");
      assertThat(models(switched)).contains("\"scripted\":true");
      assertThat(models(real))
          .contains("\"offering\":\"openai/gpt-4o\"", "\"currency\":\"USD\",\"input\":\"2.5");
    }

    private String models(Run run) {
      return store.artefacts(run.name()).stream()
          .filter(file -> file.path().equals(Run.MODELS))
          .map(file -> new String(store.content(file.content()).orElseThrow(), UTF_8))
          .findFirst()
          .orElseThrow();
    }

    @Test
    void itIsNamedAfterFlowVariantAndTime() {
      Run run =
          runs.run(
              spec().withHow(FlowSettings.defaults().withVariants(Map.of("ask", "variant_1"))),
              RunListener.SILENT);

      assertThat(run.name().value()).matches("my_flow_variant_1_\\d{8}_\\d{6}_\\d{6}");
      assertThat(run.labels().displayName()).isEqualTo(run.name().value());
      assertThat(answers(run).getFirst()).isEqualTo("{answer=answer to briefly one}");
    }

    @Test
    void macrosInTheDisplayNameAreFilled() {
      Run first = runs.run(spec().withName(new RunName("first")), RunListener.SILENT);
      Run second =
          runs.create(
              spec()
                  .withOver(first.name())
                  .withLabels(RunLabels.named("of ${run} with ${variant_id} at ${timestamp}")));

      assertThat(second.labels().displayName()).matches("of first with variant_0 at \\d{12}");
    }

    @Test
    void columnsAreMappedAndConstantsToo() {
      Run run =
          runs.run(
              spec()
                  .withMapping(
                      mapping(
                          Map.of(
                              "question", Value.of("${data.question}"),
                              "style", Value.of("formal")))),
              RunListener.SILENT);

      assertThat(answers(run)).contains("{answer=answer to formal two}");
      try (var rows = store.rows(run.name(), RowFilter.ALL)) {
        assertThat(rows.toList().getFirst().data().toPlain()).isEqualTo(Map.of("question", "one"));
      }
    }

    @Test
    void itReadsTheRowsOfAnotherRun() throws IOException {
      file(
          "data.jsonl",
          "{\"question\": \"one\"}\n{\"question\": \"fails\"}\n{\"question\": \"two\"}\n");
      Run first = runs.run(spec(), RunListener.SILENT);

      Run second =
          runs.run(
              RunSpec.of(flow.toString())
                  .withOver(first.name())
                  .withMapping(
                      mapping(
                          Map.of(
                              "question", Value.of("${run.outputs.answer}"),
                              "style", Value.of("${run.inputs.question}")))),
              RunListener.SILENT);

      assertThat(first.progress().failed()).isEqualTo(1);
      assertThat(answers(second))
          .containsExactly(
              "{answer=answer to one answer to plain one}",
              "{answer=answer to two answer to plain two}");
      try (var rows = store.rows(second.name(), RowFilter.ALL)) {
        assertThat(rows.map(row -> row.key().line())).containsExactly(0L, 2L);
      }
    }

    @Test
    void aRunOverARepeatedRunReadsEachRepeat() {
      Run first = runs.run(spec().withRepeats(2), RunListener.SILENT);

      Run second =
          runs.run(
              RunSpec.of(flow.toString())
                  .withOver(first.name())
                  .withMapping(mapping(Map.of("question", Value.of("${run.outputs.answer}")))),
              RunListener.SILENT);

      assertThat(second.progress().completed()).isEqualTo(6);
      assertThat(second.progress().rows()).contains(6L);
      try (var rows = store.rows(second.name(), RowFilter.ALL)) {
        assertThat(rows.map(row -> row.key().repeat())).containsExactly(0, 1, 0, 1, 0, 1);
      }
    }

    @Test
    void onlyTheRowsItWantsAreRun() {
      Run run =
          runs.run(spec().withSettings(Value.of(Map.of("limit", Value.of(2)))), RunListener.SILENT);

      assertThat(run.progress().rows()).contains(2L);
    }
  }

  @Nested
  class WhenSomethingIsWrong {

    private List<String> codes(RunSpec spec) {
      try {
        runs.create(spec);
        return List.of();
      } catch (RunRefusedException refused) {
        assertThat(store.list(io.promptflow4j.core.run.RunStore.RunFilter.NEWEST)).isEmpty();
        return refused.diagnostics().stream()
            .filter(Diagnostic::isError)
            .map(Diagnostic::code)
            .toList();
      }
    }

    @Test
    void allMistakesOfFlowAndDataComeAtOnce() throws IOException {
      file("my-flow/flow.dag.yaml", FLOW.replace("${inputs.style}", "${inputs.stile}"));
      file("data.jsonl", "{\"question\": \"one\"}\nbroken\n{\"question\": [\n");

      assertThat(codes(spec())).contains("row-syntax").hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void everyRowThatDoesNotFitIsNamed() throws IOException {
      file("data.jsonl", "{\"question\": \"one\"}\n{\"q\": \"two\"}\n{\"q\": \"three\"}\n");

      assertThat(codes(spec())).containsExactly("missing-value", "missing-value");
    }

    @Test
    void aRunThatIsNotThereCantBeRead() {
      assertThat(codes(spec().withOver(new RunName("nowhere")))).containsExactly("no-such-run");
    }

    @Test
    void aConnectionThatIsConfiguredNowhereIsNamedBeforeAnythingRuns() throws IOException {
      Files.delete(folder.resolve("my-flow/scripted.yaml"));

      assertThat(codes(spec())).containsExactly("missing-connection");
    }

    private static final String SEARCH =
        """
        import io.promptflow4j.core.model.connection.Connection;

        public class Search {
          public static String search(String question, Connection index) {
            return index.name() + " " + question;
          }
        }
        """;

    private void addSearch(String condition) throws IOException {
      file("my-flow/Search.java", SEARCH);
      file(
          "my-flow/flow.dag.yaml",
          FLOW.replace(
              "nodes:\n",
              """
              nodes:
              - {name: search, type: java, source: {type: code, path: Search.java}, %s
                 inputs: {question: '${inputs.question}', index: nowhere}}
              """
                  .formatted(condition)));
    }

    @Test
    void aConnectionOfAToolIsNamedToo() throws IOException {
      addSearch("");

      assertThat(codes(spec())).containsExactly("missing-connection");
    }

    @Test
    void aConnectionOfAToolThatMayNotBeNeededIsWarnedOf() throws IOException {
      addSearch("activate: {when: '${inputs.question}', is: search},");

      assertThat(runs.check(spec()).warnings())
          .anyMatch(warning -> warning.contains("tool 'search': connection 'nowhere'"));
      assertThat(runs.run(spec(), RunListener.SILENT).progress().completed()).isEqualTo(3);
    }

    private void openAi(String model) throws IOException {
      Files.delete(folder.resolve("my-flow/scripted.yaml"));
      file("my-flow/flow.dag.yaml", FLOW.replace("model: m", "model: " + model));
      file("lab.yaml", "name: lab\ntype: open_ai\napi_key: k\n");
    }

    private List<String> errors(String budget) {
      var host =
          RunHost.ofProcess()
              .withEnvironment(Map.of())
              .withConnectionFiles(List.of(folder.resolve("lab.yaml")));
      try {
        var settings = Value.of(Map.of("budget", Value.of(budget)));
        new FlowRuns(store, host).create(spec().withSettings(settings));
        return List.of();
      } catch (RunRefusedException refused) {
        return refused.diagnostics().stream().map(Diagnostic::toString).toList();
      }
    }

    @Test
    void aBudgetOfMoneyNeedsThePriceOfEachModel() throws IOException {
      openAi("our-fine-tuned-model");

      assertThat(errors("5 USD"))
          .singleElement()
          .asString()
          .contains("error[unpriced-model]: node 'ask'", "our-fine-tuned-model", "calls or tokens");
      assertThat(errors("5 calls")).isEmpty();
    }

    @Test
    void aBudgetIsInTheCurrencyOfThePrices() throws IOException {
      openAi("gpt-4o");

      assertThat(errors("5 EUR"))
          .singleElement()
          .asString()
          .contains("unpriced-model", "paid in USD");
      assertThat(errors("5 USD")).isEmpty();
    }

    @Test
    void aRunNeedsRows() {
      assertThat(codes(RunSpec.of(flow.toString()))).containsExactly("missing-data");
    }
  }

  @Nested
  class WhenItIsResumed {

    private Run failedRun() throws IOException {
      file("data.jsonl", "{\"question\": \"one\"}\n{\"question\": \"fails\"}\n");
      return runs.run(spec().withName(new RunName("stopped")), RunListener.SILENT);
    }

    @Test
    void aFinishedRunHasNothingToDo() {
      Run run = runs.run(spec(), RunListener.SILENT);
      Instant ended = run.ended().orElseThrow();

      Run again = runs.resume(run.name(), RunListener.SILENT);

      assertThat(again.ended()).contains(ended);
    }

    @Test
    void theBudgetOfTheLastResumptionHoldsFromThenOn() {
      var one = Value.of(Map.of("budget", Value.of("1 call")));
      Run stopped = runs.run(spec().withSettings(one), RunListener.SILENT);

      Run second =
          runs.resume(stopped.name(), Optional.of(Budget.read("2 calls")), RunListener.SILENT);
      Run third = runs.resume(stopped.name(), RunListener.SILENT);

      assertThat(second.progress().calls()).isEqualTo(2);
      assertThat(third.progress().error().orElseThrow()).contains("the budget of 2 calls");
      assertThat(third.plan().settings().get("budget")).isEqualTo(Value.of("2 calls"));
    }

    @Test
    void itRunsTheFlowAsItWas() throws IOException {
      Run run = failedRun();
      file("my-flow/ask.jinja2", "# user:\nchanged {{question}}");

      Run again = runs.resume(run.name(), RunListener.SILENT);

      assertThat(again.progress().failed()).isEqualTo(1);
      try (var rows = store.rows(run.name(), RowFilter.ALL)) {
        RowResult failed = rows.toList().get(1);
        assertThat(failed.detail().toString()).contains("plain fails").doesNotContain("changed");
      }
      assertThat(store.log(run.name(), 0, 100))
          .anyMatch(entry -> entry.line().text().contains("has changed since the run was made"));
    }

    @Test
    void itRefusesDataThatHasChanged() throws IOException {
      Run run = failedRun();
      file("data.jsonl", "{\"question\": \"one\"}\n{\"question\": \"other\"}\n");

      assertThatThrownBy(() -> runs.resume(run.name(), RunListener.SILENT))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("data-changed");
    }

    @Test
    void noNewRunIsMadeOfOneThatIsWorkedOn() throws IOException {
      Run run = failedRun();

      try (var _ = store.own(run.name(), RunOwner.ofThisProcess())) {
        assertThatThrownBy(() -> runs.createFrom(run.name(), Optional.empty(), RunLabels.named("")))
            .isInstanceOf(RunStoreException.RunOwned.class)
            .hasMessageContaining("Stop that first");
      }
    }

    @Test
    void aNewRunTakesOverWhatHasCompleted() throws IOException {
      Run run = failedRun();

      Run made = runs.createFrom(run.name(), Optional.empty(), RunLabels.named(""));
      Run next = runs.resume(made.name(), RunListener.SILENT);

      assertThat(next.resumedFrom()).contains(run.name());
      assertThat(next.progress().completed()).isEqualTo(1);
      assertThat(next.progress().failed()).isEqualTo(1);
      assertThat(answers(next).getFirst()).isEqualTo("{answer=answer to plain one}");
    }
  }

  @Test
  void variantsOfOneScopeShareWhatTheyHaveInCommon() {
    runs.run(spec().withName(new RunName("a")).withScope("both"), RunListener.SILENT);
    int calls = store.callCount();

    Run second = runs.run(spec().withName(new RunName("b")).withScope("both"), RunListener.SILENT);

    assertThat(store.callCount()).isEqualTo(calls);
    assertThat(second.progress().completed()).isEqualTo(3);
  }
}
