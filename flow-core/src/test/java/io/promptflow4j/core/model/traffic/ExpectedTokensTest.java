package io.promptflow4j.core.model.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ExpectedTokensTest {

  private static ModelRequest request(
      SequencedMap<String, Value> settings, ChatMessage.Part... parts) {
    return new ModelRequest(
        "ask",
        ModelApi.CHAT,
        List.of(
            new ChatMessage(
                ChatMessage.Role.USER,
                Optional.empty(),
                List.of(parts),
                Optional.empty(),
                Optional.empty())),
        "",
        new ModelParameters(Optional.empty(), settings),
        Duration.ofMinutes(1));
  }

  @Test
  void aPictureCountsAsASmallOneHoweverManyBytesItHas() {
    var image = new Value.Image("image/png", new ImageContent.Inline(new byte[3_000_000]));

    long tokens =
        ExpectedTokens.of(
            request(
                new LinkedHashMap<>(),
                new ChatMessage.Part.Text("x".repeat(400)),
                new ChatMessage.Part.Picture(image)));

    assertThat(tokens).isBetween(185L, 190L); // 400 / 4 + 85, and what is around a message
  }

  @Test
  void theLimitOfTheAnswerIsBesideThePrompt() {
    var settings = new LinkedHashMap<String, Value>();
    settings.put("max_tokens", Value.of(1000));
    ModelRequest request = request(settings, new ChatMessage.Part.Text("x".repeat(400)));

    assertThat(ExpectedTokens.answer(request)).isEqualTo(1000);
    assertThat(ExpectedTokens.prompt(request)).isBetween(100L, 105L);
    assertThat(ExpectedTokens.of(request)).isEqualTo(ExpectedTokens.prompt(request) + 1000);
  }

  @Test
  void toolsThatAreOfferedCountAsTheyAreSent() {
    String tools =
        """
        [{"type": "function", "function": {"name": "weather", "description": "%s",
          "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]
        """
            .formatted("what it is like outside ".repeat(100));
    var settings = new LinkedHashMap<String, Value>();
    settings.put("tools", Json.read(tools));

    long tokens = ExpectedTokens.of(request(settings, new ChatMessage.Part.Text("hi")));

    assertThat(tokens / (tools.length() / 4.0)).isBetween(0.95, 1.05);
  }

  @Test
  void noCallIsExpectedToTakeNothing() {
    var request =
        new EmbeddingModel.Request(
            "embed", "m", List.of("a"), OptionalInt.empty(), Duration.ofMinutes(1));

    assertThat(ExpectedTokens.of(request)).isEqualTo(1);
  }
}
