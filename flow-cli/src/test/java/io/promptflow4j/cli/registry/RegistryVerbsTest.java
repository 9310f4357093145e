package io.promptflow4j.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryVerbsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() {
    place = new Called.Place(folder).withVariable("USER", "ada");
  }

  private static List<Value> items(Called called) {
    return ((Value.Sequence) Json.read(called.out())).items();
  }

  private static Value field(Value mapping, String name) {
    return ((Value.Mapping) mapping).entries().getOrDefault(name, Value.Null.NULL);
  }

  private Called register(String name, String... more) {
    var all = new ArrayList<>(List.of("model", "register", "--name", name));
    all.addAll(List.of(more));
    return place.pf(all.toArray(String[]::new));
  }

  @Test
  void theSameNameAgainIsTheNextVersion() {
    register("lawyer", "--model", "ft:1", "--kind", "fine-tuned", "--base", "openai/gpt-4o");

    Called again =
        register(
            "lawyer",
            "--model",
            "ft:2",
            "--kind",
            "fine-tuned",
            "--tags",
            "team=legal",
            "--format",
            "json");

    assertThat(again.exit()).isZero();
    assertThat(again.json().get("version")).isEqualTo(Value.of(2));
    assertThat(again.json().get("created_by")).isEqualTo(Value.of("ada"));
    assertThat(items(place.pf("model", "registered", "lawyer", "--format", "json"))).hasSize(2);
  }

  @Test
  void entriesAreFoundByTagAndStage() {
    register("lawyer", "--model", "ft:1", "--tags", "team=legal");
    register("writer", "--model", "ft:2", "--tags", "team=press", "--stage", "production");

    assertThat(place.pf("model", "registered", "--tag", "team=legal").out())
        .contains("lawyer:1")
        .doesNotContain("writer");
    assertThat(place.pf("model", "registered", "--tag", "team").out())
        .contains("lawyer:1", "writer:1");
    assertThat(place.pf("model", "registered", "--stage", "production").out())
        .contains("writer:1")
        .doesNotContain("lawyer");
  }

  @Test
  void everyChangeIsToldWithWhoAndWhat() {
    register("lawyer", "--model", "ft:1");
    place.pf("model", "update", "lawyer:1", "--stage", "production");
    place.pf("model", "archive", "lawyer:1");
    place.pf("model", "delete", "lawyer:1");

    Called told = place.pf("model", "history", "lawyer");
    Called data = place.pf("model", "history", "lawyer", "--format", "json");

    assertThat(told.out().lines().toList()).hasSize(4);
    assertThat(told.out())
        .contains("deleted by ada", "archived by ada", "registered by ada")
        .contains("updated by ada  (stage: \"development\" → \"production\")");
    assertThat(field(items(data).getFirst(), "what")).isEqualTo(Value.of("deleted"));
  }

  @Test
  void anArchivedVersionIsOffTheListUntilItIsRestored() {
    register("lawyer", "--model", "ft:1");
    place.pf("model", "archive", "lawyer:1");

    assertThat(place.pf("model", "registered").out()).doesNotContain("lawyer");
    assertThat(place.pf("model", "registered", "--include-archived").out())
        .contains("lawyer:1", "(archived)");

    place.pf("model", "restore", "lawyer:1");
    assertThat(place.pf("model", "registered").out()).contains("lawyer:1");
  }

  @Test
  void whatIsNotThereIsSaidWithWhatIs() {
    register("lawyer", "--model", "ft:1");

    Called missing = place.pf("model", "update", "lawer", "--stage", "staging");

    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("'lawer'", "Did you mean 'lawyer'?");
    assertThat(place.pf("model", "archive", "lawyer:7").err())
        .contains("see its versions with pf model registered lawyer");
  }

  private void aFlowThatAsksTheLawyer() throws IOException {
    place.write(
        "flow/flow.dag.yaml",
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
          inputs: {model: "lawyer@production", question: "${inputs.question}"}
        """);
    place.write("flow/ask.jinja2", "user:\n{{question}}\n");
    place.write("flow/scripted.yaml", "default: \"I am {{ model }}\"\n");
  }

  @Test
  void aFlowMayNameARegisteredModel() throws IOException {
    aFlowThatAsksTheLawyer();
    register("lawyer", "--model", "ft:one", "--stage", "production");
    register("lawyer", "--model", "ft:two");

    Called test = place.pf("flow", "test", "--flow", "flow", "--inputs", "question=who");

    assertThat(test.err()).doesNotContain("error");
    assertThat(test.out()).contains("I am ft:one");
    register("lawyer", "--model", "ft:three", "--stage", "production");
    assertThat(place.pf("flow", "test", "--flow", "flow", "--inputs", "question=who").out())
        .contains("I am ft:three");
  }

  @Test
  void aNameFromAnInputIsLookedUpWhenItIsCalled() throws IOException {
    aFlowThatAsksTheLawyer();
    Path flow = folder.resolve("flow/flow.dag.yaml");
    Files.writeString(
        flow,
        Files.readString(flow)
            .replace("\"lawyer@production\"", "\"${inputs.who}\"")
            .replace("outputs:", "  who: {type: string}\noutputs:"));
    register("lawyer", "--model", "ft:one", "--stage", "production");
    register("lawyer", "--model", "ft:two");
    place.write("rows.jsonl", "{\"who\": \"lawyer@production\"}\n{\"who\": \"gpt-9\"}\n");

    Called test =
        place.pf("flow", "test", "--flow", "flow", "--inputs", "question=q", "who=lawyer");
    place.pf(
        "run",
        "create",
        "--flow",
        "flow",
        "--data",
        "rows.jsonl",
        "--name",
        "r",
        "--column-mapping",
        "question=q who=${data.who}");
    Called rows = place.pf("run", "show-details", "--name", "r");

    assertThat(test.out()).contains("I am ft:two");
    assertThat(rows.out()).contains("I am ft:one", "I am gpt-9");
  }

  private Called deploy(String... more) {
    var all = new ArrayList<>(List.of("deployment", "-e", "shop", "-n", "blue"));
    all.addAll(1, List.of(more));
    return place.pf(all.toArray(String[]::new));
  }

  @Test
  void whatAnActiveDeploymentUsesIsNotDeleted() throws IOException {
    aFlowThatAsksTheLawyer();
    register("own", "--model", "ft:one");
    register("lawyer", "--model", "own", "--stage", "production");
    register("lawyer", "--model", "ft:two");
    place.write("endpoint.yaml", "name: shop\n");
    place.pf("endpoint", "create", "-f", "endpoint.yaml");
    Called made = deploy("create", "--flow", "flow", "--format", "json");

    Called alias = place.pf("model", "delete", "lawyer:1", "-y");
    Called behind = place.pf("model", "delete", "own:1", "-y", "--format", "json");
    Called unused = place.pf("model", "delete", "lawyer:2", "-y");

    assertThat(made.object("registered_models"))
        .isEqualTo(Json.read("{\"ask\": [\"lawyer:1\", \"own:1\"]}"));
    assertThat(alias.exit()).isEqualTo(1);
    assertThat(alias.err())
        .contains("'lawyer:1' is used by deployment 'blue' of endpoint 'shop'")
        .contains("deploy that with another model, or delete it, first");
    assertThat(behind.err() + behind.out()).contains("'own:1' is used by deployment");
    assertThat(unused.exit()).isZero();
    assertThat(place.pf("model", "registered").out()).contains("lawyer:1", "own:1");
  }

  @Test
  void aDeploymentThatIsGoneOrServesAnotherFlowUsesNothing() throws IOException {
    aFlowThatAsksTheLawyer();
    register("lawyer", "--model", "ft:one", "--stage", "production");
    place.write("endpoint.yaml", "name: shop\n");
    place.pf("endpoint", "create", "-f", "endpoint.yaml");
    deploy("create", "--flow", "flow");
    register("lawyer", "--model", "ft:two", "--stage", "production");

    deploy("update", "--set", "description=new");
    Called kept = place.pf("model", "delete", "lawyer:1", "-y");
    deploy("update", "--flow", "flow");
    Called moved = place.pf("model", "delete", "lawyer:1", "-y");
    Called used = place.pf("model", "delete", "lawyer:2", "-y");
    deploy("delete", "-y");
    Called free = place.pf("model", "delete", "lawyer:2", "-y");

    assertThat(kept.err()).contains("is used by deployment 'blue'");
    assertThat(moved.exit()).isZero();
    assertThat(used.err()).contains("is used by deployment 'blue'");
    assertThat(free.exit()).isZero();
  }

  @Test
  void aliasesThatLeadInACircleAreTold() throws IOException {
    aFlowThatAsksTheLawyer();
    register("lawyer", "--model", "lawyer:1", "--stage", "production");

    Called test = place.pf("flow", "test", "--flow", "flow", "--inputs", "question=who");

    assertThat(test.exit()).isEqualTo(1);
    assertThat(test.err()).contains("lead in a circle");
  }

  @Test
  void wrongCallsAreToldBeforeAnythingIsMade() {
    assertThat(register("lawyer", "--model", "x", "--kind", "pet").exit()).isEqualTo(2);
    assertThat(register("lawyer", "--model", "x", "--stage", "old").exit()).isEqualTo(2);
    assertThat(place.pf("model", "delete", "lawyer").err()).contains("such as lawyer:1");
    assertThat(place.pf("model", "update", "lawyer").exit()).isEqualTo(2);
    assertThat(register("law/yer", "--model", "x").err()).contains("'law/yer' can't name a model");
    assertThat(Files.exists(folder.resolve(".promptflow/runs.sqlite"))).isFalse();
  }
}
