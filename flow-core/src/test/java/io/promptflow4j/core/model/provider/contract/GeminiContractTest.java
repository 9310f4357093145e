package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.util.List;

/// Formats as in `https://ai.google.dev/api/generate-content`,
/// `…/gemini-api/docs/function-calling`, `…/docs/structured-output` and `…/docs/troubleshooting`
/// (2026).
class GeminiContractTest extends ProviderContract {

  GeminiContractTest() {
    super(new Wire());
  }

  private static final class Wire implements Format {

    @Override
    public ConnectionType type() {
      return ConnectionType.GEMINI;
    }

    @Override
    public String address(String server) {
      return server + "/v1beta";
    }

    @Override
    public String path() {
      return "/v1beta/models/model-1:generateContent";
    }

    @Override
    public String streamPath() {
      return "/v1beta/models/model-1:streamGenerateContent?alt=sse";
    }

    @Override
    public String keyHeader() {
      return "x-goog-api-key";
    }

    @Override
    public String callId() {
      return "call_0";
    }

    @Override
    public String lacks() {
      return "{\"logit_bias\": {\"50256\": -100}, \"prompt_cache_key\": \"u\", \"store\": true}";
    }

    @Override
    public String askedChat() {
      return """
      {"systemInstruction": {"parts": [{"text": "Be brief."}]},
       "contents": [{"role": "user", "parts": [{"text": "hello"}]}],
       "generationConfig": {"temperature": 0.5, "topP": 0.9, "maxOutputTokens": 100,
                            "stopSequences": ["END", "STOP"]}}
      """;
    }

    @Override
    public String askedImage() {
      return """
      {"contents": [{"role": "user", "parts": [{"text": "What is this?"},
         {"inlineData": {"mimeType": "image/png", "data": "AQID"}}]}]}
      """;
    }

    private static String tools() {
      return """
      [{"functionDeclarations": [{"name": "weather", "description": "The weather",
         "parametersJsonSchema": %s}]}]\
      """
          .formatted(Asked.SCHEMA);
    }

    @Override
    public String askedTools() {
      return """
      {"contents": [{"role": "user", "parts": [{"text": "Weather?"}]}],
       "tools": %s, "toolConfig": {"functionCallingConfig": {"mode": "ANY"}}}
      """
          .formatted(tools());
    }

    @Override
    public String askedHistory() {
      return """
      {"contents": [
         {"role": "user", "parts": [{"text": "Weather?"}]},
         {"role": "model", "parts": [
           {"functionCall": {"name": "weather", "args": {"city": "Rome"}}}]},
         {"role": "user", "parts": [
           {"functionResponse": {"name": "weather", "response": {"result": "sunny"}}}]}],
       "tools": %s, "toolConfig": {"functionCallingConfig": {"mode": "AUTO"}}}
      """
          .formatted(tools());
    }

    @Override
    public String askedJson() {
      return """
      {"contents": [{"role": "user", "parts": [{"text": "hello"}]}],
       "generationConfig": {"responseMimeType": "application/json", "responseJsonSchema": %s}}
      """
          .formatted(Asked.SCHEMA);
    }

    private static String reply(String parts, String finish) {
      return """
      {"candidates": [{"content": {"parts": [%s], "role": "model"}%s, "index": 0}], "usageMetadata": {"promptTokenCount": 11, "candidatesTokenCount": 4, "thoughtsTokenCount": 3, "totalTokenCount": 18}, "modelVersion": "model-1", "responseId": "r1"}\
      """
          .formatted(parts, finish);
    }

    private static final String STOP = ", \"finishReason\": \"STOP\"";

    @Override
    public String text() {
      return reply("{\"text\": \"Hm.\", \"thought\": true}, {\"text\": \"Hi there\"}", STOP);
    }

    @Override
    public String stopWord() {
      return "STOP";
    }

    private static final String CALL =
        "{\"functionCall\": {\"name\": \"weather\", \"args\": {\"city\": \"Rome\"}}}";

    @Override
    public String toolCall() {
      return reply(CALL, STOP);
    }

    private static String event(String data) {
      return "data: " + data + "\r\n\r\n";
    }

    @Override
    public List<String> streamedText() {
      return List.of(
          event(reply("{\"text\": \"Hi\"}", "")),
          event(reply("{\"text\": \" there\"}", "")),
          event(reply("{\"text\": \"\"}", STOP)));
    }

    @Override
    public List<String> streamedToolCall() {
      return List.of(event(reply(CALL, "")), event(reply("", STOP)));
    }

    @Override
    public List<String> unfinishedStream() {
      return streamedText().subList(0, 2);
    }

    @Override
    public String unfinishedText() {
      return reply("{\"text\": \"Hi there\"}", "");
    }

    @Override
    public String error(String message) {
      return """
      {"error": {"code": 400, "message": "%s", "status": "SOME_STATUS"}}\
      """
          .formatted(message);
    }

    @Override
    public String errorPiece(String message) {
      return event(error(message));
    }

    @Override
    public String tooLong() {
      return error(
          "The input token count (1200000) exceeds the maximum number of tokens allowed"
              + " (1048576).");
    }
  }
}
