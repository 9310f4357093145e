package io.promptflow4j.core.tool.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a worker prints, call by call.
///
/// A thread of its own empties the pipe at all times, so that no tool is ever held up by what it
/// printed, and keeps a limited part of it. The worker ends the log of each call with a mark that
/// no tool knows. All state is guarded by the lock.
final class CallLog {

  /// How much of one call's output is kept.
  static final int LIMIT = 1 << 20;

  private static final int TAIL = 1 << 14;

  /// The log of one call.
  ///
  /// @param text its beginning, up to [#LIMIT] bytes
  /// @param dropped how many bytes came after that
  /// @param tail the end of what was dropped
  record Captured(String text, long dropped, String tail) {}

  private final byte[] mark;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
  private long dropped;
  private int matched;
  private int marks;
  private int calls;
  private boolean up;
  private boolean closed;

  CallLog(String nonce) {
    this.mark = ("\u001e" + nonce + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// Empties the pipe until its other end is closed.
  void drain(InputStream in) {
    byte[] chunk = new byte[1 << 14];
    try {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        take(chunk, count);
      }
    } catch (IOException ended) {
      // the pipe was closed under us, because the worker is being ended
    } finally {
      close();
    }
  }

  private void take(byte[] chunk, int count) {
    lock.lock();
    try {
      int from = 0;
      for (int i = 0; i < count; i++) {
        if (chunk[i] == mark[matched]) {
          if (matched == 0) {
            keep(chunk, from, i);
          }
          matched++;
          from = i + 1;
          if (matched == mark.length) {
            matched = 0;
            endOfCall();
          }
        } else if (matched > 0) {
          keep(mark, 0, matched);
          matched = 0;
          from = i--;
        }
      }
      keep(chunk, from, count);
    } finally {
      lock.unlock();
    }
  }

  /// The first mark ends what the interpreter printed while it came up, which nobody asked for.
  private void endOfCall() {
    if (up) {
      marks++;
      changed.signalAll();
    } else {
      up = true;
      forget();
    }
  }

  private void forget() {
    head.reset();
    tail.reset();
    dropped = 0;
  }

  private void keep(byte[] bytes, int from, int to) {
    int room = Math.clamp(LIMIT - head.size(), 0, Math.max(0, to - from));
    head.write(bytes, from, room);
    if (from + room < to) {
      dropped += to - from - room;
      tail.write(bytes, from + room, to - from - room);
      if (tail.size() > 4 * TAIL) {
        byte[] all = tail.toByteArray();
        tail.reset();
        tail.writeBytes(Arrays.copyOfRange(all, all.length - TAIL, all.length));
      }
    }
  }

  private void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Starts the log of a call; what came since the last one belongs to none. Until the interpreter
  /// is up, what it prints is kept, because it tells why it does not come up.
  void begin() {
    lock.lock();
    try {
      if (up) {
        forget();
      }
      calls++;
    } finally {
      lock.unlock();
    }
  }

  /// The log of the call, complete when the worker has ended it or is gone, and what is there when
  /// neither happens in `patienceMillis`.
  Captured end(long patienceMillis) {
    long left = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    boolean interrupted = false;
    lock.lock();
    try {
      while (marks < calls && !closed && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException stop) {
          interrupted = true;
          left = 0;
        }
      }
      return new Captured(text(head), dropped, text(tail));
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.size() == 0 ? "" : bytes.toString(StandardCharsets.UTF_8);
  }
}
