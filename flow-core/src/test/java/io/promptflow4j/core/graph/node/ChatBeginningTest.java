package io.promptflow4j.core.graph.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.compile.TrialFlow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Text above the first role of a chat, as far as it is known before anything is rendered.
class ChatBeginningTest {

  private static final String FLOW =
      """
      inputs: {x: {type: string}}
      nodes:
      - name: ask
        type: llm
        source: {type: code, path: ask.jinja2}
        connection: open_ai
        api: chat
        inputs: {x: "${inputs.x}", deployment_name: gpt-x}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1:1 | Hello ⏎system:⏎{{x}}",
        "1:1 | Hello {{x}}⏎user:⏎",
        "1:1 | Hello, answer {{x}}",
        "2:3 | {# no text #}⏎  Hello⏎user:⏎{{x}}",
        "2:3 | {% set y = x %}⏎  Hello⏎user:⏎{{y}}",
        "1:16 | {% set y = x %}Hello⏎user:⏎{{y}}",
        "2:1 | {% macro m() %}text{% endmacro %}⏎Hello⏎user:⏎{{x}}",
        "1:10 | {% raw %}{{y}}{% endraw %}⏎user:⏎{{x}}",
        "1:1 | system: Be brief.⏎user:⏎{{x}}",
        "1:1 | human:⏎{{x}}",
        "1:1 | - user:⏎{{x}}",
        "1:1 | ## user:⏎{{x}}",
        "1:1 | ##user: {{x}}",
      })
  void isAnErrorIfItIsAlwaysThere(String place, String template) {
    assertThat(findings(template)).contains("ask.jinja2:" + place + " error[text-before-role]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user: {{x}}", "⏎# User :{{x}}⏎", "system:{% if x %}⏎{% endif %}"})
  void isAWarningIfWhatIsPrintedCanMakeItARole(String template) {
    assertThat(findings(template))
        .singleElement()
        .asString()
        .matches("ask.jinja2:[12]:1 warning\\[text-before-role]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:⏎{{x}}",
        "⏎⏎  # User :  ⏎{{x}}",
        "{{x}}⏎Hello⏎user:⏎",
        "{% if x %}Hello{% endif %}⏎user:⏎",
        "{% for i in x %}⏎{{i.role}}:⏎{{i.text}}⏎{% endfor %}",
        "# {{x}}:⏎hi",
        "{% include 'a.jinja2' %}⏎Hello",
        "{% extends 'a.jinja2' %}⏎Hello",
        "{# Hello #}⏎{% set y %}Hello{% endset %}{% with %}user:⏎{{x}}{{y}}{% endwith %}",
        "system⏎:⏎{{x}}",
      })
  void isNothingIfItIsNotKnown(String template) {
    assertThat(findings(template)).noneMatch(finding -> finding.contains("text-before-role"));
  }

  @Test
  void isNothingToACompletion() {
    assertThat(flow("Hello {{x}}").findings(FLOW.replace("api: chat", "api: completion")))
        .isEmpty();
  }

  @Test
  void isSaidWithTheRemedy() {
    assertThat(flow("user: {{x}}").messages(FLOW, "text-before-role"))
        .containsExactly(
            "the prompt of node 'ask' is no chat: a chat prompt is made of messages, each below a"
                + " line that holds its role and a colon alone ('system:', 'user:', 'assistant:',"
                + " 'function:' or 'tool:'), but this one has text before its first role: 'user:'."
                + " The line 'user:' needs a line end after it.");
  }

  private List<String> findings(String template) {
    return flow(template).findings(FLOW);
  }

  private TrialFlow flow(String template) {
    return new TrialFlow(folder)
        .file("a.jinja2", "user:\n")
        .file("ask.jinja2", template.replace("⏎", "\n"));
  }
}
