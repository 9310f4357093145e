package io.promptflow4j.core.model.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.template.chat.ChatPrompt;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedModelTest {

  private static final CallPolicy PATIENT = new CallPolicy(3, Duration.ofSeconds(5));
  private static final String HISTORY = "system:\nBe brief.\nuser:\nHow warm is it in Oslo?\n";

  @TempDir Path folder;

  @Nested
  class ARule {

    @Test
    void theFirstThatFitsAnswers() throws Exception {
      var model =
          model(
              """
              rules:
              - node: other
                answer: no
              - pattern: 'in (\\w+)\\?'
                answer: It is warm.
              - answer: never
              """);

      assertThat(say(model, HISTORY)).isEqualTo("It is warm.");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "node: ask",
          "node: [x, a*k]",
          "model: gpt-*",
          "pattern: '(?i)BE BRIEF[\\s\\S]*Oslo'",
          "last: '^How'",
          "role: user",
          "user: Oslo",
          "system: brief",
          "parameters: {temperature: 1}",
          "parameters: {stop: [a]}",
          "{node: ask, model: gpt-4o, last: Oslo, role: user}",
        })
    void fitWhatTheyName(String condition) throws Exception {
      assertThat(say(model(rule(condition)), HISTORY)).isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "node: asks",
          "node: '*x'",
          "model: gpt-3*",
          "pattern: Bergen",
          "last: brief",
          "role: assistant",
          "assistant: Oslo",
          "system: Oslo",
          "parameters: {temperature: 0}",
          "parameters: {seed: 1}",
          "{node: ask, last: Bergen}",
        })
    void doNotFitWhatTheyDoNotName(String condition) throws Exception {
      assertThat(say(model(rule(condition) + "default: no"), HISTORY)).isEqualTo("no");
    }

    @Test
    void mayAnswerALimitedNumberOfTimes() throws Exception {
      var model = model("rules:\n- {times: 2, answer: a}\n- answer: b\n");

      assertThat(IntStream.range(0, 4).mapToObj(_ -> say(model, HISTORY)))
          .containsExactly("a", "a", "b", "b");
    }

    @Test
    void mayAnswerOneThingAfterTheOther() throws Exception {
      var model = model("rules:\n- answers: [a, {answer: b}, 'c{{call}}']\n");

      assertThat(IntStream.range(0, 4).mapToObj(_ -> say(model, HISTORY)))
          .containsExactly("a", "b", "c3", "c4");
    }

    @Test
    void mayBeABareListOrJson() throws Exception {
      assertThat(say(model("- answer: a\n"), HISTORY)).isEqualTo("a");
      assertThat(say(model("[{\"answer\": \"a\"}]"), HISTORY)).isEqualTo("a");
      assertThat(say(model("default: a\n"), HISTORY)).isEqualTo("a");
    }

    @Test
    void thatDoNotFitSayWhoAskedWhat() throws Exception {
      var model = model("rules:\n- {node: other, answer: a}\n");

      assertThatThrownBy(() -> say(model, HISTORY))
          .isInstanceOfSatisfying(
              ModelException.class, problem -> assertThat(problem.code()).isEqualTo("not-found"))
          .hasMessage(
              "no rule of scripted.yaml answers node 'ask' (model 'gpt-4o'), whose prompt ends"
                  + " with 'How warm is it in Oslo?'; add a rule, or 'default:' with an answer");
    }

    @Test
    void withAPatternWithoutEndFailTheCall() throws Exception {
      var model = model("rules:\n- {pattern: '(.*a){25}b', answer: a}\n");

      assertThatThrownBy(() -> say(model, "user:\n" + "a".repeat(60) + "!"))
          .hasMessageStartingWith("scripted.yaml:2:13: the pattern takes too long");
    }

    @Test
    void withAPatternTooDeepFailTheCall() throws Exception {
      var model = model("rules:\n- {pattern: '(x|y)*z', answer: a}\n");

      assertThatThrownBy(() -> say(model, "user:\n" + "xy".repeat(500_000)))
          .isInstanceOf(ModelException.class);
    }

    private static String rule(String condition) {
      String entries =
          condition.startsWith("{") ? condition.substring(1, condition.length() - 1) : condition;
      return "rules:\n- {answer: 'yes', " + entries + "}\n";
    }
  }

  @Nested
  class Answers {

    @Test
    void areTemplates() throws Exception {
      var model =
          model(
              """
              rules:
              - last: 'in (?<city>\\w+)'
                answer: >-
                  {{match[1]}} {{named.city}} {{node}} {{model}} {{messages|length}}
                  {{messages[0].content}} {{last|upper}} {{parameters.temperature}} {{call}}
              """);

      assertThat(say(model, HISTORY))
          .isEqualTo("Oslo Oslo ask gpt-4o 2 Be brief. HOW WARM IS IT IN OSLO? 1.0 1");
    }

    @Test
    void doNotEvaluateWhatTheyPrint() throws Exception {
      var model = model("default: '{{last}}'\n");

      assertThat(say(model, "user:\n{{ 1 + 1 }}")).isEqualTo("{{ 1 + 1 }}");
    }

    @Test
    void mayBeACallOfAFunction() throws Exception {
      var model =
          model(
              """
              rules:
              - last: 'in (\\w+)'
                function_call: {name: weather, arguments: {city: '{{match[1]}}', days: 2}}
              """);

      ModelReply reply = model.call(offering("functions", HISTORY));

      assertThat(reply.finishReason()).isEqualTo("function_call");
      assertThat(Json.write(reply.output()))
          .isEqualTo(
              "{\"content\":null,\"refusal\":null,\"role\":\"assistant\",\"annotations\":null,"
                  + "\"audio\":null,\"function_call\":{\"arguments\":"
                  + "\"{\\\"city\\\":\\\"Oslo\\\",\\\"days\\\":2}\",\"name\":\"weather\"},"
                  + "\"tool_calls\":null}");
    }

    @Test
    void mayBeCallsOfTools() throws Exception {
      var model =
          model(
              """
              default:
                tool_calls:
                - {name: a, arguments: '{"x": 1}'}
                - {id: mine, type: function, function: {name: b, arguments: {}}}
              """);

      ModelReply reply = model.call(offering("tools", HISTORY));

      assertThat(reply.finishReason()).isEqualTo("tool_calls");
      assertThat(Json.write(reply.output()))
          .endsWith(
              "\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"arguments\":\"{\\\"x\\\":"
                  + " 1}\",\"name\":\"a\"},"
                  + "\"type\":\"function\"},{\"id\":\"mine\",\"function\":{\"arguments\":\"{}\","
                  + "\"name\":\"b\"},\"type\":\"function\"}]}");
    }

    @Test
    void mayBeAWholeMessage() throws Exception {
      var model = model("default: {message: {content: hi, refusal: 'no {{node}}'}}\n");

      var message = (Value.Mapping) model.call(offering("tools", HISTORY)).output();

      assertThat(message.entries())
          .containsEntry("content", Value.of("hi"))
          .containsEntry("refusal", Value.of("no ask"));
    }

    @Test
    void countTokensByTheirBytes() throws Exception {
      var model = model("default: 'Twelve bytes'\n");

      // 3 for the chat, 4 for each message, (9 + 3) / 4 and (23 + 3) / 4 for their texts
      assertThat(model.call(request(HISTORY)).usage())
          .isEqualTo(new TokenUsage(3 + 4 + 3 + 4 + 6, 3, 23, 0, 0));
    }

    @Test
    void saySomethingElseIfTold() throws Exception {
      var model =
          model(
              "default: {answer: a, usage: {prompt: 7, completion: 2, cached: 1},"
                  + " finish_reason: length, answers_as: big}\n");

      ModelReply reply = model.call(request(HISTORY));

      assertThat(reply)
          .isEqualTo(new ModelReply(Value.of("a"), "length", "big", new TokenUsage(7, 2, 9, 1, 0)));
    }

    @Test
    void completeAPrompt() throws Exception {
      var model = model("rules:\n- {pattern: 'Once', answer: '{{prompt}} a time'}\n");
      var asked =
          new ModelRequest(
              "tell",
              ModelApi.COMPLETION,
              List.of(),
              "Once upon",
              parameters("{}"),
              Duration.ofSeconds(5));

      assertThat(model.call(asked).output()).isEqualTo(Value.of("Once upon a time"));
    }

    @ParameterizedTest
    @CsvSource({"words,4", "lines,2", "characters,16", "whole,1"})
    void streamInPieces(String chunks, int count) throws Exception {
      var model =
          model(
              "chunks: %s\ndefault: \"It is\\n 20 °C now\"\n".formatted(chunks).replace("now", ""));
      var pieces = new ArrayList<String>();

      ModelReply reply = model.stream(request(HISTORY), pieces::add);

      assertThat(String.join("", pieces)).isEqualTo("It is\n 20 °C ");
      assertThat(reply.output()).isEqualTo(Value.of("It is\n 20 °C "));
      assertThat(pieces).hasSize(chunks.equals("characters") ? 13 : count);
    }
  }

  @Nested
  class Time {

    @Test
    void passesBeforeAnAnswer() throws Exception {
      var model = model("latency: 30ms\njitter: 5ms\nseed: 7\ndefault: a\n");

      long start = System.nanoTime();
      say(model, HISTORY);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(30), Duration.ofSeconds(5));
    }

    @Test
    void thatIsLongerThanTheCallMayTakeIsATimeout() throws Exception {
      var model = model("default: {answer: a, latency: 1m}\n");

      assertThatThrownBy(() -> model.call(request(HISTORY, Duration.ofMillis(20))))
          .isInstanceOfSatisfying(
              ModelException.class, problem -> assertThat(problem.code()).isEqualTo("timeout"));
    }

    @Test
    void endsWithTheThread() throws Exception {
      var model = model("default: {answer: a, latency: 1m}\n");

      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> model.call(request(HISTORY)))
          .isInstanceOf(InterruptedException.class);
    }
  }

  @Nested
  class Faults {

    @Test
    void thatPassAreTriedAgain() throws Exception {
      var model =
          model("rules:\n- {fault: rate-limited, retry_after: 1ms, times: 2}\n- answer: a\n");

      assertThat(say(model, HISTORY)).isEqualTo("a");
    }

    @Test
    void thatStayFailTheCall() throws Exception {
      var model = model("default: {fault: unavailable, retry_after: 1ms}\n");

      assertThatThrownBy(() -> say(model, HISTORY))
          .hasMessage(
              "the scripted model failed node 'ask' on demand (scripted.yaml:1:18): the service is"
                  + " not available (tried 4 times)");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "quota",
          "unauthorized",
          "not-found",
          "bad-request",
          "content-filter",
          "truncated",
          "bad-reply"
        })
    void thatDoNotPassAreNotTriedAgain(String code) throws Exception {
      var model = model("rules:\n- {fault: %s, times: 1}\n- answer: a\n".formatted(code));

      assertThatThrownBy(() -> say(model, HISTORY))
          .isInstanceOfSatisfying(
              ModelException.class,
              problem -> {
                assertThat(problem.code()).isEqualTo(code);
                assertThat(problem.isRetryable()).isFalse();
              });
    }

    @Test
    void mayBreakAStreamOff() throws Exception {
      var model = model("default: {answer: one two three four, fault: truncated}\n");
      var pieces = new ArrayList<String>();

      assertThatThrownBy(() -> model.stream(request(HISTORY), pieces::add))
          .isInstanceOf(ModelException.class);

      assertThat(pieces).containsExactly("one ", "two ");
    }
  }

  @Nested
  class RulesFiles {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        commentCharacter = '~',
        value = {
          "rules: 7 | scripted.yaml:1:8: 'rules' has to be a list",
          "rules: [7] | scripted.yaml:1:9: a rule has to be a mapping",
          "rules: [{node: a}] | what to answer is missing",
          "rules: [{nod: a, answer: b}] | 'nod' means nothing here. Did you mean 'node'?",
          "default: {anwser: b} | Did you mean 'answer'?",
          "rules: [{pattern: '(', answer: b}] | scripted.yaml:1:19: 'pattern' is no regular"
              + " expression",
          "default: {answer: b, latency: soon} | 'latency' has to be a time such as 250ms",
          "default: {fault: rate-limit} | Did you mean 'rate-limited'?",
          "default: {answer: '{{ x'} | the answer is no template",
          "rules: [{answers: [], node: a}] | 'answers' has to be a list",
          "rules: [{role: human, answer: b}] | 'role' has to be system",
          "chunks: bits | 'chunks' has to be words",
          "{} | the file has neither 'rules' nor 'default'",
          "# | scripted.yaml:1:1: the file holds no rules",
          "a: [ | scripted.yaml:1",
          "default: {answer: [1]} | 'answer' has to be a text",
          "default: {answer: b, usage: 7} | 'usage' has to be a mapping",
        })
    void thatAreWrongSayWhere(String content, String part) {
      assertThatThrownBy(() -> model(content))
          .isInstanceOfSatisfying(
              ModelException.class, problem -> assertThat(problem.code()).isEqualTo("bad-rules"))
          .hasMessageContaining(part);
    }

    @Test
    void thatAreMissingAreNamed() {
      assertThatThrownBy(() -> ScriptedModel.load(folder.resolve("none.yaml")))
          .hasMessageContaining("none.yaml' of the scripted model does not exist");
    }

    @Test
    void tellAllMistakesAtOnce() {
      assertThatThrownBy(() -> model("rules:\n- {nod: a, answer: b}\n- {node: a}\n"))
          .hasMessageContaining("scripted.yaml:2:4")
          .hasMessageContaining("scripted.yaml:3:3");
    }

    @Test
    void ofTheReferencePageAreRight() throws Exception {
      String page = Files.readString(Path.of("../docs/reference/scripted-model.md"));
      List<String> blocks =
          Pattern.compile("(?s)```yaml\n(.*?)```")
              .matcher(page)
              .results()
              .map(block -> block.group(1))
              .toList();

      assertThat(blocks).hasSize(2);
      var weather = model(blocks.get(1));
      assertThat(weather.call(offering("tools", HISTORY)).finishReason()).isEqualTo("tool_calls");
      assertThat(say(model(blocks.get(0)), HISTORY))
          .isEqualTo("I have no answer to \"How warm is it in Oslo?\".");
    }

    @Test
    void areOpenedByTheirConnection() throws Exception {
      Files.writeString(folder.resolve("scripted.yaml"), "default: a\n");
      var connection =
          new Connection(
              "s",
              ConnectionType.SCRIPTED,
              Map.of("rules", folder.resolve("scripted.yaml").toString()),
              Map.of());

      var model = new ScriptedProvider().open(connection, PATIENT).orElseThrow();

      assertThat(model.call(request(HISTORY)).output()).isEqualTo(Value.of("a"));
    }
  }

  private ScriptedModel model(String rules) throws IOException {
    Path file = folder.resolve("scripted.yaml");
    Files.writeString(file, rules);
    return ScriptedModel.load(file, PATIENT);
  }

  private static String say(ScriptedModel model, String prompt) {
    try {
      return model.call(request(prompt)).output() instanceof Value.Text(var text) ? text : "";
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static ModelRequest request(String prompt) {
    return request(prompt, Duration.ofSeconds(20));
  }

  private static ModelRequest request(String prompt, Duration limit) {
    return new ModelRequest(
        "ask",
        ModelApi.CHAT,
        ChatPrompt.parse(prompt),
        "",
        parameters("{\"model\":\"gpt-4o\",\"stop\":[\"a\"]}"),
        limit);
  }

  private static ModelRequest offering(String what, String prompt) {
    String function = "{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}";
    String offered =
        what.equals("tools")
            ? "{\"type\":\"function\",\"function\":%s}".formatted(function)
            : function;
    return new ModelRequest(
        "ask",
        ModelApi.CHAT,
        ChatPrompt.parse(prompt),
        "",
        parameters("{\"%s\":[%s]}".formatted(what, offered)),
        Duration.ofSeconds(5));
  }

  private static ModelParameters parameters(String json) {
    return ModelParameters.read(
        ModelApi.CHAT, new LinkedHashMap<>(((Value.Mapping) Json.read(json)).entries()));
  }
}
