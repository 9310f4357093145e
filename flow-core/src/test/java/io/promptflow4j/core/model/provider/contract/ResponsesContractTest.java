package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.util.List;
import java.util.Map;

/// Formats as in `https://platform.openai.com/docs/api-reference/responses` and
/// `…/responses-streaming` (2026).
class ResponsesContractTest extends ProviderContract {

  ResponsesContractTest() {
    super(new Wire());
  }

  private static final class Wire implements Format {

    @Override
    public ConnectionType type() {
      return ConnectionType.OPEN_AI;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("protocol", "responses");
    }

    @Override
    public String address(String server) {
      return server + "/v1";
    }

    @Override
    public String path() {
      return "/v1/responses";
    }

    @Override
    public String keyHeader() {
      return "Authorization";
    }

    @Override
    public String keyValue() {
      return "Bearer " + Asked.KEY;
    }

    @Override
    public String lacks() {
      return "{\"logit_bias\": {\"50256\": -100}, \"seed\": 5, \"stop\": \"END\"}";
    }

    @Override
    public boolean stops() {
      return false;
    }

    @Override
    public String askedChat() {
      return """
      {"model": "model-1", "store": false, "temperature": 0.5, "top_p": 0.9,
       "max_output_tokens": 100, "input": [
         {"role": "system", "content": [{"type": "input_text", "text": "Be brief."}]},
         {"role": "user", "content": [{"type": "input_text", "text": "hello"}]}]}
      """;
    }

    @Override
    public String askedImage() {
      return """
      {"model": "model-1", "store": false, "input": [{"role": "user", "content": [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": "data:image/png;base64,AQID", "detail": "auto"}]}]}
      """;
    }

    private static String tools() {
      return """
      [{"type": "function", "name": "weather", "description": "The weather",
        "parameters": %s, "strict": false}]\
      """
          .formatted(Asked.SCHEMA);
    }

    private static final String WEATHER =
        "{\"role\": \"user\", \"content\": [{\"type\": \"input_text\", \"text\": \"Weather?\"}]}";

    @Override
    public String askedTools() {
      return """
      {"model": "model-1", "store": false, "tools": %s, "tool_choice": "required", "input": [%s]}
      """
          .formatted(tools(), WEATHER);
    }

    @Override
    public String askedHistory() {
      return """
      {"model": "model-1", "store": false, "tools": %s, "tool_choice": "auto", "input": [%s,
         {"type": "function_call", "call_id": "t1", "name": "weather",
          "arguments": "{\\"city\\": \\"Rome\\"}"},
         {"type": "function_call_output", "call_id": "t1", "output": "sunny"}]}
      """
          .formatted(tools(), WEATHER);
    }

    @Override
    public String askedJson() {
      return """
      {"model": "model-1", "store": false,
       "input": [{"role": "user", "content": [{"type": "input_text", "text": "hello"}]}],
       "text": {"format": {"type": "json_schema", "name": "place", "schema": %s}}}
      """
          .formatted(Asked.SCHEMA);
    }

    private static String reply(String output, String status) {
      return """
      {"id": "r1", "object": "response", "created_at": 1700000000, "status": "%s", "error": null, "incomplete_details": null, "model": "model-1", "output": [%s], "usage": {"input_tokens": 11, "input_tokens_details": {"cached_tokens": 4}, "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 3}, "total_tokens": 18}}\
      """
          .formatted(status, output);
    }

    private static final String TEXT =
        """
        {"type": "reasoning", "id": "rs", "summary": []}, {"type": "message", "id": "m", "status": "completed", "role": "assistant", "content": [{"type": "output_text", "text": "Hi there", "annotations": []}]}\
        """;

    private static final String CALL =
        """
        {"type": "function_call", "id": "fc", "call_id": "t1", "name": "weather", "arguments": "{\\"city\\": \\"Rome\\"}", "status": "completed"}\
        """;

    @Override
    public String text() {
      return reply(TEXT, "completed");
    }

    @Override
    public String stopWord() {
      return "completed";
    }

    @Override
    public String toolCall() {
      return reply(CALL, "completed");
    }

    private static String event(String type, String more) {
      return "event: %s\ndata: {\"type\": \"%s\", \"sequence_number\": 1, %s}\n\n"
          .formatted(type, type, more);
    }

    private static String delta(String text) {
      return event(
          "response.output_text.delta",
          "\"item_id\": \"m\", \"output_index\": 0, \"content_index\": 0, \"delta\": \"%s\""
              .formatted(text));
    }

    private static String begin() {
      return event("response.created", "\"response\": " + reply("", "in_progress"));
    }

    @Override
    public List<String> streamedText() {
      return List.of(
          begin() + delta("Hi"),
          delta(" there"),
          event("response.completed", "\"response\": " + reply(TEXT, "completed")));
    }

    private static String arguments(String json) {
      return event(
          "response.function_call_arguments.delta",
          "\"item_id\": \"fc\", \"output_index\": 1, \"delta\": \"%s\"".formatted(json));
    }

    @Override
    public List<String> streamedToolCall() {
      return List.of(
          begin(),
          event(
              "response.output_item.added",
              """
              "output_index": 1, "item": {"type": "function_call", "id": "fc", "call_id": "t1", "name": "weather", "arguments": "", "status": "in_progress"}\
              """),
          arguments("{\\\"city\\\": "),
          arguments("\\\"Rome\\\"}"),
          event("response.completed", "\"response\": " + reply(CALL, "completed")));
    }

    @Override
    public List<String> unfinishedStream() {
      return streamedText().subList(0, 2);
    }

    @Override
    public String unfinishedText() {
      return reply(TEXT, "in_progress");
    }

    @Override
    public String error(String message) {
      return """
      {"error": {"message": "%s", "type": "some_error", "param": null, "code": null}}\
      """
          .formatted(message);
    }

    @Override
    public String errorPiece(String message) {
      return event("error", "\"code\": \"server_error\", \"message\": \"%s\"".formatted(message));
    }

    @Override
    public String tooLong() {
      return """
      {"error": {"message": "too long", "code": "context_length_exceeded"}}\
      """;
    }
  }
}
