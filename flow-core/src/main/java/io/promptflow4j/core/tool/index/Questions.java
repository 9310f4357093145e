package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Makes vectors of questions, and tells the trace of it.
record Questions(Models models) {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// @throws IndexException if the connection has no embeddings
  float[] vector(String connection, String model, String text, ToolContext context)
      throws InterruptedException {
    EmbeddingModel embeddings =
        models
            .behind(connection)
            .embeddings()
            .orElseThrow(() ->
                new IndexException(
                    "the index was made with connection '%s', which has no embeddings here"
                        .formatted(connection)));
    var request =
        new EmbeddingModel.Request(
            "index lookup", model, List.of(text), OptionalInt.empty(), LIMIT);
    Instant start = Instant.now();
    EmbeddingModel.Reply reply = embeddings.embed(request);
    context.called(
        new ToolResult.InnerCall(
            "embeddings",
            "Embedding",
            start,
            Instant.now(),
            Map.of("model", Value.of(model), "input", Value.of(text)),
            Value.Null.NULL,
            "",
            List.of(),
            reply.usage(),
            Optional.empty()));
    return reply.vectors().getFirst();
  }
}
