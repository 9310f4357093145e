package io.promptflow4j.evaluators.metric.matching;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMatchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\": 1, \"b\": [1, 2]} | {\"b\": [1, 2], \"a\": 1} | 1 | 1",
        "[1, 2] | [2, 1] | 0 | 1",
        "[1, 1, 2] | [1, 2, 2] | 0 | 0",
        "[[1, 2], [3]] | [[3], [2, 1]] | 0 | 1",
        "1 | 1.0 | 1 | 1",
        "{\"a\": 0.30000000000000004} | {\"a\": 0.3} | 0 | 1",
        "{\"a\": null} | {} | 0 | 0",
        "\"1\" | 1 | 0 | 0",
        "true | 1 | 0 | 0",
        "not json | {} | 0 | 0",
      })
  void valuesAreComparedWithAndWithoutOrderAndTolerance(
      String answer, String reference, double exact, double lenient) {
    assertScored(JsonMatch.EXACT.score(answer, reference), exact);
    assertScored(JsonMatch.LENIENT.score(answer, reference), lenient);
  }

  @Test
  void aReferenceThatIsNoJsonIsNotScored() {
    assertNotScored(JsonMatch.EXACT.score("{}", "{"));
  }

  @Test
  void itemsWithinATolerancePairUpEvenIfTheFirstChoiceIsTaken() {
    var near = new JsonMatch(true, new NumberMatch(1, 0, NumberMatch.Place.WHOLE));

    assertThat(near.areEqual(Json.read("[1, 2]"), Json.read("[2, 0]"))).isTrue();
    assertThat(near.areEqual(Json.read("[1, 2]"), Json.read("[4, 0]"))).isFalse();
  }

  @Test
  void aValueIsComparedAtAPlace() {
    Value answer = Json.read("{\"items\": [{\"name\": \"x\"}, {\"a key\": 2}]}");
    JsonPath name = JsonPath.of("$.items[0].name").orElseThrow();
    JsonPath last = JsonPath.of("items[-1]['a key']").orElseThrow();

    assertScored(JsonMatch.EXACT.scoreAt(name, answer, answer), 1);
    assertScored(JsonMatch.EXACT.scoreAt(last, answer, answer), 1);
    assertScored(JsonMatch.EXACT.scoreAt(name, Value.Mapping.EMPTY, answer), 0);
    assertNotScored(JsonMatch.EXACT.scoreAt(name, answer, Value.Mapping.EMPTY));
    assertThat(JsonPath.of("$").orElseThrow().in(answer)).contains(answer);
    assertThat(last).hasToString("$['items'][-1]['a key']");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$.a[", "a[*]", "a..b", "a[x]", "$.['a'"})
  void whatIsNoPathIsNotRead(String text) {
    assertThat(JsonPath.of(text)).isEmpty();
  }

  @Test
  void listsAreComparedInOrderInAnyOrderAndByOverlap() {
    List<Value> found = List.of(Value.of(1), Value.of(2), Value.of(2));
    List<Value> expected = List.of(Value.of(2), Value.of(1), Value.of(2));
    List<Value> fewer = List.of(Value.of(2), Value.of(3));

    assertScored(ListMatch.EXACT.inOrder(found, found), 1);
    assertScored(ListMatch.EXACT.inOrder(found, expected), 0);
    assertScored(ListMatch.EXACT.inAnyOrder(found, expected), 1);
    assertScored(ListMatch.EXACT.inAnyOrder(found, fewer), 0);
    assertScored(ListMatch.EXACT.overlap(found, fewer).precision(), 1.0 / 3);
    assertScored(ListMatch.EXACT.overlap(found, fewer).recall(), 0.5);
    assertScored(ListMatch.jaccard(found, fewer), 1.0 / 3);
    assertNotScored(ListMatch.jaccard(List.of(), List.of()));
    assertNotScored(ListMatch.EXACT.overlap(found, List.of()).f1());
  }
}
