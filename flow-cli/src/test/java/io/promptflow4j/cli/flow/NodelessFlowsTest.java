package io.promptflow4j.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prompties and flex flows where verbs take flows.
class NodelessFlowsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void writeTheFlows() throws IOException {
    place = new Called.Place(folder);
    place.write(
        "p/ask.prompty",
        """
        ---
        model: {configuration: {connection: none, azure_deployment: gpt-4o-mini}}
        inputs:
          question: {type: string, is_chat_input: true}
          chat_history: {type: list, is_chat_history: true}
        sample: {question: What is rain?}
        ---
        system:
        Be brief.
        {% for item in chat_history %}
        {{item.role}}:
        {{item.content}}
        {% endfor %}
        user:
        {{question}}
        """);
    place.write(
        "p/scripted.yaml",
        "rules:\n- answer: '{{messages | length}} messages, {{messages[-1].content}}'\n");
    place.write("f/flow.flex.yaml", "entry: judge:Judge\nsample: {inputs: {answer: '42'}}\n");
    place.write(
        "f/judge.py",
        """
        class Judge:
            def __init__(self, weights: dict):
                self.weights = weights

            def __call__(self, answer: str):
                return {"score": self.weights[answer]}

            def __aggregate__(self, lines):
                return {"most": max(line["score"] for line in lines)}
        """);
  }

  @Test
  void aPromptyIsTriedOnItsSample() {
    Called called = place.pf("flow", "test", "--flow", "p/ask.prompty", "--format", "json");

    assertThat(called.err()).contains("the flow's own sample is used");
    assertThat(called.object("outputs"))
        .isEqualTo(Json.read("{\"output\": \"2 messages, What is rain?\"}"));
  }

  @Test
  void aChatWithAPromptyRemembersTheTurnsAsMessages() {
    Called called =
        place
            .withTyped("Hello\nAnd now?\n")
            .pf("flow", "test", "--flow", "p/ask.prompty", "--interactive");

    assertThat(called.out()).contains("2 messages, Hello", "4 messages, And now?");
  }

  @Test
  void aClassIsSetUpWithAFileOrWithTexts() throws IOException {
    place.write("init.json", "{\"weights\": {\"42\": 7}}");

    Called byFile =
        place.pf("flow", "test", "--flow", "f", "--init", "init.json", "--format", "json");
    Called byText =
        place.pf(
            "flow", "test", "--flow", "f", "--init", "weights={\"42\": 3}", "--format", "json");

    assertThat(byFile.object("outputs")).isEqualTo(Json.read("{\"score\": 7}"));
    assertThat(byFile.object("metrics")).isEqualTo(Json.read("{\"most\": 7}"));
    assertThat(byText.object("outputs")).isEqualTo(Json.read("{\"score\": 3}"));
  }

  @Test
  void aRunKeepsWhatSetsTheClassUp() throws IOException {
    place.write("rows.jsonl", "{\"answer\": \"42\"}\n{\"answer\": \"1\"}\n");

    Called called =
        place.pf(
            "run",
            "create",
            "--flow",
            "f",
            "--data",
            "rows.jsonl",
            "--init",
            "weights={\"42\": 3, \"1\": 9}",
            "--name",
            "judged");

    assertThat(called.exit()).as(called.err()).isZero();
    assertThat(place.pf("run", "show-metrics", "--name", "judged").out()).contains("9");
  }

  @Test
  void theSchemaOfEachKindIsThere() {
    assertThat(place.pf("flow", "schema", "--prompty").out()).contains("\"response\"");
    assertThat(place.pf("flow", "schema", "--flex").out()).contains("\"entry\"");
  }
}
