package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the trace of a flow tells of the tries of its calls, and which connection answers.
class TriesTest {

  @TempDir Path folder;

  @BeforeEach
  void makeTheFlow() throws IOException {
    write(
        "flow.dag.yaml",
        """
        inputs: {question: {type: string}}
        outputs: {answer: {type: string, reference: "${ask.output}"}}
        nodes:
        - name: ask
          type: llm
          source: {type: code, path: ask.jinja2}
          api: chat
          connection: first
          inputs: {deployment_name: gpt-4o, question: "${inputs.question}"}
        """);
    write("ask.jinja2", "user:\n{{question}}\n");
    write("second.yaml", "name: second\ntype: scripted\nrules: " + rules("second", "second says"));
  }

  private Path rules(String name, String... answers) throws IOException {
    var text = new StringBuilder("rules:\n- answers:\n");
    for (String answer : answers) {
      text.append("  - ").append(answer).append('\n');
    }
    write(name + "-rules.yaml", text.toString());
    return folder.resolve(name + "-rules.yaml");
  }

  private void first(String settings, String... answers) throws IOException {
    write(
        "first.yaml",
        "name: first\ntype: scripted\nrules: " + rules("first", answers) + "\n" + settings);
  }

  private FlowResult run() throws IOException {
    FlowSettings settings =
        FlowSettings.defaults()
            .withConnectionFiles(
                List.of(folder.resolve("first.yaml"), folder.resolve("second.yaml")));
    try (Flow flow = Flow.load(folder, settings)) {
      return flow.run(Map.of("question", "why?"));
    }
  }

  private static List<Span> tries(FlowResult result) {
    Span node = result.trace().children().getFirst();
    return node.children().getFirst().children();
  }

  private static @Nullable Object said(Span attempt, String name) {
    var output = (Value.Mapping) attempt.output();
    return Objects.requireNonNull(output.get(name)).toPlain();
  }

  private static @Nullable Object connection(Span attempt) {
    return Objects.requireNonNull(attempt.inputs().get("connection")).toPlain();
  }

  private static @Nullable Object text(FlowResult result) {
    return Objects.requireNonNull(result.outputs().get("answer")).toPlain();
  }

  @Test
  void aCallThatIsAnsweredAtOnceHasNoTries() throws IOException {
    first("", "hello");

    assertThat(tries(run())).isEmpty();
  }

  @Test
  void everyTryIsInTheTrace() throws IOException {
    first("", "{fault: rate-limited, retry_after: 10ms}", "{fault: unavailable}", "hello");

    FlowResult result = run();

    assertThat(text(result)).isEqualTo("hello");
    assertThat(tries(result))
        .extracting(one -> said(one, "result"), one -> said(one, "cost"))
        .containsExactly(
            tuple("rate-limited", "refused"),
            tuple("unavailable", "in doubt"),
            tuple("answered", "paid"));
    assertThat(tries(result).getFirst().error().orElseThrow()).contains("too many requests");
  }

  @Test
  void theTriesOfACallThatFailedAreThereToo() throws IOException {
    first("max_retries: 1", "{fault: unavailable}");

    FlowResult result = run();

    assertThat(result.failure().orElseThrow().code()).isEqualTo("unavailable");
    assertThat(tries(result)).hasSize(2);
  }

  @Test
  void anotherConnectionStandsIn() throws IOException {
    first("max_retries: 0\nfallback: second", "{fault: quota}");

    FlowResult result = run();

    assertThat(text(result)).isEqualTo("second says");
    assertThat(tries(result))
        .extracting(TriesTest::connection, one -> said(one, "result"))
        .containsExactly(tuple("first", "quota"), tuple("second", "answered"));
  }

  @Test
  void aStandInThatIsNowhereIsNamedBeforeAnythingIsSent() throws IOException {
    first("fallback: secnd/gpt-4o-mini", "hello");

    FlowResult result = run();

    assertThat(result.failure().orElseThrow().message())
        .contains("'first' falls back to 'secnd/gpt-4o-mini'", "Did you mean 'second'?");
  }

  @Test
  void aSettingThatCantBeReadIsNamed() throws IOException {
    first("requests_per_minute: lots", "hello");

    assertThat(run().failure().orElseThrow().message())
        .contains("'first'", "requests_per_minute", "'lots'");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
