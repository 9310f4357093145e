package io.promptflow4j.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.ResponseCreateParams;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.security.ApiKeys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With OpenAI's own client for Java, as it is.
class OpenAiRoutesTest {

  private static final String KEY = "a-key-of-enough-letters";
  private static final String MODEL = "my-flow";

  @TempDir private Path folder;
  private ModelService model;
  private Served served;
  private OpenAIClient client;

  @BeforeEach
  void serve() throws Exception {
    model = new ModelService();
    served = Served.chat(folder, model, ServerSettings.local(0).withKeys(ApiKeys.of(List.of(KEY))));
    client = client(KEY);
  }

  private OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .apiKey(key)
        .baseUrl(served.server.address() + "/v1")
        .maxRetries(0)
        .build();
  }

  @AfterEach
  void close() {
    client.close();
    served.close();
    model.close();
  }

  @Test
  void theFlowIsTheOnlyModel() {
    assertThat(client.models().list().data()).extracting(one -> one.id()).containsExactly(MODEL);
    assertThat(client.models().retrieve(MODEL).id()).isEqualTo(MODEL);
  }

  @Nested
  class ChatCompletions {

    private ChatCompletionCreateParams.Builder ask() {
      return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage("Why?");
    }

    @Test
    void theAnswerComesWithItsUsage() {
      var completion = client.chat().completions().create(ask().build());

      assertThat(completion.choices().getFirst().message().content()).contains("You said: Why?");
      assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(5);
      assertThat(completion.model()).isEqualTo(MODEL);
    }

    @Test
    void whatWasSaidBeforeIsTheHistoryOfTheFlow() {
      var _ =
          client
              .chat()
              .completions()
              .create(
                  ChatCompletionCreateParams.builder()
                      .model(MODEL)
                      .addSystemMessage("Be short.")
                      .addUserMessage("One?")
                      .addAssistantMessage("First.")
                      .addUserMessage("Two?")
                      .build());

      assertThat(Json.write(model.requests.remove()))
          .contains(
              "\"One?\"},{\"role\":\"assistant\",\"content\":\"First.\"},{\"role\":\"user\",\"content\":\"Two?\"}")
          .doesNotContain("Be short.");
    }

    @Test
    void aStreamComesInPiecesAndEndsWithItsUsage() {
      model.pieces.addAll(List.of("Be", "cause", ModelService.END));
      var whole = ChatCompletionAccumulator.create();

      try (var stream =
          client
              .chat()
              .completions()
              .createStreaming(
                  ask()
                      .streamOptions(
                          ChatCompletionStreamOptions.builder().includeUsage(true).build())
                      .build())) {
        stream.stream().forEach(whole::accumulate);
      }

      var completion = whole.chatCompletion();
      assertThat(completion.choices().getFirst().message().content()).contains("Because");
      assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(5);
    }

    @Test
    void anUnknownModelAndAWrongKeyAreTheErrorsOfTheClient() {
      assertThatThrownBy(() -> client.chat().completions().create(ask().model("other").build()))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("my-flow");
      OpenAIClient stranger = client("not-the-key");
      assertThatThrownBy(() -> stranger.models().list()).isInstanceOf(UnauthorizedException.class);
      stranger.close();
    }

    @Test
    void whatAFlowDoesNotDoIsRefusedByName() throws Exception {
      var answer =
          served.post(
              "/v1/chat/completions",
              "{\"model\":\"my-flow\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{}]}",
              "Authorization",
              "Bearer " + KEY);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .isEqualTo(
              "{\"error\":{\"message\":\"A flow does not take 'tools'.\","
                  + "\"type\":\"invalid_request_error\",\"param\":\"tools\","
                  + "\"code\":\"unsupported_parameter\"}}");
    }

    @Test
    void otherInputsComeInAnExtension() throws Exception {
      var answer =
          served.post(
              "/v1/chat/completions",
              "{\"model\":\"my-flow\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"inputs\":{\"kind\":[]}}",
              "Authorization",
              "Bearer " + KEY);

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Nested
  class Responses {

    private ResponseCreateParams.Builder ask() {
      return ResponseCreateParams.builder().model(MODEL).input("Why?");
    }

    @Test
    void theAnswerComesWithItsUsage() {
      var response = client.responses().create(ask().build());

      assertThat(
              response.output().getFirst().asMessage().content().getFirst().asOutputText().text())
          .isEqualTo("You said: Why?");
      assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(3);
    }

    @Test
    void aStreamIsUnderstoodEventByEvent() {
      model.pieces.addAll(List.of("Be", "cause", ModelService.END));
      var whole = ResponseAccumulator.create();

      try (var stream = client.responses().createStreaming(ask().build())) {
        stream.stream().peek(event -> event.validate()).forEach(whole::accumulate);
      }

      var response = whole.response();
      assertThat(
              response.output().getFirst().asMessage().content().getFirst().asOutputText().text())
          .isEqualTo("Because");
      assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(2);
    }

    @Test
    void aFlowThatFailsOnTheWaySaysSo() throws Exception {
      model.pieces.addAll(List.of("Be", ModelService.BREAK));

      var answer =
          served.post(
              "/v1/responses",
              "{\"model\":\"my-flow\",\"input\":\"Why?\",\"stream\":true}",
              "Authorization",
              "Bearer " + KEY);

      assertThat(answer.body()).contains("event: response.failed", "\"status\":\"failed\"");
    }
  }
}
