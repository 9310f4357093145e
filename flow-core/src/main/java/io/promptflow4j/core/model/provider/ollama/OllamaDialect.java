package io.promptflow4j.core.model.provider.ollama;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.number;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.wire.Asking;
import io.promptflow4j.core.model.provider.wire.Dialect;
import io.promptflow4j.core.model.provider.wire.Framing;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.model.provider.wire.ReplyDraft;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;

/// `/api/chat` and, for completions, `/api/generate`. The last line of a stream says `done`.
final class OllamaDialect implements Dialect {

  @Override
  public String vendor() {
    return "Ollama";
  }

  @Override
  public String protocol() {
    return "Ollama's API";
  }

  @Override
  public Framing framing() {
    return Framing.LINES;
  }

  @Override
  public Asking chat(Translation asked) {
    return new Asking("/api/chat", new OllamaBody(asked).chat());
  }

  @Override
  public Asking completion(Translation asked) {
    return new Asking("/api/generate", new OllamaBody(asked).completion());
  }

  @Override
  public void whole(Value.Mapping reply, ReplyDraft into) {
    text(reply, "model").ifPresent(into::model);
    mapping(reply, "message").ifPresent(message -> message(message, into));
    text(reply, "response").filter(piece -> !piece.isEmpty()).ifPresent(into::text);
    if (reply.get("done") == Value.Bool.TRUE) {
      into.usage(number(reply, "prompt_eval_count"), number(reply, "eval_count"), 0, 0);
      into.finish(text(reply, "done_reason").orElse("stop")); // older servers give no reason
    }
  }

  @Override
  public void piece(String event, Value.Mapping data, ReplyDraft into) {
    whole(data, into);
  }

  private static void message(Value.Mapping message, ReplyDraft into) {
    text(message, "content").filter(piece -> !piece.isEmpty()).ifPresent(into::text);
    for (Value.Mapping call : mappings(message, "tool_calls")) {
      mapping(call, "function")
          .ifPresent(function ->
              into.wholeCall(
                  text(call, "id").orElse(""),
                  text(function, "name").orElse(""),
                  function.entries().getOrDefault("arguments", Value.Mapping.EMPTY)));
    }
  }

  @Override
  public boolean hasVectors() {
    return true;
  }

  @Override
  public Asking vectors(EmbeddingModel.Request request) {
    var body = new LinkedHashMap<String, Value>();
    body.put("model", Value.of(request.model()));
    body.put("input", Value.of(request.texts().stream().map(Value::of).toList()));
    body.put("truncate", Value.Bool.FALSE); // a text that is too long is a failure, not cut
    request.dimensions().ifPresent(length -> body.put("dimensions", Value.of(length)));
    return new Asking("/api/embed", new Value.Mapping(body));
  }

  @Override
  public EmbeddingModel.Reply vectors(Value.Mapping reply) {
    long tokens = number(reply, "prompt_eval_count");
    return new EmbeddingModel.Reply(
        JsonParts.vectors(
            reply.get("embeddings") instanceof Value.Sequence(var lists) ? lists : List.of()),
        text(reply, "model").orElse(""),
        new TokenUsage(tokens, 0, tokens, 0, 0));
  }
}
