package io.promptflow4j.server.studio.workspace;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What happens on the server, told to all pages that listen. Thread-safe; whoever listens too
/// slowly misses what came last.
public final class Happenings {

  private static final int MOST_WAITING = 1_000;

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /// Nobody listens yet.
  public Happenings() {}

  /// Tells all of something.
  ///
  /// @param topic what pages choose by: `file`, `run` …
  /// @param more what there is to know besides
  public void tell(String topic, Value.Mapping more) {
    var fields = new Fields().put("topic", topic);
    more.entries().forEach(fields::put);
    Value.Mapping happening = fields.end();
    listeners.forEach(listener -> listener.waiting.offer(happening));
  }

  /// Begins to listen.
  public Listener listen() {
    var listener = new Listener();
    listeners.add(listener);
    return listener;
  }

  /// Somebody who listens until it is closed.
  public final class Listener implements AutoCloseable {

    private final BlockingQueue<Value.Mapping> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    private Listener() {}

    /// The next happening; empty if there is none for that long.
    public Optional<Value.Mapping> next(Duration patience) throws InterruptedException {
      return Optional.ofNullable(waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }
}
