package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Keeps the answers of a workspace within their limit while they come. Thread-safe.
///
/// To look how much there is takes a while, so that is done when as much has come as a twentieth of
/// the limit: a workspace never has much more than that beyond it.
public final class CacheLimit {

  private static final int PARTS = 20;
  private static final int QUOTES = 3;
  private static final int NUMBER = 8;

  private final long most;
  private final Supplier<AnswerCache> answers;
  private final AtomicLong come = new AtomicLong();
  private final AtomicBoolean trimming = new AtomicBoolean();

  /// @param most how many bytes may stay
  /// @param answers asked for when it is time to look
  public CacheLimit(long most, Supplier<AnswerCache> answers) {
    this.most = most;
    this.answers = answers;
  }

  /// An answer was kept. What was not used for the longest time goes if there are too many.
  public void kept(RecordedCall call) {
    long size = size(call.output()) + size(call.facts());
    if (come.addAndGet(size) > most / PARTS && trimming.compareAndSet(false, true)) {
      try {
        come.set(0);
        long _ = answers.get().trim(most);
      } finally {
        trimming.set(false);
      }
    }
  }

  /// About as many bytes as it has as JSON.
  private static long size(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text.length() + QUOTES;
      case Value.Sequence(var items) -> items.stream().mapToLong(CacheLimit::size).sum() + QUOTES;
      case Value.Mapping(var entries) ->
          entries.entrySet().stream()
                  .mapToLong(one -> one.getKey().length() + QUOTES + size(one.getValue()))
                  .sum()
              + QUOTES;
      case Value.Image(var _, var content) -> content.hashed().length;
      case Value _ -> NUMBER;
    };
  }
}
