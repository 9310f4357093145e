package io.promptflow4j.cli.progress;

import io.promptflow4j.cli.terminal.ExitCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/// While it is open, Ctrl-C and a polite request to end (SIGTERM) interrupt the thread that opened
/// it instead of killing the process: calls that are under way, and paid, can end. The second one
/// does not wait for them, the third ends the process at once.
public final class Interruption implements AutoCloseable {

  private static final int LAST = 3;

  private final Thread worker = Thread.currentThread();
  private final AtomicInteger asked = new AtomicInteger();
  private final Consumer<String> person;
  private final BooleanSupplier hasBegun;
  private final @Nullable Object keyboardBefore;
  private final @Nullable Object requestBefore;

  private Interruption(Consumer<String> person, BooleanSupplier hasBegun) {
    this.person = person;
    this.hasBegun = hasBegun;
    this.keyboardBefore = Signals.register("INT", this::stop);
    this.requestBefore = Signals.register("TERM", this::stop);
  }

  /// From now on, signals interrupt this thread.
  ///
  /// @param person is told what happens
  public static Interruption of(Consumer<String> person) {
    return of(person, () -> true);
  }

  /// From now on, signals interrupt this thread, or end the process if the work has not begun.
  ///
  /// @param person is told what happens
  public static Interruption of(Consumer<String> person, BooleanSupplier hasBegun) {
    return new Interruption(person, hasBegun);
  }

  /// Tells nothing; for work that ends at once.
  public static Interruption quiet() {
    return of(_ -> {});
  }

  private void stop() {
    if (!hasBegun.getAsBoolean()) {
      person.accept("Stopped before it began.");
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    switch (asked.incrementAndGet()) {
      case 1 ->
          person.accept("Stopping; calls that are under way may end. Ctrl-C again doesn't wait.");
      case LAST -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      default -> person.accept("Stopping without waiting.");
    }
    worker.interrupt();
  }

  /// Whether somebody asked to stop.
  public boolean isAsked() {
    return asked.get() > 0;
  }

  @Override
  public void close() {
    Signals.unregister("INT", keyboardBefore);
    Signals.unregister("TERM", requestBefore);
    if (isAsked()) {
      boolean _ = Thread.interrupted(); // what is left to do is to say how it ended
    }
  }
}
