package io.promptflow4j.evaluators.evaluation.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeToolsTest {

  @Nested
  class AScore {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '^',
        value = {
          "{\"reason\": \"fine\", \"score\": 4}                        | 4.0",
          "```json\\n{\"score\": \"4\", \"reason\": \"fine\"}\\n```     | 4.0",
          "Here it is: {\"score\": 2.0, \"reason\": \"so so\"}. Done.   | 2.0",
          "{\"score\": \"4/5\"}                                        | 4.0",
          "5                                                           | 5.0",
          " **3** \\n                                                  | 3.0",
          "4 stars                                                     | 4.0",
          "Score: 4                                                    | 4.0",
          "I gave score: 2 at first. After all, Score: 3.              | 3.0",
          "It has 2 flaws. Quality score: 4/5                          | 4.0",
          "Reasons are many.\\n# Result\\n3                            | 3.0",
          "The rating is **5**.                                        | 5.0",
          "I would give it 4 out of 5, because 12 facts hold.          | 4.0",
        })
    void isReadFromJsonAndFromProse(String reply, double score) throws Exception {
      assertThat(read(reply).get("score")).isEqualTo(Value.of(score));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "I can't judge that.",
          "It names 3 facts of the context.",
          "Score: 9",
          "Score: 10",
          "Score: 45",
          "Score: 3.5",
          "7/10",
          "{\"score\": 0}",
          "{\"score\": true}",
          "{\"score\": null, \"reason\": \"nothing to judge\"}",
          "{\"score\": [4]}",
          "{\"rating\": 4}",
          "{\"score\": NaN}",
        })
    void thatIsMissingOrOffTheScaleIsNotScoredAndSaysWhy(String reply) throws Exception {
      Value.Mapping reading = read(reply);

      assertThat(reading.get("is_scored")).isEqualTo(Value.Bool.FALSE);
      assertThat(reading.get("score")).isEqualTo(Value.Null.NULL);
      assertThat(((Value.Text) Objects.requireNonNull(reading.get("reason"))).text())
          .contains("judge");
    }

    @Test
    void keepsTheJudgesReason() throws Exception {
      assertThat(
              ToolBench.json(
                  "promptflow4j.judge.read",
                  """
                  {"reply": {"explanation": "says so", "quality": 0.25}, "min": 0, "max": 1,
                   "key": "quality"}
                  """))
          .isEqualTo(
              "{\"is_scored\":true,\"score\":0.25,\"reason\":\"says so\",\"ask_again\":false}");
    }

    @Test
    void isAskedForAgainOnlyWhereTheReplyWasUnreadable() throws Exception {
      assertThat(read("no idea").get("ask_again")).isEqualTo(Value.Bool.TRUE);
      assertThat(read("{\"score\": null, \"reason\": \"off topic\"}").get("ask_again"))
          .isEqualTo(Value.Bool.FALSE);
      assertThat(
              ToolBench.json(
                  "promptflow4j.judge.read",
                  "{\"reply\": null, \"missing\": \"context\", \"min\": 1, \"max\": 5}"))
          .isEqualTo(
              "{\"is_scored\":false,\"score\":null,"
                  + "\"reason\":\"not asked: nothing is given as context\",\"ask_again\":false}");
    }

    private static Value.Mapping read(String reply) throws Exception {
      var inputs = new LinkedHashMap<String, Value>();
      inputs.put("reply", Value.of(reply.replace("\\n", "\n")));
      inputs.put("min", Value.of(1));
      inputs.put("max", Value.of(5));
      inputs.put("whole", Value.Bool.TRUE);
      String json = Json.write(new Value.Mapping(inputs));
      return (Value.Mapping) ToolBench.call("promptflow4j.judge.read", json).value();
    }
  }

  @Nested
  class ALabel {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '^',
        value = {
          "{\"label\": \"PASS\", \"reason\": \"ok\"} | pass",
          "{\"verdict\": \"fail\"}                  | fail",
          "Pass.                                    | pass",
          "It does not fail at all.\\nPass          | pass",
          "Verdict: **fail**, as pass needs more    | fail",
          "This is clearly a pass                   | pass",
        })
    void isReadFromJsonAndFromProse(String reply, String label) throws Exception {
      assertThat(verdict(reply).get("label")).isEqualTo(Value.of(label));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "maybe", "pass or fail, who knows", "{\"label\": \"both\"}", "passable"})
    void thatIsNoneOrSeveralIsNotScored(String reply) throws Exception {
      assertThat(verdict(reply).get("is_scored")).isEqualTo(Value.Bool.FALSE);
    }

    private static Value.Mapping verdict(String reply) throws Exception {
      var inputs = new LinkedHashMap<String, Value>();
      inputs.put("reply", Value.of(reply.replace("\\n", "\n")));
      inputs.put("labels", Json.read("[\"pass\", \"fail\"]"));
      String json = Json.write(new Value.Mapping(inputs));
      return (Value.Mapping) ToolBench.call("promptflow4j.judge.verdict", json).value();
    }
  }

  @Nested
  class Settling {

    @Test
    void takesTheFirstReadingIfItIsScored() throws Exception {
      assertThat(
              settle(
                  """
                  {"first": {"is_scored": true, "score": 4.0, "reason": "ok"}, "again": null,
                   "min": 1, "max": 5}
                  """))
          .isEqualTo("{\"score\":4.0,\"reason\":\"ok\",\"tries\":1}");
    }

    @Test
    void readsTheSecondReplyIfItIsNot() throws Exception {
      assertThat(
              settle(
                  """
                  {"first": {"is_scored": false, "score": null, "reason": "no score"},
                   "again": "{\\"score\\": 2, \\"reason\\": \\"thin\\"}", "min": 1, "max": 5}
                  """))
          .isEqualTo("{\"score\":2.0,\"reason\":\"thin\",\"tries\":2}");
    }

    @Test
    void leavesARowNotScoredAfterTwoTries() throws Exception {
      assertThat(
              settle(
                  """
                  {"first": {"is_scored": false, "score": null, "reason": "no score"},
                   "again": "Score: 7", "min": 1, "max": 5}
                  """))
          .isEqualTo(
              "{\"score\":null,\"reason\":\"the judge gave 7, which is not from 1 to"
                  + " 5\",\"tries\":2}");
    }

    @Test
    void knowsLabelsToo() throws Exception {
      assertThat(
              settle(
                  """
                  {"first": {"is_scored": false, "label": null, "reason": "?"}, "again": "Fail",
                   "labels": ["pass", "fail"]}
                  """))
          .isEqualTo("{\"label\":\"fail\",\"reason\":\"Fail\",\"tries\":2}");
    }

    private static String settle(String inputs) throws Exception {
      return ToolBench.json("promptflow4j.judge.settle", inputs);
    }
  }
}
