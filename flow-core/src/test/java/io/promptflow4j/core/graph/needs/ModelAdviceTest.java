package io.promptflow4j.core.graph.needs;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelAdviceTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void writeFlow() throws IOException {
    environment.put("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    write("ask.jinja2", "user:\n{{question}}\n");
    write(
        "flow.dag.yaml",
        """
        inputs:
          question: {type: string}
        outputs: {}
        nodes:
        - name: ask
          type: llm
          api: chat
          connection: mine
          source: {type: code, path: ask.jinja2}
          inputs:
            model: house
            question: ${inputs.question}
            tools: [{type: function, function: {name: f}}]
        """);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void catalog(String offerings) throws IOException {
    write(".promptflow/models.yaml", offerings);
  }

  private List<Diagnostic> advice(FlowSettings settings) {
    var check = Flow.check(folder, settings.withEnvironment(environment));
    assertThat(check.isValid()).isTrue();
    return check.diagnostics();
  }

  private List<String> codes() {
    return advice(FlowSettings.defaults()).stream().map(Diagnostic::code).toList();
  }

  @Test
  void aNumberThatAVendorDoesNotTakeIsSaidBeforeItIsSent() throws IOException {
    catalog(
        """
        providers:
          - id: acme
            parameters:
              temperature: {least: 0, most: 1.5, source: our own page}
        offerings:
          - {provider: acme, id: house, prices: [{input: 1, output: 2}]}
        """);
    write("flow.dag.yaml", read("flow.dag.yaml") + "    temperature: 1.6\n");

    assertThat(advice(FlowSettings.defaults()))
        .filteredOn(one -> one.code().equals("model-limit"))
        .singleElement()
        .satisfies(one ->
            assertThat(one.message())
                .contains("'temperature' as 1.6", "takes 0 to 1.5", "sent as it is"));

    write("flow.dag.yaml", read("flow.dag.yaml").replace("1.6", "1.5"));
    assertThat(codes()).doesNotContain("model-limit");
  }

  @Test
  void aRangeThatIsNoneIsAMistakeOfTheFile() throws IOException {
    catalog(
        """
        providers:
          - id: acme
            parameters:
              temperature: {least: low, most: 1.5}
              top_p: 1
        """);
    write("flow.dag.yaml", read("flow.dag.yaml"));

    assertThat(advice(FlowSettings.defaults()))
        .filteredOn(one -> one.code().equals("catalog-file"))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).contains("2 in all", "a number such as 0"));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void ofAnUnknownModelNothingIsSaid() {
    assertThat(codes()).isEmpty();
  }

  @Test
  void ofAnUnknownCapabilityNothingIsSaid() throws IOException {
    catalog("offerings: [{provider: one, id: house, prices: [{input: 1}]}]");

    assertThat(codes()).isEmpty();
  }

  @Test
  void whatIsTrueOfOneProviderOnlyIsNotSaid() throws IOException {
    catalog(
        """
        offerings:
          - {provider: one, id: house, cannot: tools, prices: [{input: 1}]}
          - {provider: two, id: house, can: tools, prices: [{input: 1}]}
        """);

    assertThat(codes()).isEmpty();
  }

  @Test
  void theConnectionSaysWhichProviderIsMeant() throws IOException {
    catalog(
        """
        offerings:
          - {provider: azure, id: house, cannot: tools, prices: [{input: 1}]}
          - {provider: two, id: house, can: tools, prices: [{input: 1}]}
        """);
    write(
        "mine.yaml",
        "{name: mine, type: azure_open_ai, api_base: 'https://x.openai.azure.com', api_key: k}");

    List<Diagnostic> told =
        advice(FlowSettings.defaults().withConnectionFiles(List.of(folder.resolve("mine.yaml"))));

    assertThat(told).extracting(Diagnostic::code).containsExactly("model-capability");
    assertThat(told.getFirst().message()).contains("'azure/house'");
  }

  @Test
  void theModelThatTakesItsPlaceIsChecked() throws IOException {
    catalog("offerings: [{provider: one, id: other, status: retired}]");
    environment.put("PF_MODEL", "model:other");

    assertThat(codes()).containsExactly("model-retired");

    environment.put("PF_MODEL", "scripted");
    assertThat(codes()).isEmpty();
  }

  @Test
  void theVariableNamesAnotherCatalogFile() throws IOException {
    catalog("offerings: [{provider: one, id: house, status: retired}]");
    write("other.yaml", "offerings: [{provider: one, id: house, prices: [{input: 1}]}]");
    environment.put("PF_CATALOG", folder.resolve("other.yaml").toString());

    assertThat(codes()).isEmpty();
  }

  @Test
  void whatRunsOnOwnHardwareNeedsNoPrice() throws IOException {
    catalog("offerings: [{provider: one, id: house, deployment: self-hosted}]");
    assertThat(codes()).isEmpty();

    catalog("offerings: [{provider: one, id: house}]");
    assertThat(codes()).containsExactly("model-unpriced");
  }

  @Test
  void whoeverHasRulesForAScriptedModelIsNotWarned() throws IOException {
    catalog("offerings: [{provider: one, id: house, status: retired}]");
    write("scripted.yaml", "rules: []\n");

    assertThat(codes()).isEmpty();
  }

  @Test
  void theEndIsAHintUntilItIsNear() throws IOException {
    catalog("offerings: [{provider: one, id: house, retires: 2027-05-20, prices: [{input: 1}]}]");
    var check = Flow.check(folder, FlowSettings.defaults().withEnvironment(environment));
    var advice =
        new ModelAdvice(
            folder,
            name -> {
              throw new ModelException("missing-connection", name, false);
            },
            environment,
            Optional.empty());

    assertThat(advice.on(check.graph().orElseThrow(), DAY))
        .extracting(Diagnostic::severity)
        .containsExactly(Severity.WARNING);
    assertThat(advice.on(check.graph().orElseThrow(), DAY.minusDays(1)))
        .extracting(Diagnostic::severity)
        .containsExactly(Severity.HINT);
    assertThat(advice.on(check.graph().orElseThrow(), LocalDate.of(2027, 5, 20)))
        .extracting(Diagnostic::code)
        .containsExactly("model-retired");
  }
}
