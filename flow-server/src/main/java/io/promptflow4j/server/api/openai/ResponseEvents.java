package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.api.Fault;
import java.util.List;
import java.util.Optional;

/// One response of OpenAI's Responses API as it is written: whole, or as events, which are
/// numbered. Owned by one thread.
public final class ResponseEvents {

  private final String id;
  private final String itemId;
  private final long created;
  private final String model;
  private int number;

  /// @param unique what the ids of the response are made of
  /// @param created seconds since 1970
  public ResponseEvents(String unique, long created, String model) {
    this.id = "resp_" + unique;
    this.itemId = "msg_" + unique;
    this.created = created;
    this.model = model;
  }

  /// The whole response.
  public Value.Mapping whole(String answer, TokenUsage usage) {
    return response("completed", Optional.of(answer), Optional.of(usage), Optional.empty());
  }

  /// The events before the first piece.
  public String begin() {
    Value.Mapping open =
        response("in_progress", Optional.empty(), Optional.empty(), Optional.empty());
    return event("response.created", new Fields().put("response", open))
        + event("response.in_progress", new Fields().put("response", open))
        + event(
            "response.output_item.added",
            new Fields().put("output_index", 0).put("item", item("in_progress", Optional.empty())))
        + event("response.content_part.added", place().put("part", part("")));
  }

  /// The event of a piece.
  public String piece(String piece) {
    return event(
        "response.output_text.delta", place().put("delta", piece).put("logprobs", List.of()));
  }

  /// The events after the last piece.
  public String end(String answer, TokenUsage usage) {
    return event(
            "response.output_text.done", place().put("text", answer).put("logprobs", List.of()))
        + event("response.content_part.done", place().put("part", part(answer)))
        + event(
            "response.output_item.done",
            new Fields().put("output_index", 0).put("item", item("completed", Optional.of(answer))))
        + event("response.completed", new Fields().put("response", whole(answer, usage)));
  }

  /// The event of a flow that failed on the way.
  public String failed(Fault fault) {
    Value.Mapping failed =
        response("failed", Optional.empty(), Optional.empty(), Optional.of(fault));
    return event("response.failed", new Fields().put("response", failed));
  }

  private Fields place() {
    return new Fields().put("item_id", itemId).put("output_index", 0).put("content_index", 0);
  }

  private String event(String type, Fields fields) {
    var all = new Fields().put("type", type).put("sequence_number", number++);
    fields.end().entries().forEach(all::put);
    return Events.named(type, all.end());
  }

  private Value.Mapping response(
      String status, Optional<String> answer, Optional<TokenUsage> usage, Optional<Fault> fault) {
    var response =
        new Fields()
            .put("id", id)
            .put("object", "response")
            .put("created_at", created)
            .put("status", status);
    fault.ifPresentOrElse(
        known ->
            response.put(
                "error", new Fields().put("code", "server_error").put("message", known.message())),
        () -> response.putNull("error"));
    response
        .putNull("incomplete_details")
        .putNull("instructions")
        .put("model", model)
        .put("output", answer.map(text -> List.of(item("completed", answer))).orElse(List.of()))
        .put("parallel_tool_calls", false)
        .put("tool_choice", "none")
        .put("tools", List.of())
        .putNull("temperature")
        .putNull("top_p")
        .put("metadata", new Fields());
    usage.ifPresentOrElse(
        known -> response.put("usage", usage(known)), () -> response.putNull("usage"));
    return response.end();
  }

  private Value.Mapping item(String status, Optional<String> answer) {
    return new Fields()
        .put("type", "message")
        .put("id", itemId)
        .put("status", status)
        .put("role", "assistant")
        .put("content", answer.map(text -> List.of(part(text))).orElse(List.of()))
        .end();
  }

  private static Value.Mapping part(String text) {
    return new Fields()
        .put("type", "output_text")
        .put("text", text)
        .put("annotations", List.of())
        .put("logprobs", List.of())
        .end();
  }

  private static Fields usage(TokenUsage usage) {
    return new Fields()
        .put("input_tokens", usage.prompt())
        .put(
            "input_tokens_details",
            new Fields().put("cached_tokens", usage.cached()).put("cache_write_tokens", 0))
        .put("output_tokens", usage.completion())
        .put("output_tokens_details", new Fields().put("reasoning_tokens", usage.reasoning()))
        .put("total_tokens", usage.total());
  }
}
