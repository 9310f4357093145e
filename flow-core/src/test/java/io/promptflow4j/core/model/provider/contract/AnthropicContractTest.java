package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.util.List;

/// Formats as in `https://docs.anthropic.com/en/api/messages`, `…/api/messages-streaming`,
/// `…/api/errors` and `…/docs/build-with-claude/tool-use` and `…/structured-outputs` (2026).
class AnthropicContractTest extends ProviderContract {

  AnthropicContractTest() {
    super(new Wire());
  }

  private static final class Wire implements Format {

    @Override
    public ConnectionType type() {
      return ConnectionType.ANTHROPIC;
    }

    @Override
    public String path() {
      return "/v1/messages";
    }

    @Override
    public String keyHeader() {
      return "x-api-key";
    }

    @Override
    public String askedChat() {
      return """
      {"model": "model-1", "max_tokens": 100, "system": "Be brief.", "temperature": 0.5,
       "top_p": 0.9, "stop_sequences": ["END", "STOP"],
       "messages": [{"role": "user", "content": [{"type": "text", "text": "hello"}]}]}
      """;
    }

    @Override
    public String askedImage() {
      return """
      {"model": "model-1", "max_tokens": 4096, "messages": [{"role": "user", "content": [
        {"type": "text", "text": "What is this?"},
        {"type": "image",
         "source": {"type": "base64", "media_type": "image/png", "data": "AQID"}}]}]}
      """;
    }

    private static String tool() {
      return """
      {"name": "weather", "description": "The weather", "input_schema": %s}\
      """
          .formatted(Asked.SCHEMA);
    }

    @Override
    public String askedTools() {
      return """
      {"model": "model-1", "max_tokens": 4096, "tools": [%s], "tool_choice": {"type": "any"},
       "messages": [{"role": "user", "content": [{"type": "text", "text": "Weather?"}]}]}
      """
          .formatted(tool());
    }

    @Override
    public String askedHistory() {
      return """
      {"model": "model-1", "max_tokens": 4096, "tools": [%s], "tool_choice": {"type": "auto"},
       "messages": [
         {"role": "user", "content": [{"type": "text", "text": "Weather?"}]},
         {"role": "assistant", "content": [
           {"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "Rome"}}]},
         {"role": "user", "content": [
           {"type": "tool_result", "tool_use_id": "t1", "content": "sunny"}]}]}
      """
          .formatted(tool());
    }

    @Override
    public String askedJson() {
      return """
      {"model": "model-1", "max_tokens": 4096,
       "output_config": {"format": {"type": "json_schema", "schema": %s}},
       "messages": [{"role": "user", "content": [{"type": "text", "text": "hello"}]}]}
      """
          .formatted(Asked.SCHEMA);
    }

    @Override
    public String text() {
      return """
      {"id": "msg_1", "type": "message", "role": "assistant", "model": "model-1",
       "content": [{"type": "thinking", "thinking": "Hm.", "signature": "x"},
                   {"type": "text", "text": "Hi there"}],
       "stop_reason": "end_turn", "stop_sequence": null,
       "usage": {"input_tokens": 5, "cache_creation_input_tokens": 2,
                 "cache_read_input_tokens": 4, "output_tokens": 7}}
      """;
    }

    @Override
    public String stopWord() {
      return "end_turn";
    }

    @Override
    public String toolCall() {
      return """
      {"id": "msg_1", "type": "message", "role": "assistant", "model": "model-1",
       "content": [{"type": "tool_use", "id": "t1", "name": "weather",
                    "input": {"city": "Rome"}}],
       "stop_reason": "tool_use", "stop_sequence": null,
       "usage": {"input_tokens": 11, "output_tokens": 7}}
      """;
    }

    private static String event(String data) {
      return "event: %s\ndata: %s\n\n"
          .formatted(data.replaceAll("(?s).*?\"type\": ?\"(\\w+)\".*", "$1"), data);
    }

    private static String start() {
      return event(
          """
          {"type": "message_start", "message": {"id": "msg_1", "type": "message", "role": "assistant", "model": "model-1", "content": [], "stop_reason": null, "stop_sequence": null, "usage": {"input_tokens": 5, "cache_creation_input_tokens": 2, "cache_read_input_tokens": 4, "output_tokens": 1}}}\
          """);
    }

    private static String end(String reason) {
      return event("{\"type\": \"content_block_stop\", \"index\": 0}")
          + event(
              """
              {"type": "message_delta", "delta": {"stop_reason": "%s", "stop_sequence": null}, "usage": {"output_tokens": 7}}\
              """
                  .formatted(reason))
          + event("{\"type\": \"message_stop\"}");
    }

    private static String piece(String text) {
      return event(
          """
          {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "%s"}}\
          """
              .formatted(text));
    }

    @Override
    public List<String> streamedText() {
      return List.of(
          start()
              + event(
                  """
                  {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}\
                  """)
              + event("{\"type\": \"ping\"}"),
          piece("Hi"),
          piece(" there"),
          end("end_turn"));
    }

    @Override
    public List<String> streamedToolCall() {
      return List.of(
          start(),
          event(
              """
              {"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "t1", "name": "weather", "input": {}}}\
              """),
          arguments("{\\\"city\\\": "),
          arguments("\\\"Rome\\\"}"),
          end("tool_use"));
    }

    private static String arguments(String json) {
      return event(
          """
          {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "%s"}}\
          """
              .formatted(json));
    }

    @Override
    public List<String> unfinishedStream() {
      return streamedText().subList(0, 3);
    }

    @Override
    public String unfinishedText() {
      return text().replace("\"end_turn\"", "null");
    }

    @Override
    public String error(String message) {
      return """
      {"type": "error", "error": {"type": "some_error", "message": "%s"}, "request_id": "req_1"}
      """
          .formatted(message);
    }

    @Override
    public String errorPiece(String message) {
      return event(
          """
          {"type": "error", "error": {"type": "overloaded_error", "message": "%s"}}\
          """
              .formatted(message));
    }

    @Override
    public String tooLong() {
      return error("prompt is too long: 208310 tokens > 200000 maximum");
    }
  }
}
