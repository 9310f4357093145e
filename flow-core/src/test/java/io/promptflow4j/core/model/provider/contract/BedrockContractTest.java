package io.promptflow4j.core.model.provider.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// Formats as in `https://docs.aws.amazon.com/bedrock/latest/APIReference` (`Converse`,
/// `ConverseStream`) and `https://smithy.io/2.0/aws/amazon-eventstream.html` (2026).
class BedrockContractTest extends ProviderContract {

  BedrockContractTest() {
    super(new Wire());
  }

  private static final class Wire implements Format {

    @Override
    public ConnectionType type() {
      return ConnectionType.BEDROCK;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("region", "us-east-1");
    }

    @Override
    public String path() {
      return "/model/model-1/converse";
    }

    @Override
    public String streamPath() {
      return "/model/model-1/converse-stream";
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
      return "application/vnd.amazon.eventstream";
    }

    @Override
    public String model() {
      return "";
    }

    @Override
    public byte[] bytes(List<String> pieces) {
      return String.join("", pieces).getBytes(ISO_8859_1);
    }

    @Override
    public String askedChat() {
      return """
      {"system": [{"text": "Be brief."}],
       "messages": [{"role": "user", "content": [{"text": "hello"}]}],
       "inferenceConfig": {"temperature": 0.5, "topP": 0.9, "maxTokens": 100,
                           "stopSequences": ["END", "STOP"]}}
      """;
    }

    @Override
    public String askedImage() {
      return """
      {"messages": [{"role": "user", "content": [{"text": "What is this?"},
         {"image": {"format": "png", "source": {"bytes": "AQID"}}}]}]}
      """;
    }

    private static String tools() {
      return """
      [{"toolSpec": {"name": "weather", "description": "The weather",
         "inputSchema": {"json": %s}}}]\
      """
          .formatted(Asked.SCHEMA);
    }

    @Override
    public String askedTools() {
      return """
      {"messages": [{"role": "user", "content": [{"text": "Weather?"}]}],
       "toolConfig": {"tools": %s, "toolChoice": {"any": {}}}}
      """
          .formatted(tools());
    }

    @Override
    public String askedHistory() {
      return """
      {"messages": [
         {"role": "user", "content": [{"text": "Weather?"}]},
         {"role": "assistant", "content": [
           {"toolUse": {"toolUseId": "t1", "name": "weather", "input": {"city": "Rome"}}}]},
         {"role": "user", "content": [
           {"toolResult": {"toolUseId": "t1", "content": [{"text": "sunny"}]}}]}],
       "toolConfig": {"tools": %s, "toolChoice": {"auto": {}}}}
      """
          .formatted(tools());
    }

    @Override
    public String askedJson() {
      return """
      {"system": [{"text": "Answer with one JSON object and nothing else: no words before or after it, no code fence. Its JSON schema: {\\"type\\":\\"object\\",\\"properties\\":{\\"city\\":{\\"type\\":\\"string\\"}},\\"required\\":[\\"city\\"]}"}],
       "messages": [{"role": "user", "content": [{"text": "hello"}]}]}
      """;
    }

    private static String reply(String content, String stop) {
      return """
      {"output": {"message": {"role": "assistant", "content": [%s]}}, "stopReason": %s,
       "usage": {"inputTokens": 5, "cacheReadInputTokens": 4, "cacheWriteInputTokens": 2,
                 "outputTokens": 7, "totalTokens": 18}, "metrics": {"latencyMs": 5}}
      """
          .formatted(content, stop);
    }

    @Override
    public String text() {
      return reply(
          "{\"reasoningContent\": {\"reasoningText\": {\"text\": \"Hm.\"}}}, {\"text\": \"Hi"
              + " there\"}",
          "\"end_turn\"");
    }

    @Override
    public String stopWord() {
      return "end_turn";
    }

    @Override
    public String toolCall() {
      return reply(
          "{\"toolUse\": {\"toolUseId\": \"t1\", \"name\": \"weather\", \"input\": {\"city\":"
              + " \"Rome\"}}}",
          "\"tool_use\"");
    }

    private static void header(ByteArrayOutputStream out, String name, String value) {
      out.write(name.length());
      out.writeBytes(name.getBytes(UTF_8));
      out.write(7);
      out.write(value.length() >> 8);
      out.write(value.length() & 0xff);
      out.writeBytes(value.getBytes(UTF_8));
    }

    private static String frame(String kind, String type, String payload) {
      var headers = new ByteArrayOutputStream();
      header(headers, ":" + kind + "-type", type);
      header(headers, ":content-type", "application/json");
      header(headers, ":message-type", kind);
      byte[] body = payload.getBytes(UTF_8);
      var bytes = ByteBuffer.allocate(16 + headers.size() + body.length);
      bytes.putInt(bytes.capacity()).putInt(headers.size());
      bytes.putInt(sum(bytes)).put(headers.toByteArray()).put(body);
      bytes.putInt(sum(bytes));
      return new String(bytes.array(), ISO_8859_1);
    }

    private static int sum(ByteBuffer bytes) {
      var crc = new CRC32();
      crc.update(bytes.duplicate().flip());
      return (int) crc.getValue();
    }

    private static String event(String type, String payload) {
      return frame("event", type, payload);
    }

    private static String piece(String text) {
      return event(
          "contentBlockDelta",
          "{\"contentBlockIndex\": 0, \"delta\": {\"text\": \"%s\"}}".formatted(text));
    }

    private static String end(String reason) {
      return event("messageStop", "{\"stopReason\": \"%s\"}".formatted(reason))
          + event(
              "metadata",
              """
              {"usage": {"inputTokens": 5, "cacheReadInputTokens": 4, "cacheWriteInputTokens": 2,
                         "outputTokens": 7, "totalTokens": 18}}
              """);
    }

    @Override
    public List<String> streamedText() {
      return List.of(
          event("messageStart", "{\"role\": \"assistant\"}") + piece("Hi"),
          piece(" there"),
          end("end_turn"));
    }

    @Override
    public List<String> streamedToolCall() {
      return List.of(
          event("messageStart", "{\"role\": \"assistant\"}"),
          event(
              "contentBlockStart",
              "{\"contentBlockIndex\": 1, \"start\": {\"toolUse\": {\"toolUseId\": \"t1\","
                  + " \"name\": \"weather\"}}}"),
          arguments("{\\\"city\\\": "),
          arguments("\\\"Rome\\\"}"),
          end("tool_use"));
    }

    private static String arguments(String json) {
      return event(
          "contentBlockDelta",
          "{\"contentBlockIndex\": 1, \"delta\": {\"toolUse\": {\"input\": \"%s\"}}}"
              .formatted(json));
    }

    @Override
    public List<String> unfinishedStream() {
      return streamedText().subList(0, 2);
    }

    @Override
    public String unfinishedText() {
      return reply("{\"text\": \"Hi there\"}", "null");
    }

    @Override
    public String error(String message) {
      return "{\"message\": \"%s\"}".formatted(message);
    }

    @Override
    public String errorPiece(String message) {
      return frame(
          "exception", "modelStreamErrorException", "{\"message\": \"%s\"}".formatted(message));
    }

    @Override
    public String tooLong() {
      return error("The model returned the following errors: prompt is too long");
    }
  }
}
