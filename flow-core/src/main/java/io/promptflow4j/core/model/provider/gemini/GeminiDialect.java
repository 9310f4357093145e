package io.promptflow4j.core.model.provider.gemini;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.number;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;

/// `generateContent`. A piece of a stream has the form of a whole reply.
final class GeminiDialect implements Dialect {

  /// Where a tool call keeps the signature that the service wants to see again, in the place where
  /// Google's own OpenAI interface keeps it.
  static final String EXTRA = "extra_content";

  @Override
  public String vendor() {
    return "Gemini";
  }

  @Override
  public String protocol() {
    return "the Gemini API";
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Asking chat(Translation asked) {
    return new Asking(
        path(asked.model())
            + (asked.isStreamed() ? ":streamGenerateContent?alt=sse" : ":generateContent"),
        new ContentBody(asked).read());
  }

  @Override
  public void whole(Value.Mapping reply, ReplyDraft into) {
    text(reply, "modelVersion").ifPresent(into::model);
    mapping(reply, "usageMetadata").ifPresent(usage -> usage(usage, into));
    mapping(reply, "promptFeedback")
        .flatMap(feedback -> text(feedback, "blockReason"))
        .ifPresent(reason -> {
          throw into.filtered(reason);
        });
    mappings(reply, "candidates").stream().findFirst().ifPresent(first -> candidate(first, into));
  }

  @Override
  public void piece(String event, Value.Mapping data, ReplyDraft into) {
    whole(data, into);
  }

  private static void candidate(Value.Mapping candidate, ReplyDraft into) {
    mapping(candidate, "content")
        .ifPresent(content -> mappings(content, "parts").forEach(part -> part(part, into)));
    text(candidate, "finishReason").ifPresent(into::finish);
  }

  private static void part(Value.Mapping part, ReplyDraft into) {
    if (part.get("thought") == Value.Bool.TRUE) {
      return;
    }
    text(part, "text").filter(piece -> !piece.isEmpty()).ifPresent(into::text);
    mapping(part, "functionCall")
        .ifPresent(call -> {
          into.wholeCall(
              text(call, "id").orElse(""),
              text(call, "name").orElse(""),
              mapping(call, "args").orElse(Value.Mapping.EMPTY));
          text(part, "thoughtSignature")
              .ifPresent(signature ->
                  into.withLastCall(
                      EXTRA, object("google", object("thought_signature", signature))));
        });
  }

  private static void usage(Value.Mapping usage, ReplyDraft into) {
    long thoughts = number(usage, "thoughtsTokenCount");
    into.usage(
        number(usage, "promptTokenCount") + number(usage, "toolUsePromptTokenCount"),
        number(usage, "candidatesTokenCount") + thoughts,
        number(usage, "cachedContentTokenCount"),
        thoughts);
  }

  @Override
  public boolean hasVectors() {
    return true;
  }

  @Override
  public Asking vectors(EmbeddingModel.Request request) {
    String model = path(request.model());
    return new Asking(
        model + ":batchEmbedContents",
        object(
            "requests",
            Value.of(request.texts().stream().map(text -> embedding(request, text)).toList())));
  }

  private static Value.Mapping embedding(EmbeddingModel.Request request, String text) {
    var asked = new LinkedHashMap<String, Value>();
    asked.put("model", Value.of("models/" + request.model().replaceFirst("^models/", "")));
    asked.put("content", object("parts", Value.of(List.of(object("text", text)))));
    request.dimensions().ifPresent(length -> asked.put("outputDimensionality", Value.of(length)));
    return new Value.Mapping(asked);
  }

  /// The service does not say what it counted.
  @Override
  public EmbeddingModel.Reply vectors(Value.Mapping reply) {
    return new EmbeddingModel.Reply(
        JsonParts.vectors(
            mappings(reply, "embeddings").stream()
                .map(one -> one.entries().getOrDefault("values", Value.Null.NULL))
                .toList()),
        text(reply, "modelVersion").orElse(""),
        TokenUsage.NONE);
  }

  private static String path(String model) {
    return "/models/"
        + URLEncoder.encode(model.replaceFirst("^models/", ""), StandardCharsets.UTF_8)
            .replace("+", "%20");
  }
}
