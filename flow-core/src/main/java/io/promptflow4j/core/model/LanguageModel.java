package io.promptflow4j.core.model;

import java.util.Optional;
import java.util.function.Consumer;

/// A way to reach models: one connection, opened. Thread-safe; rows call it at the same time.
public interface LanguageModel {

  /// Whether a list in a prompt for this model is printed item below item, as the original does for
  /// Azure OpenAI, instead of as Python prints a list.
  default boolean printsListsByLine() {
    return false;
  }

  /// What tells the answers of this model from those of another that is asked the same: the kind of
  /// service and its address, or the digest of a rules file; never a secret. Calls that are kept
  /// are kept under it.
  default String identity() {
    return getClass().getName();
  }

  /// The way to the embeddings of the same connection, if it has any.
  default Optional<EmbeddingModel> embeddings() {
    return Optional.empty();
  }

  /// What a call to `model` costs that reads one token and writes one, as far as that can be said
  /// before a call is made; empty if only the answer tells.
  default Optional<Cost> costAhead(Optional<String> model) {
    return Optional.empty();
  }

  /// Ends the calls that are under way, and gives back what is held open for them.
  default void close() {}

  /// Calls the model and waits for the whole answer.
  ///
  /// @throws ModelException if there is no whole answer
  /// @throws InterruptedException if the calling thread is interrupted; the call is given up
  ModelReply call(ModelRequest request) throws InterruptedException;

  /// As [#call], with each piece of text handed to `chunks` as it comes, on the calling thread.
  ModelReply stream(ModelRequest request, Consumer<String> chunks) throws InterruptedException;
}
