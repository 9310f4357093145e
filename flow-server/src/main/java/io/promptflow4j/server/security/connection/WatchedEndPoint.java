package io.promptflow4j.server.security.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/// A connection that can be asked whether its caller has left, while the server computes and reads
/// nothing from it.
///
/// To find out, it reads ahead a little; what it finds is given out by the next reading. It only
/// looks while it is watched, which is when nobody else reads.
final class WatchedEndPoint extends SocketChannelEndPoint {

  private static final int AHEAD = 512;

  private final ReentrantLock reading = new ReentrantLock();
  private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD);
  private boolean isWatched;

  WatchedEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  void watch(boolean on) {
    reading.lock();
    try {
      isWatched = on;
    } finally {
      reading.unlock();
    }
  }

  /// Whether the caller has closed the connection. False if it is not watched any more.
  boolean isLeft() {
    reading.lock();
    try {
      return isWatched && (!getChannel().isOpen() || (ahead.hasRemaining() && readAhead() < 0));
    } catch (IOException broken) {
      return true;
    } finally {
      reading.unlock();
    }
  }

  private int readAhead() throws IOException {
    int read = getChannel().read(ahead);
    return read > 0 ? 0 : read;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    reading.lock();
    try {
      if (ahead.position() == 0) {
        return super.fill(buffer);
      }
      ahead.flip();
      int before = buffer.remaining();
      BufferUtil.append(buffer, ahead);
      ahead.compact();
      notIdle();
      return buffer.remaining() - before;
    } finally {
      reading.unlock();
    }
  }

  @Override
  protected void needsFillInterest() {
    if (hasAhead()) {
      getFillInterest().fillable();
    } else {
      super.needsFillInterest();
    }
  }

  private boolean hasAhead() {
    reading.lock();
    try {
      return ahead.position() > 0;
    } finally {
      reading.unlock();
    }
  }
}
