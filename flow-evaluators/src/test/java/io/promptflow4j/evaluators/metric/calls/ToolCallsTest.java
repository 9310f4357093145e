package io.promptflow4j.evaluators.metric.calls;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.validity.Validity;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expected values were counted by hand; the calls are few enough.
class ToolCallsTest {

  private static final List<ToolCall> EXPECTED =
      calls(
          """
          [{"name": "search", "arguments": {"query": "weather", "limit": 3}},
           {"name": "search", "arguments": {"query": "news"}},
           {"name": "mail", "arguments": {"to": "a@example.org"}}]
          """);

  private static List<ToolCall> calls(String json) {
    ToolCallReading reading = ToolCallReader.read(json);
    assertThat(reading).isInstanceOf(ToolCallReading.Calls.class);
    return ((ToolCallReading.Calls) reading).calls();
  }

  private static void check(PrecisionRecall scores, double precision, double recall, double f1) {
    assertScored(scores.precision(), precision);
    assertScored(scores.recall(), recall);
    assertScored(scores.f1(), f1);
  }

  @Nested
  class Reading {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "[{\"id\": \"c1\", \"type\": \"function\", \"function\": {\"name\": \"f\","
              + " \"arguments\": \"{\\\"a\\\": 1}\"}}]",
          "{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"type\": \"function\","
              + " \"function\": {\"name\": \"f\", \"arguments\": \"{\\\"a\\\": 1}\"}}]}",
          "{\"function_call\": {\"name\": \"f\", \"arguments\": \"{\\\"a\\\": 1}\"}}",
          "[{\"type\": \"text\", \"text\": \"…\"}, {\"type\": \"tool_use\", \"id\": \"t\","
              + " \"name\": \"f\", \"input\": {\"a\": 1}}]",
          "{\"role\": \"assistant\", \"content\": [{\"type\": \"tool_use\", \"name\": \"f\","
              + " \"input\": {\"a\": 1}}]}",
          "{\"name\": \"f\", \"arguments\": {\"a\": 1}}",
          "[{\"tool\": \"f\", \"args\": {\"a\": 1}}]",
          "[{\"tool_name\": \"f\", \"parameters\": {\"a\": 1}}]"
        })
    void eachFormGivesTheSameCall(String json) {
      assertThat(calls(json))
          .containsExactly(new ToolCall("f", (Value.Mapping) Json.read("{\"a\": 1}")));
    }

    @Test
    void noCallsAndNoArgumentsAreLegal() {
      assertThat(calls("null")).isEmpty();
      assertThat(calls("{\"role\": \"assistant\", \"content\": \"hi\"}")).isEmpty();
      assertThat(calls("[{\"name\": \"now\"}, {\"name\": \"now\", \"arguments\": \"\"}]"))
          .containsOnly(new ToolCall("now", Value.Mapping.EMPTY));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "[ | no JSON",
          "\"text\" | list of calls",
          "[1] | call 1 is no mapping",
          "[{\"arguments\": {}}] | no name",
          "[{\"name\": \"f\", \"arguments\": \"{\"}] | arguments of 'f' are no JSON",
          "[{\"name\": \"f\", \"arguments\": \"[1]\"}] | arguments of 'f' are no mapping",
          "[{\"name\": \"f\", \"arguments\": 3}] | arguments of 'f' are no mapping"
        })
    void whatCannotBeReadSaysWhy(String json, String why) {
      assertThat(ToolCallReader.read(json))
          .isInstanceOfSatisfying(
              ToolCallReading.Unreadable.class,
              unreadable -> assertThat(unreadable.why()).contains(why));
    }
  }

  @Nested
  class Matching {

    @Test
    void equalCallsInAnotherOrderMatchFully() {
      List<ToolCall> reversed = EXPECTED.reversed();

      check(ToolCallMatch.LENIENT.names(reversed, EXPECTED), 1, 1, 1);
      check(ToolCallMatch.LENIENT.calls(reversed, EXPECTED), 1, 1, 1);
      check(ToolCallMatch.LENIENT.arguments(reversed, EXPECTED), 1, 1, 1);
    }

    @Test
    void aWrongArgumentCostsTheCallButNotTheRestOfIt() {
      List<ToolCall> found =
          calls(
              """
              [{"name": "search", "arguments": {"query": "news"}},
               {"name": "search", "arguments": {"query": "weather", "limit": 5}}]
              """);

      check(ToolCallMatch.LENIENT.names(found, EXPECTED), 1, 2.0 / 3, 0.8);
      check(ToolCallMatch.LENIENT.calls(found, EXPECTED), 0.5, 1.0 / 3, 0.4);
      check(ToolCallMatch.LENIENT.arguments(found, EXPECTED), 0.8, 4.0 / 7, 2.0 / 3);
    }

    @Test
    void aCallTooOftenCostsPrecision() {
      List<ToolCall> found =
          calls("[{\"name\": \"mail\", \"arguments\": {}}, {\"name\": \"mail\"}]");

      check(ToolCallMatch.LENIENT.names(found, EXPECTED), 0.5, 1.0 / 3, 0.4);
    }

    @Test
    void numbersAndListsAreComparedAsWanted() {
      List<ToolCall> some = calls("[{\"name\": \"f\", \"arguments\": {\"a\": [1, 0.3]}}]");
      List<ToolCall> other =
          calls("[{\"name\": \"f\", \"arguments\": {\"a\": [0.30000000000000004, 1.0]}}]");

      check(ToolCallMatch.LENIENT.calls(some, other), 1, 1, 1);
      check(ToolCallMatch.EXACT.calls(some, other), 0, 0, 0);
    }

    @Test
    void noCallIsWrongWhereOneWasExpectedAndNotScoredWhereNoneWas() {
      check(ToolCallMatch.LENIENT.calls(List.of(), EXPECTED), 0, 0, 0);
      assertNotScored(ToolCallMatch.LENIENT.calls(EXPECTED, List.of()).f1());
      assertNotScored(ToolCallMatch.LENIENT.arguments(List.of(), List.of()).f1());
    }
  }

  @Nested
  class Order {

    @ParameterizedTest
    @CsvSource({
      "abc, abc, 1, 1, 1, 1",
      "axbyc, abc, 0, 1, 1, 1",
      "cba, abc, 0, 0, 1, 0.3333333333333333",
      "ab, abc, 0, 0, 0, 0.6666666666666666",
      "abab, aab, 0, 1, 1, 1",
      "x, abc, 0, 0, 0, 0"
    })
    void isExactInOrderAnyOrderOrAShare(
        String found, String expected, double exact, double inOrder, double any, double share) {
      List<ToolCall> some = named(found);
      List<ToolCall> others = named(expected);

      assertScored(ToolOrder.OF_NAMES.exact(some, others), exact);
      assertScored(ToolOrder.OF_NAMES.inOrder(some, others), inOrder);
      assertScored(ToolOrder.OF_NAMES.inAnyOrder(some, others), any);
      assertScored(ToolOrder.OF_NAMES.share(some, others), share);
    }

    @Test
    void canCountArgumentsToo() {
      List<ToolCall> swapped = List.of(EXPECTED.get(1), EXPECTED.get(0), EXPECTED.get(2));

      assertScored(ToolOrder.OF_NAMES.exact(swapped, EXPECTED), 1);
      assertScored(ToolOrder.OF_CALLS.exact(swapped, EXPECTED), 0);
      assertScored(ToolOrder.OF_CALLS.share(swapped, EXPECTED), 2.0 / 3);
    }

    @Test
    void noCallWhereNoneWasExpectedIsExact() {
      assertScored(ToolOrder.OF_NAMES.exact(List.of(), List.of()), 1);
      assertScored(ToolOrder.OF_NAMES.exact(EXPECTED, List.of()), 0);
      assertNotScored(ToolOrder.OF_NAMES.share(EXPECTED, List.of()));
    }

    private static List<ToolCall> named(String letters) {
      return letters
          .chars()
          .mapToObj(letter -> new ToolCall(Character.toString(letter), Value.Mapping.EMPTY))
          .toList();
    }
  }

  @Nested
  class Declarations {

    private final DeclaredTools tools =
        new DeclaredTools(
            Json.read(
                """
                [{"type": "function", "function": {"name": "search", "parameters":
                   {"type": "object", "required": ["query"],
                    "properties": {"query": {"type": "string"}, "limit": {"type": "integer"}},
                    "additionalProperties": false}}},
                 {"name": "mail", "input_schema": {"type": "object", "required": ["to"]}},
                 {"name": "now"}]
                """));

    @Test
    void callsThatFitAreValid() {
      assertThat(tools.check(new ToolCallReading.Calls(EXPECTED)).isValid()).isTrue();
      assertThat(tools.check(ToolCallReader.read("{\"name\": \"now\"}")).isValid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "{\"name\": \"find\"} | no tool is named 'find'",
          "{\"name\": \"search\", \"arguments\": {}} | required property 'query'",
          "{\"name\": \"search\", \"arguments\": {\"query\": \"x\", \"limit\": \"3\"}} | integer",
          "{\"name\": \"search\", \"arguments\": {\"query\": \"x\", \"page\": 1}} | 'page'",
          "{\"name\": \"mail\"} | 'to'",
          "[] | there is no call",
          "{ | no JSON"
        })
    void callsThatDoNotFitSayWhy(String json, String why) {
      assertThat(tools.check(ToolCallReader.read(json)))
          .isInstanceOfSatisfying(
              Validity.Invalid.class, invalid -> assertThat(invalid.why()).contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[{}]", "[1]", "[{\"name\": \"f\", \"parameters\": 3}]"})
    void whatDeclaresNoToolsIsRefused(String json) {
      assertThatThrownBy(() -> new DeclaredTools(Json.read(json)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
