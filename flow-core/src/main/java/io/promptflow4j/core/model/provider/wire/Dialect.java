package io.promptflow4j.core.model.provider.wire;

import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.util.Map;

/// How one vendor's service is asked and what its replies mean. Stateless: calls of many threads
/// use it at the same time.
public interface Dialect {

  /// The vendor's name as people write it.
  String vendor();

  /// What the service speaks, for the message about a reply that is something else.
  String protocol();

  /// How the pieces of a streamed reply are told apart.
  ServerSentEventParser framing();

  /// The headers of one request besides those of the service, such as a signature.
  default Map<String, String> headers(URI address, String body) {
    return Map.of();
  }

  /// The request for a chat.
  Asking chat(Translation asked);

  /// The request for a completion. A vendor without an interface for that is asked in a chat of one
  /// message, which whoever calls is told.
  default Asking completion(Translation asked) {
    return chat(asked.asChat());
  }

  /// Reads a reply that came in one piece.
  void whole(Value.Mapping reply, ReplyDraft into);

  /// Reads one piece of a streamed reply.
  ///
  /// @param event the piece's name; empty if it has none
  void piece(String event, Value.Mapping data, ReplyDraft into);

  /// Whether the vendor turns texts into vectors.
  default boolean hasVectors() {
    return false;
  }

  /// The request for the vectors of texts.
  ///
  /// @throws UnsupportedOperationException if the vendor has none
  default Asking vectors(EmbeddingModel.Request request) {
    throw new UnsupportedOperationException(vendor());
  }

  /// Reads a reply to it. Vectors that make no sense are left out, so that their number is wrong.
  ///
  /// @throws UnsupportedOperationException if the vendor has none
  default EmbeddingModel.Reply vectors(Value.Mapping reply) {
    throw new UnsupportedOperationException(vendor());
  }
}
