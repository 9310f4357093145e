package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The answers that a workspace keeps for whoever asks the same. Thread-safe, and used by several
/// processes at once. Whatever a method has returned from is on disk.
///
/// All methods throw the store's exception if it can't be read or written.
public interface AnswerCache {

  /// The answer to what is known by `key`, if there is one that is not older than `notBefore`.
  Optional<RecordedCall> find(Digest key, Instant notBefore);

  /// Keeps an answer; it takes the place of an older one.
  void keep(KeptAnswer answer);

  /// Notes that an answer was given again.
  void used(Digest key, Instant when);

  /// How much there is.
  Content content();

  /// The answers that were made last, the newest first.
  List<Entry> newest(int most);

  /// Removes the answers that were made before `madeBefore`.
  ///
  /// @param node only those of the node of this name; of all nodes if empty
  /// @return how many
  long clear(Instant madeBefore, Optional<String> node);

  /// Removes what was not used for the longest time, until no more than `bytes` are left.
  ///
  /// @return how many answers went
  long trim(long bytes);

  /// How much a cache holds.
  ///
  /// @param given how often one of them was given again
  /// @param oldest when the oldest was made
  record Content(long answers, long bytes, long given, Optional<Instant> oldest) {

    /// Nothing.
    public static final Content NOTHING = new Content(0, 0, 0, Optional.empty());
  }

  /// One answer.
  ///
  /// @param used when it was last given, or made
  /// @param given how often it was given again
  record Entry(KeptAnswer answer, Instant used, long given, long bytes) {}
}
