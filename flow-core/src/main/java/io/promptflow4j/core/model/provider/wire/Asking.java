package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;

/// One request to a service.
///
/// @param path what follows the service's address, beginning with a slash
public record Asking(String path, Value.Mapping body) {

  /// A request for vectors in OpenAI's form.
  ///
  /// @param dimensions what the service calls the wanted length
  public static Asking vectors(EmbeddingModel.Request request, String dimensions) {
    var body = new LinkedHashMap<String, Value>();
    body.put("model", Value.of(request.model()));
    body.put("input", Value.of(request.texts().stream().map(Value::of).toList()));
    request.dimensions().ifPresent(length -> body.put(dimensions, Value.of(length)));
    return new Asking("/embeddings", new Value.Mapping(body));
  }
}
