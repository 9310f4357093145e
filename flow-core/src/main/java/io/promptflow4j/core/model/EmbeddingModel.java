package io.promptflow4j.core.model;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// A way to turn texts into vectors. Thread-safe.
public interface EmbeddingModel {

  /// Turns each text into a vector.
  ///
  /// @throws ModelException if there is not one vector for each text
  /// @throws InterruptedException if the calling thread is interrupted; the call is given up
  Reply embed(Request request) throws InterruptedException;

  /// What is asked.
  ///
  /// @param node who asks, for errors
  /// @param model the model's or deployment's name
  /// @param dimensions how long the vectors shall be, if the model lets one choose
  /// @param limit how long the call may take in all, retries included
  record Request(
      String node, String model, List<String> texts, OptionalInt dimensions, Duration limit) {

    public Request {
      texts = List.copyOf(texts);
    }

    /// The same, with another limit.
    public Request within(Duration other) {
      return new Request(node, model, texts, dimensions, other);
    }
  }

  /// What was answered.
  ///
  /// @param vectors one for each text, in the order of the texts, all of the same length
  /// @param model the name of the model that answered, as the provider gave it
  /// @param attempts the tries it took; empty if it was answered at once
  record Reply(List<float[]> vectors, String model, TokenUsage usage, List<CallAttempt> attempts) {

    public Reply {
      vectors = List.copyOf(vectors);
      attempts = List.copyOf(attempts);
    }

    /// Answered at once.
    public Reply(List<float[]> vectors, String model, TokenUsage usage) {
      this(vectors, model, usage, List.of());
    }

    /// Whether there is one vector for each text, all of the same length.
    public boolean fits(Request request) {
      return vectors.size() == request.texts().size()
          && vectors.stream().mapToInt(vector -> vector.length).distinct().count() <= 1;
    }

    public Reply withAttempts(List<CallAttempt> tries) {
      return new Reply(vectors, model, usage, tries);
    }
  }
}
