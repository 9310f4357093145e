package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.util.List;

/// Formats as in `https://github.com/ollama/ollama/blob/main/docs/api.md` (2026).
class OllamaContractTest extends ProviderContract {

  OllamaContractTest() {
    super(new Wire());
  }

  private static final class Wire implements Format {

    @Override
    public ConnectionType type() {
      return ConnectionType.OLLAMA;
    }

    @Override
    public String path() {
      return "/api/chat";
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
    public String streamType() {
      return "application/x-ndjson";
    }

    @Override
    public String callId() {
      return "call_0";
    }

    @Override
    public String askedChat() {
      return """
      {"model": "model-1", "stream": false,
       "messages": [{"role": "system", "content": "Be brief."},
                    {"role": "user", "content": "hello"}],
       "options": {"temperature": 0.5, "top_p": 0.9, "num_predict": 100, "stop": ["END", "STOP"],
                   "presence_penalty": 0, "frequency_penalty": 0.0}}
      """;
    }

    @Override
    public String askedImage() {
      return """
      {"model": "model-1", "stream": false,
       "messages": [{"role": "user", "content": "What is this?", "images": ["AQID"]}]}
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
      {"model": "model-1", "stream": false, "tools": %s,
       "messages": [{"role": "user", "content": "Weather?"}]}
      """
          .formatted(tools());
    }

    @Override
    public String askedHistory() {
      return """
      {"model": "model-1", "stream": false, "tools": %s, "messages": [
         {"role": "user", "content": "Weather?"},
         {"role": "assistant", "content": "", "tool_calls": [
           {"function": {"name": "weather", "arguments": {"city": "Rome"}}}]},
         {"role": "tool", "tool_name": "weather", "content": "sunny"}]}
      """
          .formatted(tools());
    }

    @Override
    public String askedJson() {
      return """
      {"model": "model-1", "stream": false, "format": %s,
       "messages": [{"role": "user", "content": "hello"}]}
      """
          .formatted(Asked.SCHEMA);
    }

    private static String line(String message, String end) {
      return """
      {"model": "model-1", "created_at": "2026-01-01T00:00:00Z", "message": %s, %s}
      """
          .formatted(message, end);
    }

    private static final String DONE =
        """
        "done": true, "done_reason": "stop", "total_duration": 5, "load_duration": 1, "prompt_eval_count": 11, "eval_count": 7\
        """;
    private static final String MORE = "\"done\": false";

    private static String said(String text) {
      return "{\"role\": \"assistant\", \"content\": \"%s\"}".formatted(text);
    }

    @Override
    public String text() {
      return line(
          "{\"role\": \"assistant\", \"thinking\": \"Hm.\", \"content\": \"Hi there\"}", DONE);
    }

    @Override
    public String stopWord() {
      return "stop";
    }

    private static final String CALL =
        """
        {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "weather", "arguments": {"city": "Rome"}}}]}\
        """;

    @Override
    public String toolCall() {
      return line(CALL, DONE);
    }

    @Override
    public List<String> streamedText() {
      return List.of(line(said("Hi"), MORE), line(said(" there"), MORE), line(said(""), DONE));
    }

    @Override
    public List<String> streamedToolCall() {
      return List.of(line(CALL, MORE), line(said(""), DONE));
    }

    @Override
    public List<String> unfinishedStream() {
      return streamedText().subList(0, 2);
    }

    @Override
    public String unfinishedText() {
      return line(said("Hi there"), MORE);
    }

    @Override
    public String error(String message) {
      return "{\"error\": \"%s\"}".formatted(message);
    }

    @Override
    public String errorPiece(String message) {
      return error(message) + "\n";
    }

    @Override
    public String tooLong() {
      return error("input length exceeds maximum context length");
    }
  }
}
