package io.promptflow4j.bench;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateLoader;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One chat prompt of about 1 KB with a history of three turns, rendered beside jinjava. jinjava
/// keeps its parsed template in its own cache; both render the same text, which the set-up checks.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TemplateBench {

  private static final String PROMPT =
      """
      # system:
      You are a careful assistant. You answer questions about {{ topic }} for {{ user.name }}.
      Use only facts that you are certain of. Say that you do not know when you are not certain.
      {% if user.language != "en" %}
      Answer in {{ user.language }}.
      {% endif %}
      {% for turn in chat_history %}
      # user:
      {{ turn.inputs.question }}
      # assistant:
      {{ turn.outputs.answer }}
      {% endfor %}
      # user:
      {{ question }}
      """;

  private Template template;
  private Map<String, Value> variables;
  private Jinjava jinjava;
  private Map<String, Object> bindings;

  /// Made by the harness.
  public TemplateBench() {}

  @Setup
  public void build() {
    bindings = data();
    var values = new java.util.LinkedHashMap<String, Value>();
    bindings.forEach((name, value) -> values.put(name, Value.from(value)));
    variables = values;
    template = Template.compile(new SourceText("prompt.jinja2", PROMPT), TemplateLoader.none());
    jinjava =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withNestedInterpretationEnabled(false)
                .withLegacyOverrides(
                    LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .build())
                .build());
    if (!promptflow4j().strip().equals(jinjava().strip())) {
      throw new IllegalStateException(promptflow4j() + "\n-- differs from --\n" + jinjava());
    }
  }

  private static Map<String, Object> data() {
    List<Object> history = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      history.add(
          Map.of(
              "inputs",
                  Map.of("question", "What was the most notable discovery of year " + i + "?"),
              "outputs",
                  Map.of(
                      "answer",
                      "It was a method to measure small distances with light, found by two people"
                          + " who had looked for something else and wrote it down in number "
                          + i)));
    }
    return Map.of(
        "topic",
        "the history of physics",
        "user",
        Map.of("name", "Ada", "language", "de"),
        "chat_history",
        history,
        "question",
        "And what did they measure with it first, and how long did that take them?");
  }

  @Benchmark
  public String promptflow4j() {
    return template.render(variables);
  }

  @Benchmark
  public String jinjava() {
    return jinjava.render(PROMPT, bindings);
  }
}
