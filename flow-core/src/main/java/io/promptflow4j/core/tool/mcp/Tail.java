package io.promptflow4j.core.tool.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/// The last of what a program wrote to its standard error. Thread-safe.
final class Tail {

  private static final int MOST = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final StringBuilder text = new StringBuilder();

  /// Reads until there is no more.
  void drain(InputStream stream) {
    byte[] buffer = new byte[4096];
    try (stream) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        add(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      // the program has ended
    }
  }

  private void add(String more) {
    lock.lock();
    try {
      text.append(more);
      if (text.length() > MOST) {
        text.delete(0, text.length() - MOST);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The last line that says something; empty if there is none.
  String lastLine() {
    lock.lock();
    try {
      return text.toString().strip().lines().reduce("", (_, last) -> last).strip();
    } finally {
      lock.unlock();
    }
  }
}
