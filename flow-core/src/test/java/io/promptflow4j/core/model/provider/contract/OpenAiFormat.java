package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.util.List;

/// Formats as in `https://platform.openai.com/docs/api-reference/chat` (2026).
record OpenAiFormat(ConnectionType type) implements Format {

  @Override
  public String address(String server) {
    return server + "/v1";
  }

  @Override
  public String path() {
    return "/v1/chat/completions";
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
    return "{}";
  }

  @Override
  public String askedChat() {
    return """
    {"model": "model-1", "stream": false, "temperature": 0.5, "top_p": 0.9, "max_tokens": 100,
     "stop": ["END", "STOP"], "presence_penalty": 0, "frequency_penalty": 0.0, "n": 1,
     "messages": [{"role": "system", "content": "Be brief."},
                  {"role": "user", "content": "hello"}]}
    """;
  }

  @Override
  public String askedImage() {
    return """
    {"model": "model-1", "stream": false, "messages": [{"role": "user", "content": [
      {"type": "text", "text": "What is this?"},
      {"type": "image_url",
       "image_url": {"url": "data:image/png;base64,AQID", "detail": "auto"}}]}]}
    """;
  }

  @Override
  public String askedTools() {
    return """
    {"model": "model-1", "stream": false, "messages": [{"role": "user", "content": "Weather?"}],
     "tools": %s, "tool_choice": "required"}
    """
        .formatted(Asked.TOOLS);
  }

  @Override
  public String askedHistory() {
    return """
    {"model": "model-1", "stream": false, "tools": %s, "tool_choice": "auto", "messages": [
       {"role": "user", "content": "Weather?"},
       {"role": "assistant", "tool_calls": [{"id": "t1", "type": "function",
         "function": {"name": "weather", "arguments": "{\\"city\\": \\"Rome\\"}"}}]},
       {"role": "tool", "tool_call_id": "t1", "content": "sunny"}]}
    """
        .formatted(Asked.TOOLS);
  }

  @Override
  public String askedJson() {
    return """
    {"model": "model-1", "stream": false, "messages": [{"role": "user", "content": "hello"}],
     "response_format": {"type": "json_schema",
       "json_schema": {"name": "place", "schema": %s}}}
    """
        .formatted(Asked.SCHEMA);
  }

  private static String reply(String message, String finish) {
    return """
    {"id": "c1", "object": "chat.completion", "created": 1700000000, "model": "model-1",
     "choices": [{"index": 0, "message": %s, "finish_reason": %s, "logprobs": null}],
     "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}
    """
        .formatted(message, finish);
  }

  @Override
  public String text() {
    return reply("{\"role\": \"assistant\", \"content\": \"Hi there\"}", "\"stop\"");
  }

  @Override
  public String stopWord() {
    return "stop";
  }

  @Override
  public String toolCall() {
    return reply(
        """
        {"role": "assistant", "content": null, "tool_calls": [{"id": "t1", "type": "function",
          "function": {"name": "weather", "arguments": "{\\"city\\": \\"Rome\\"}"}}]}
        """,
        "\"tool_calls\"");
  }

  private static String event(String delta, String finish) {
    return """
    data: {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "model-1", "choices": [{"index": 0, "delta": %s, "finish_reason": %s}]}

    """
        .formatted(delta, finish);
  }

  private static final String END =
      """
      data: {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "model-1", "choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}

      data: [DONE]

      """;

  @Override
  public List<String> streamedText() {
    return List.of(
        event("{\"role\": \"assistant\", \"content\": \"\"}", "null")
            + event("{\"content\": \"Hi\"}", "null"),
        event("{\"content\": \" there\"}", "null"),
        event("{}", "\"stop\"") + END);
  }

  @Override
  public List<String> streamedToolCall() {
    return List.of(
        event(
            """
            {"tool_calls": [{"index": 0, "id": "t1", "type": "function", "function": {"name": "weather", "arguments": ""}}]}\
            """,
            "null"),
        arguments("{\\\"city\\\": "),
        arguments("\\\"Rome\\\"}"),
        event("{}", "\"tool_calls\"") + END);
  }

  private static String arguments(String json) {
    return event(
        "{\"tool_calls\": [{\"index\": 0, \"function\": {\"arguments\": \"%s\"}}]}".formatted(json),
        "null");
  }

  @Override
  public List<String> unfinishedStream() {
    return streamedText().subList(0, 2);
  }

  @Override
  public String unfinishedText() {
    return reply("{\"role\": \"assistant\", \"content\": \"Hi there\"}", "null");
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
    return """
    data: {"error": {"message": "%s", "type": "server_error"}}

    """
        .formatted(message);
  }

  @Override
  public String tooLong() {
    return """
    {"error": {"message": "This model's maximum context length is 8192 tokens.", "code": "context_length_exceeded"}}\
    """;
  }
}
