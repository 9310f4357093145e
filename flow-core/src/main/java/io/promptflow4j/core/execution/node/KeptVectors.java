package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The models of a connection for a tool. What embeddings it asks for goes through `services`.
///
/// Vectors are kept as OpenAI sends them if asked for `base64`: their numbers as four bytes each,
/// the lowest first.
record KeptVectors(LanguageModel model, ToolContext.Services services) implements LanguageModel {

  @Override
  public boolean printsListsByLine() {
    return model.printsListsByLine();
  }

  @Override
  public String identity() {
    return model.identity();
  }

  @Override
  public Optional<Cost> costAhead(Optional<String> asked) {
    return model.costAhead(asked);
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    return model.call(request);
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    return model.stream(request, chunks);
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return model.embeddings().map(own -> request -> embed(own, request));
  }

  private EmbeddingModel.Reply embed(EmbeddingModel own, EmbeddingModel.Request request)
      throws InterruptedException {
    try {
      ToolContext.Answer answer = services.ask(question(request), () -> answer(own.embed(request)));
      return new EmbeddingModel.Reply(vectors(answer.output()), answer.model(), answer.usage())
          .withAttempts(answer.attempts());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private ToolContext.Question question(EmbeddingModel.Request request) {
    var asked = new LinkedHashMap<String, Value>();
    asked.put("address", Value.of(model.identity()));
    asked.put("texts", Value.of(request.texts().stream().map(Value::of).toList()));
    request.dimensions().ifPresent(length -> asked.put("dimensions", Value.of(length)));
    return new ToolContext.Question(
        "embeddings", "Embedding", request.model(), new Value.Mapping(asked));
  }

  private static ToolContext.Answer answer(EmbeddingModel.Reply reply) {
    return new ToolContext.Answer(
        Value.of(reply.vectors().stream().<Value>map(KeptVectors::text).toList()),
        reply.model(),
        reply.usage(),
        Optional.empty(),
        reply.attempts());
  }

  private static Value text(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Value.of(Base64.getEncoder().encodeToString(bytes.array()));
  }

  private static List<float[]> vectors(Value kept) {
    return kept instanceof Value.Sequence(var items)
        ? items.stream().map(KeptVectors::vector).toList()
        : List.of();
  }

  private static float[] vector(Value kept) {
    byte[] bytes =
        kept instanceof Value.Text(var text) ? Base64.getDecoder().decode(text) : new byte[0];
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
