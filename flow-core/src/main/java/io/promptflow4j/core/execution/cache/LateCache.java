package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A cache that is made when the first answer is kept.
///
/// @param existing the cache, if it is there
/// @param made the cache, after it was made
public record LateCache(Supplier<Optional<AnswerCache>> existing, Supplier<AnswerCache> made)
    implements AnswerCache {

  @Override
  public Optional<RecordedCall> find(Digest key, Instant notBefore) {
    return existing.get().flatMap(cache -> cache.find(key, notBefore));
  }

  @Override
  public void keep(KeptAnswer answer) {
    made.get().keep(answer);
  }

  @Override
  public void used(Digest key, Instant when) {
    existing.get().ifPresent(cache -> cache.used(key, when));
  }

  @Override
  public Content content() {
    return existing.get().map(AnswerCache::content).orElse(Content.NOTHING);
  }

  @Override
  public List<Entry> newest(int most) {
    return existing.get().map(cache -> cache.newest(most)).orElse(List.of());
  }

  @Override
  public long clear(Instant madeBefore, Optional<String> node) {
    return existing.get().map(cache -> cache.clear(madeBefore, node)).orElse(0L);
  }

  @Override
  public long trim(long bytes) {
    return existing.get().map(cache -> cache.trim(bytes)).orElse(0L);
  }
}
