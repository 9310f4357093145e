package io.promptflow4j.cli.chat;

import java.util.Optional;

/// Where the messages of a chat come from.
///
/// A line that ends with a backslash goes on in the next one.
interface Messages extends AutoCloseable {

  /// Waits for the next message; empty if there are no more.
  Optional<String> next();

  /// Does `turn` in the calling thread and interrupts it when the person asks to stop it.
  void interruptibly(Runnable turn);

  @Override
  void close();
}
