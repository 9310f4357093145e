package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.ParsedAndRawResponse;
import dev.langchain4j.model.openai.internal.embedding.Embedding;
import dev.langchain4j.model.openai.internal.embedding.EmbeddingRequest;
import dev.langchain4j.model.openai.internal.embedding.EmbeddingResponse;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for embeddings and reads them. A reply with a text too few, with vectors of several lengths
/// or with numbers that are none is a failure.
final class Vectors {

  private Vectors() {}

  static EmbeddingRequest asked(EmbeddingModel.Request request) {
    var body = EmbeddingRequest.builder().model(request.model()).input(request.texts());
    request.dimensions().ifPresent(body::dimensions);
    return body.build();
  }

  static EmbeddingModel.Reply read(
      ParsedAndRawResponse<EmbeddingResponse> reply, int texts, ServiceFailures failures) {
    @Nullable EmbeddingResponse parsed = reply.parsedResponse();
    String raw = reply.rawHttpResponse().body();
    if (parsed == null || parsed.data() == null || parsed.data().isEmpty()) {
      throw Json.read(raw) instanceof Value.Mapping body && body.get("error") != null
          ? failures.reported(raw)
          : failures.unreadable(raw);
    }
    List<float @Nullable []> vectors =
        new ArrayList<float @Nullable []>(Collections.nCopies(texts, (float @Nullable []) null));
    int place = 0;
    for (Embedding one : parsed.data()) {
      int index = one.index() == null ? place : one.index();
      if (index < 0 || index >= texts || vectors.get(index) != null) {
        throw failures.unreadable(raw);
      }
      vectors.set(index, numbers(one, raw, failures));
      place++;
    }
    return new EmbeddingModel.Reply(
        complete(vectors, raw, failures),
        parsed.model() == null ? "" : parsed.model(),
        Usages.read(parsed.usage()));
  }

  private static float[] numbers(Embedding one, String raw, ServiceFailures failures) {
    if (one.embedding() == null || one.embedding().isEmpty()) {
      throw failures.unreadable(raw);
    }
    float[] numbers = new float[one.embedding().size()];
    for (int i = 0; i < numbers.length; i++) {
      @Nullable Float number = one.embedding().get(i);
      if (number == null || !Float.isFinite(number)) {
        throw failures.unreadable(raw);
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private static List<float[]> complete(
      List<float @Nullable []> vectors, String raw, ServiceFailures failures) {
    var complete = new ArrayList<float[]>();
    for (float @Nullable [] vector : vectors) {
      if (vector == null || (!complete.isEmpty() && complete.getFirst().length != vector.length)) {
        throw failures.unreadable(raw);
      }
      complete.add(vector);
    }
    return complete;
  }
}
