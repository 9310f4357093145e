package io.promptflow4j.evaluators.evaluation.judging;

import static io.promptflow4j.evaluators.evaluation.judging.JudgeRun.output;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What single judges make of what their model says.
class JudgementsTest {

  private static final Map<String, String> ROW =
      Map.of(
          "question", "How high is it?",
          "answer", "2962 m, in Bavaria.",
          "context", "It is 2962 m high.",
          "ground_truth", "2962 m",
          "answer_a", "2962 m",
          "answer_b", "about 3 km",
          "criteria", "brevity");

  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  @TempDir Path scratch;

  private FlowResult judged(String name, String rules) {
    FlowResult result = JudgeRun.of(name, scratch, rules).on(ROW);
    assertThat(result.status()).as("%s", result.failure()).isEqualTo(FlowResult.Status.COMPLETED);
    return result;
  }

  private static double number(FlowResult result, String name) {
    return switch (output(result, name)) {
      case Value.Decimal(var number) -> number;
      case Value.Whole(var number) -> number.doubleValue();
      case Value other -> throw new AssertionError(name + " is " + other);
    };
  }

  @Test
  void faithfulnessIsTheShareOfSupportedClaims() {
    FlowResult result =
        judged(
            "faithfulness",
            """
            default: |-
              Here you are:
              ```json
              {"claims": [{"claim": "It is 2962 m high", "reason": "stated", "supported": true},
                          {"claim": "It is in Bavaria", "reason": "absent", "supported": false}]}
              ```
            """);

    assertThat(number(result, "faithfulness")).isEqualTo(0.5);
    assertThat(output(result, "faithfulness_reason"))
        .isEqualTo(Value.of("1 of 2 hold; not: It is in Bavaria (absent)"));
  }

  @Test
  void anAnswerThatClaimsNothingIsNotScoredForFaithfulness() {
    FlowResult result = judged("faithfulness", "default: '{\"claims\": []}'");

    assertThat(output(result, "faithfulness")).isEqualTo(Value.Null.NULL);
    assertThat(output(result, "faithfulness_reason"))
        .isEqualTo(Value.of("the judge found nothing to assess"));
  }

  @ParameterizedTest
  @CsvSource({
    "'[true, false, true]', 0.8333333333333333", // (1/1 + 2/3) / 2
    "'[false, false, true]', 0.3333333333333333",
    "'[true, true, false]', 1",
    "'[false]', 0"
  })
  void contextPrecisionIsTheAveragePrecisionOfTheRanking(String useful, double expected) {
    FlowResult result =
        judged(
            "context_precision",
            """
            default: |-
              {"documents": [{%% for useful in %s %%}{{ "," if not loop.first }}
                {"document": {{ loop.index }}, "useful": {{ useful | tojson }}}{%% endfor %%}]}
            """
                .formatted(useful));

    assertThat(number(result, "context_precision")).isCloseTo(expected, CLOSE);
  }

  @Test
  void answerCorrectnessIsTheF1OfItsStatements() {
    FlowResult result =
        judged(
            "answer_correctness",
            """
            default: |-
              {"statements": [{"statement": "2962 m", "kind": "right"},
                {"statement": "in Bavaria", "kind": "wrong"}, {"statement": "a", "kind": "missing"}]}
            """);

    assertThat(number(result, "answer_correctness")).isEqualTo(0.5); // 1 / (1 + (1 + 1) / 2)
  }

  @Test
  void aListWithAnItemThatCantBeReadIsNotCountedInPart() {
    FlowResult result =
        judged(
            "faithfulness",
            "default: '{\"claims\": [{\"claim\": \"a\", \"supported\": true}, {\"claim\":"
                + " \"b\"}]}'");

    assertThat(output(result, "faithfulness")).isEqualTo(Value.Null.NULL);
    assertThat(output(result, "faithfulness_reason"))
        .isEqualTo(Value.of("item 2 of 'claims' has no finding 'supported'"));
  }

  @Nested
  class OfPairs {

    @Test
    void theAnswerThatIsBetterInBothOrdersWins() {
      FlowResult result =
          judged(
              "pairwise",
              """
              rules:
              - last: 'first answer⟧\\n2962 m\\n'
                answer: '{"reason": "exact", "label": "first"}'
              default: '{"reason": "exact", "label": "second"}'
              """);

      assertThat(output(result, "winner")).isEqualTo(Value.of("answer_a"));
      assertThat(output(result, "agreed")).isEqualTo(Value.Bool.TRUE);
      assertThat(result.metrics().get("a_wins")).isEqualTo(Value.of(1.0));
      assertThat(result.metrics().get("b_wins")).isEqualTo(Value.of(0.0));
    }

    @Test
    void aJudgeThatPrefersAPlaceMakesATie() {
      FlowResult result = judged("pairwise", "default: '{\"reason\": \"\", \"label\": \"first\"}'");

      assertThat(output(result, "winner")).isEqualTo(Value.of("tie"));
      assertThat(output(result, "agreed")).isEqualTo(Value.Bool.FALSE);
      assertThat(result.metrics().get("order_agreement")).isEqualTo(Value.of(0.0));
    }

    @Test
    void aVerdictInOneOrderOnlyIsNone() {
      FlowResult result =
          judged(
              "pairwise",
              """
              rules:
              - node: judge_ab
                answer: '{"reason": "exact", "label": "first"}'
              default: no idea
              """);

      assertThat(output(result, "winner")).isEqualTo(Value.Null.NULL);
      assertThat(result.metrics().get("a_wins")).isNull();
      assertThat(result.metrics().get("a_wins.not_scored")).isEqualTo(Value.of(1));
    }
  }

  @Nested
  class OfJuries {

    private static final String VOTES =
        """
        rules:
        - {node: judge_one, answer: '{"reason": "short", "score": 5}'}
        - {node: judge_two, answer: '{"reason": "long", "score": 2}'}
        - {node: judge_three, answer: '%s'}
        default: no idea
        """;

    @Test
    void theMedianCountsAndTheSpreadIsKept() {
      FlowResult result = judged("jury", VOTES.formatted("{\"reason\": \"well\", \"score\": 4}"));

      assertThat(number(result, "jury")).isEqualTo(4);
      assertThat(number(result, "jury_spread")).isEqualTo(3);
      assertThat(output(result, "jury_reason"))
          .isEqualTo(Value.of("judge 1, 5.0: short\njudge 2, 2.0: long\njudge 3, 4.0: well"));
    }

    @Test
    void twoOfThreeAreEnough() {
      FlowResult result = judged("jury", VOTES.formatted("no idea"));

      assertThat(number(result, "jury")).isEqualTo(3.5);
      assertThat(number(result, "jury_votes")).isEqualTo(2);
    }
  }

  @Test
  void ownCriteriaReachTheJudgeWithTheirScale() {
    FlowResult result =
        judged(
            "rubric",
            """
            rules:
            - system: 'brevity(.|\\n)*"score": a whole number from 1 to 5'
              answer: '{"reason": "short", "score": 5}'
            default: no idea
            """);

    assertThat(number(result, "rubric")).isEqualTo(5);
  }
}
