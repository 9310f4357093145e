package io.promptflow4j.core.run.access;

import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;

/// Answers that are kept for requests whose senders may send them twice. Thread-safe, and shared by
/// several processes.
public interface KeptReplies {

  /// Which request it is.
  ///
  /// @param caller who sent it
  /// @param endpoint where to
  /// @param key what the caller named it
  record Slot(String caller, String endpoint, String key) {}

  /// An answer.
  record Reply(int status, String contentType, String body) {}

  /// What is known of a request.
  sealed interface Claim {

    /// It is the caller's to answer, until its answer is kept or given up.
    ///
    /// @param token tells this claim from a later one
    record Yours(String token) implements Claim {}

    /// It was answered.
    record Answered(Reply reply) implements Claim {}

    /// Somebody is at it.
    enum Busy implements Claim {
      BUSY
    }

    /// The same key came with another body.
    enum Other implements Claim {
      OTHER
    }
  }

  /// Asks for a request, in one step that nobody comes between.
  ///
  /// @param body the digest of its body
  /// @param lease how long it is the caller's at most
  Claim claim(Slot slot, Digest body, Instant now, Duration lease);

  /// Keeps the answer of a claimed request until `end`; does nothing if it is somebody else's by
  /// now.
  void keep(Slot slot, String token, Reply reply, Instant end);

  /// Gives a claimed request up: the next who asks may answer it.
  void giveUp(Slot slot, String token);

  /// Removes what has ended before `now`, and says how much it was.
  int sweep(Instant now);
}
