package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.util.List;

/// Formats as in `https://docs.mistral.ai/api` (chat completion) and
/// `…/capabilities/function_calling` and `…/structured_output` (2026).
class MistralContractTest extends ProviderContract {

  MistralContractTest() {
    super(new Wire());
  }

  private static final class Wire implements Format {

    /// `t1` as nine letters and digits: what SHA-256 gives, to the base of 36.
    private static final String SHORT_ID = "2gf41vqve";

    @Override
    public ConnectionType type() {
      return ConnectionType.MISTRAL;
    }

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
      return "{\"logit_bias\": {\"50256\": -100}, \"verbosity\": \"low\", \"top_logprobs\": 2}";
    }

    @Override
    public String askedChat() {
      return """
      {"model": "model-1", "temperature": 0.5, "top_p": 0.9, "max_tokens": 100,
       "stop": ["END", "STOP"], "presence_penalty": 0, "frequency_penalty": 0.0, "n": 1,
       "messages": [{"role": "system", "content": "Be brief."},
                    {"role": "user", "content": "hello"}]}
      """;
    }

    @Override
    public String askedImage() {
      return """
      {"model": "model-1", "messages": [{"role": "user", "content": [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": "data:image/png;base64,AQID"}]}]}
      """;
    }

    private static String tools() {
      return """
      [{"type": "function", "function": {"name": "weather", "description": "The weather",
         "parameters": %s}}]\
      """
          .formatted(Asked.SCHEMA);
    }

    @Override
    public String askedTools() {
      return """
      {"model": "model-1", "messages": [{"role": "user", "content": "Weather?"}],
       "tools": %s, "tool_choice": "any"}
      """
          .formatted(tools());
    }

    @Override
    public String askedHistory() {
      return """
      {"model": "model-1", "tools": %s, "tool_choice": "auto", "messages": [
         {"role": "user", "content": "Weather?"},
         {"role": "assistant", "content": "", "tool_calls": [{"id": "%s", "type": "function",
           "function": {"name": "weather", "arguments": "{\\"city\\": \\"Rome\\"}"}}]},
         {"role": "tool", "tool_call_id": "%s", "content": "sunny"}]}
      """
          .formatted(tools(), SHORT_ID, SHORT_ID);
    }

    @Override
    public String askedJson() {
      return """
      {"model": "model-1", "messages": [{"role": "user", "content": "hello"}],
       "response_format": {"type": "json_schema",
         "json_schema": {"name": "place", "schema": %s}}}
      """
          .formatted(Asked.SCHEMA);
    }

    private static String reply(String message, String finish) {
      return """
      {"id": "c1", "object": "chat.completion", "created": 1700000000, "model": "model-1",
       "choices": [{"index": 0, "message": %s, "finish_reason": %s}],
       "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}
      """
          .formatted(message, finish);
    }

    @Override
    public String text() {
      return reply(
          """
          {"role": "assistant", "tool_calls": null, "content": [
            {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]},
            {"type": "text", "text": "Hi there"}]}
          """,
          "\"stop\"");
    }

    @Override
    public String stopWord() {
      return "stop";
    }

    private static final String CALLS =
        """
        [{"id": "t1", "index": 0, "function": {"name": "weather", "arguments": "{\\"city\\": \\"Rome\\"}"}}]\
        """;

    @Override
    public String toolCall() {
      return reply(
          "{\"role\": \"assistant\", \"content\": \"\", \"tool_calls\": %s}".formatted(CALLS),
          "\"tool_calls\"");
    }

    private static String event(String delta, String finish) {
      return """
      data: {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "model-1", "choices": [{"index": 0, "delta": %s, "finish_reason": %s}]%s}

      """
          .formatted(
              delta,
              finish,
              finish.equals("null")
                  ? ""
                  : ", \"usage\": {\"prompt_tokens\": 11, \"completion_tokens\": 7,"
                      + " \"total_tokens\": 18}");
    }

    @Override
    public List<String> streamedText() {
      return List.of(
          event("{\"role\": \"assistant\", \"content\": \"\"}", "null")
              + event("{\"content\": \"Hi\"}", "null"),
          event("{\"content\": \" there\"}", "null"),
          event("{\"content\": \"\"}", "\"stop\"") + "data: [DONE]\n\n");
    }

    @Override
    public List<String> streamedToolCall() {
      return List.of(
          event("{\"content\": \"\", \"tool_calls\": %s}".formatted(CALLS), "\"tool_calls\""),
          "data: [DONE]\n\n");
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
      {"object": "error", "message": "%s", "type": "some_error", "param": null, "code": "1900"}\
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
      return error(
          "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum"
              + " context length");
    }
  }
}
