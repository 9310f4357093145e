package io.promptflow4j.server.security.connection;

import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.SelectorManager.AcceptListener;
import org.jspecify.annotations.Nullable;

/// How many connections are open, and whether there is room for more. Thread-safe.
public final class OpenConnections implements AcceptListener {

  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /// @param most how many may be open at a time
  public OpenConnections(int most) {
    this.most = most;
  }

  /// Whether one more would be too many.
  boolean isFull() {
    return open.get() >= most;
  }

  /// Whether there is room for few more, so that those who dawdle are in the way of others.
  boolean isCrowded() {
    return open.get() >= most - most / 8;
  }

  int most() {
    return most;
  }

  @Override
  public void onAccepting(@Nullable SelectableChannel channel) {
    open.incrementAndGet();
  }

  @Override
  public void onAcceptFailed(@Nullable SelectableChannel channel, @Nullable Throwable problem) {
    open.decrementAndGet();
  }

  @Override
  public void onClosed(@Nullable SelectableChannel channel) {
    open.decrementAndGet();
  }
}
