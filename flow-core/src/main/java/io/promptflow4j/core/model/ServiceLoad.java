package io.promptflow4j.core.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// How the services that answer calls bear what is asked of them. Thread-safe.
///
/// Whoever calls tells it how each try ended; whoever decides how much is asked at a time listens.
public final class ServiceLoad {

  /// Hears how tries end, on the threads that made them.
  public interface Listener {

    /// A service answered.
    void answered();

    /// A service said that it had too much to do.
    void overloaded();
  }

  /// Ends the listening.
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /// Nobody listens yet.
  public ServiceLoad() {}

  public Listening listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  public void answered() {
    listeners.forEach(Listener::answered);
  }

  public void overloaded() {
    listeners.forEach(Listener::overloaded);
  }
}
