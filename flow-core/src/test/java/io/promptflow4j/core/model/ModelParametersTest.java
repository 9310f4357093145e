package io.promptflow4j.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Defaults and conversions are those of prompt flow's `aoai.py` and `openai.py` of May 2026.
class ModelParametersTest {

  private static final String FUNCTION =
      "{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}";

  @Nested
  class Chat {

    @Test
    void sendsTheDefaultsOfTheOriginal() {
      assertThat(chat("{}")).isEqualTo("{\"temperature\":1.0,\"top_p\":1.0}");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"temperature\":\"0.7\"} | \"temperature\":0.7",
          "{\"temperature\":0} | \"temperature\":0.0",
          "{\"temperature\":\"0.00000001\"} | \"temperature\":1.0E-8",
          "{\"max_tokens\":\"256\"} | \"max_tokens\":256",
          "{\"max_tokens\":\"256.0\"} | \"max_tokens\":256",
          "{\"max_tokens\":2.9} | \"max_tokens\":2",
          "{\"max_tokens\":0} | \"max_tokens\":0",
          "{\"stop\":\"END\"} | \"stop\":\"END\"",
          "{\"stop\":[\"a\",\"b\"]} | \"stop\":[\"a\",\"b\"]",
          "{\"stop\":\"[\\\"a\\\"]\"} | \"stop\":[\"a\"]",
          "{\"stop\":\"[a\"} | \"stop\":\"[a\"",
          "{\"logit_bias\":\"{\\\"50256\\\": -100}\"} | \"logit_bias\":{\"50256\":-100}",
          "{\"presence_penalty\":0} | \"presence_penalty\":0.0",
          "{\"frequency_penalty\":\"-1\"} | \"frequency_penalty\":-1.0",
          "{\"seed\":\"42\"} | \"seed\":42",
          "{\"n\":\"2\"} | \"n\":2",
          "{\"user\":7} | \"user\":\"7\"",
          "{\"response_format\":{\"type\":\"json_object\"}} |"
              + " \"response_format\":{\"type\":\"json_object\"}",
          "{\"response_format\":\"{\\\"type\\\":\\\"text\\\"}\"} |"
              + " \"response_format\":{\"type\":\"text\"}",
          "{\"response_format\":\"json_object\"} | \"response_format\":{\"type\":\"json_object\"}",
          "{\"top_k\":5} | \"top_k\":5",
          "{\"extra_body\":{\"top_k\":5,\"seed\":\"1\"}} | \"seed\":1",
        })
    void convertsWhatIsGiven(String inputs, String part) {
      assertThat(chat(inputs)).contains(part);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"stop\":\"\",\"logit_bias\":\"\",\"max_tokens\":null,\"seed\":\" \"}",
          "{\"stop\":[],\"logit_bias\":{},\"functions\":[],\"tools\":\"[]\"}",
          "{\"max_tokens\":\"inf\"}",
          "{\"max_tokens\":Infinity}",
          "{\"temperature\":\"\",\"top_p\":null}",
          "{\"response_format\":\"\",\"user\":\"\",\"extra_body\":{}}",
          "{\"function_call\":\"auto\",\"tool_choice\":{\"x\":1}}",
          "{\"stream\":true,\"detail\":\"\"}",
        })
    void leavesOutWhatIsEmpty(String inputs) {
      assertThat(chat(inputs)).isEqualTo("{\"temperature\":1.0,\"top_p\":1.0}");
    }

    @Test
    void sendsNoDefaultsToAReasoningModel() {
      assertThat(chat("{\"max_completion_tokens\":\"500\",\"reasoning_effort\":\"low\"}"))
          .isEqualTo("{\"max_completion_tokens\":500,\"reasoning_effort\":\"low\"}");
    }

    @Test
    void offersFunctionsGivenAsAListOrAsJsonText() {
      String list = "{\"functions\":[" + FUNCTION + "]}";
      String text =
          "{\"functions\":%s,\"function_call\":\"{\\\"name\\\":\\\"f\\\"}\"}"
              .formatted(Json.write(Value.of("[\r\n" + FUNCTION + "\r\n]\r\n")));

      assertThat(chat(list))
          .contains("\"functions\":[" + FUNCTION + "],\"function_call\":\"auto\"");
      assertThat(chat(text))
          .contains("\"functions\":[" + FUNCTION + "],\"function_call\":{\"name\":\"f\"}");
      assertThat(read(ModelApi.CHAT, list).offersTools()).isTrue();
    }

    @Test
    void prefersToolsToFunctions() {
      String tool = "{\"type\":\"function\",\"function\":" + FUNCTION + "}";

      assertThat(chat("{\"functions\":[" + FUNCTION + "],\"tools\":[" + tool + "]}"))
          .endsWith("\"tools\":[" + tool + "],\"tool_choice\":\"auto\"}");
    }

    @Test
    void leavesToolsOfOtherKindsToTheService() {
      assertThat(chat("{\"tools\":[{\"type\":\"web_search\"}],\"tool_choice\":\"required\"}"))
          .contains("\"tools\":[{\"type\":\"web_search\"}],\"tool_choice\":\"required\"");
    }

    @Test
    void takesTheDeploymentBeforeTheModel() {
      var both = read(ModelApi.CHAT, "{\"deployment_name\":\"d\",\"model\":\"m\"}");
      var blank = read(ModelApi.CHAT, "{\"deployment_name\":\"\",\"model\":\"m\"}");

      assertThat(both.model()).contains("d");
      assertThat(both.settings()).containsEntry("model", Value.of("m"));
      assertThat(blank.model()).contains("m");
      assertThat(blank.settings()).doesNotContainKey("model");
    }
  }

  @Nested
  class Completion {

    @Test
    void sendsTheDefaultsOfTheOriginal() {
      assertThat(completion("{}"))
          .isEqualTo(
              "{\"temperature\":1.0,\"top_p\":1.0,\"n\":1,\"max_tokens\":16,\"echo\":false,"
                  + "\"best_of\":1}");
    }

    @Test
    void convertsWhatIsGiven() {
      assertThat(
              completion(
                  "{\"echo\":\"False\",\"logprobs\":\"\",\"suffix\":\"\",\"best_of\":\"3\","
                      + "\"max_tokens\":\"5\",\"stop\":\"\"}"))
          .isEqualTo(
              "{\"temperature\":1.0,\"top_p\":1.0,\"n\":1,\"max_tokens\":5,\"echo\":false,"
                  + "\"best_of\":3}");
      assertThat(completion("{\"logprobs\":0}")).doesNotContain("logprobs");
      assertThat(completion("{\"logprobs\":\"2\",\"suffix\":\"!\"}"))
          .contains("\"logprobs\":2")
          .contains("\"suffix\":\"!\"");
    }
  }

  @Nested
  class Mistakes {

    @Test
    void areToldAllAtOnce() {
      assertThatThrownBy(
              () -> read(ModelApi.CHAT, "{\"temperature\":\"warm\",\"max_tokens\":\"many\"}"))
          .isInstanceOfSatisfying(
              ModelException.class,
              refused -> assertThat(refused.code()).isEqualTo("bad-parameter"))
          .hasMessage(
              "parameter 'temperature' has to be a number, but 'warm' is not a number; parameter"
                  + " 'max_tokens' has to be a whole number, but 'many' is not a whole number");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"functions\":\"str\"} | parameter 'functions' has to be a list or one as JSON text,"
              + " but it is no JSON",
          "{\"functions\":{\"a\":1}} | has to be a list or one as JSON text, but it is {'a': 1}",
          "{\"functions\":[\"str\"]} | function 1 has to be a mapping with 'name' and 'parameters',"
              + " but it is 'str'",
          "{\"functions\":[{\"parameters\":{}}]} | function 1 has no 'name'",
          "{\"functions\":[{\"name\":\"f\"}]} | function 1 ('f') needs 'parameters', a JSON schema",
          "{\"functions\":[{\"name\":\"f\",\"parameters\":\"p\"}]} | function 1 ('f') needs"
              + " 'parameters'",
          "{\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"int\",\"properties\":{}}}]} |"
              + " need 'type: object'",
          "{\"functions\":[{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":[]}}]}"
              + " | need 'properties', a mapping",
          "{\"tools\":[\"str\"]} | tool 1 has to be a mapping",
          "{\"tools\":[{\"function\":{}}]} | tool 1 has no 'type'",
          "{\"tools\":[{\"type\":\"function\"}]} | tool 1 has to be a mapping with 'name' and"
              + " 'parameters', but it is missing",
          "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":1}}]} |"
              + " tool 1 ('f') needs 'parameters'",
          "{\"tools\":[{\"type\":\"x\"}],\"tool_choice\":\"maybe\"} | parameter 'tool_choice' has"
              + " to be 'auto'",
          "{\"tools\":[{\"type\":\"x\"}],\"tool_choice\":{\"type\":\"function\"}} | parameter"
              + " 'tool_choice' has to be",
          "{\"logit_bias\":\"x\"} | parameter 'logit_bias' has to be a mapping or one as JSON text,"
              + " but it is 'x'",
          "{\"response_format\":\"xml\"} | parameter 'response_format' has to be a mapping",
        })
    void sayWhatWasExpected(String inputs, String part) {
      assertThatThrownBy(() -> read(ModelApi.CHAT, inputs)).hasMessageContaining(part);
    }

    @Test
    void inFunctionCallSayWhatWasExpected() {
      assertThatThrownBy(() ->
              read(
                  ModelApi.CHAT,
                  "{\"functions\":[%s],\"function_call\":\"123\"}".formatted(FUNCTION)))
          .hasMessageContaining("parameter 'function_call' has to be 'auto', 'none' or a mapping");
    }
  }

  private static String chat(String inputs) {
    return Json.write(new Value.Mapping(read(ModelApi.CHAT, inputs).settings()));
  }

  private static String completion(String inputs) {
    return Json.write(new Value.Mapping(read(ModelApi.COMPLETION, inputs).settings()));
  }

  private static ModelParameters read(ModelApi api, String inputs) {
    return ModelParameters.read(
        api, new LinkedHashMap<>(((Value.Mapping) Json.read(inputs)).entries()));
  }
}
