package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The cache of a flow that is tried out, outside of any run: lines that ask the same get one
/// answer, and answers of the workspace if it shares them. Models and services only; tools run each
/// time. Thread-safe.
///
/// A workspace that can't be read or written is told of once and then done without.
public final class TrialCache implements CallJournal.Source {

  private final CacheSettings settings;
  private final AnswerCache answers;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final CacheLimit limit;
  private final Map<Digest, CompletableFuture<RecordedCall>> asked = new ConcurrentHashMap<>();

  /// @param answers those of the workspace; not touched unless they are shared
  /// @param notices gets a sentence if the workspace's can't be used
  public TrialCache(
      CacheSettings settings, AnswerCache answers, InstantSource clock, Consumer<String> notices) {
    this.settings = settings;
    this.answers = answers;
    this.clock = clock;
    this.notices = notices;
    this.limit = new CacheLimit(settings.most(), () -> answers);
  }

  @Override
  public CallJournal of(int line) {
    return (key, call) ->
        key.shareable() && key.kind() != CallKey.Kind.TOOL ? once(key, line, call) : call.make();
  }

  private RecordedCall once(CallKey key, int line, CallJournal.Call call)
      throws InterruptedException {
    Digest answer = KeptAnswer.key(key, "", 0);
    var own = new CompletableFuture<RecordedCall>();
    while (true) {
      CompletableFuture<RecordedCall> others = asked.putIfAbsent(answer, own);
      if (others == null) {
        return leading(key, answer, own, line, call);
      }
      try {
        return Origin.given(others.get());
      } catch (CancellationException _) {
        // whoever asked has failed, so that is up to this line now
      } catch (ExecutionException impossible) {
        throw new IllegalStateException("calls end with a result or are given up", impossible);
      }
    }
  }

  private RecordedCall leading(
      CallKey key,
      Digest answer,
      CompletableFuture<RecordedCall> own,
      int line,
      CallJournal.Call call)
      throws InterruptedException {
    try {
      Optional<RecordedCall> kept = find(answer);
      RecordedCall result = kept.isPresent() ? kept.get() : made(key, answer, line, call);
      own.complete(result);
      return kept.isPresent() ? Origin.given(result) : result;
    } finally {
      if (!own.isDone()) {
        asked.remove(answer, own);
        own.cancel(false);
      }
    }
  }

  private RecordedCall made(CallKey key, Digest answer, int line, CallJournal.Call call)
      throws InterruptedException {
    long start = System.nanoTime();
    RecordedCall made = call.make();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    RecordedCall signed = new Origin(Optional.empty(), line, 0, clock.instant(), took).onto(made);
    if (settings.isShared() && KeptAnswer.isWhole(key, made)) {
      Optional<Boolean> _ =
          tried(cache -> {
            cache.keep(new KeptAnswer(answer, key.node(), signed));
            limit.kept(signed);
            return true;
          });
    }
    return signed;
  }

  private Optional<RecordedCall> find(Digest answer) {
    if (!settings.isShared()) {
      return Optional.empty();
    }
    Optional<RecordedCall> found =
        tried(cache -> cache.find(answer, settings.notBefore(clock.instant())).orElse(null));
    if (found.isPresent()) {
      Optional<Boolean> _ =
          tried(cache -> {
            cache.used(answer, clock.instant());
            return true;
          });
    }
    return found;
  }

  private <T> Optional<T> tried(Function<AnswerCache, @Nullable T> work) {
    try {
      return Optional.ofNullable(work.apply(answers));
    } catch (RuntimeException broken) {
      notices.accept("the cache of the workspace can't be used: " + broken.getMessage());
      return Optional.empty();
    }
  }

  /// Keeps what the workspace has within its limit.
  public void trim() {
    if (settings.isShared()) {
      Optional<Long> _ = tried(cache -> cache.trim(settings.most()));
    }
  }
}
