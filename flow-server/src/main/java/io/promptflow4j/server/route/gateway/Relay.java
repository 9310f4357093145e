package io.promptflow4j.server.route.gateway;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A call of a model whose pieces are taken while it runs, on a thread of its own. What nobody
/// takes is bounded: after some hundred pieces the model waits for its reader.
final class Relay implements AutoCloseable {

  private static final int MOST_PIECES = 256;

  /// What comes of it next.
  sealed interface Event {

    record Piece(String text) implements Event {}

    record Ended(ModelReply reply) implements Event {}

    record Failed(ModelException problem) implements Event {}

    /// It broke in a way that no model may break.
    record Broke(Throwable problem) implements Event {}

    /// Nothing came within the time.
    enum Silence implements Event {
      SILENCE
    }
  }

  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_PIECES);
  private final Thread caller;

  Relay(LanguageModel model, ModelRequest request) {
    this.caller = Thread.ofVirtual().name("serve-model").start(() -> run(model, request));
  }

  private void run(LanguageModel model, ModelRequest request) {
    Event end;
    try {
      end = new Event.Ended(model.stream(request, piece -> add(new Event.Piece(piece))));
    } catch (ModelException problem) {
      end = new Event.Failed(problem);
    } catch (Throwable problem) { // a thread that dies unheard would keep the caller waiting
      end = new Event.Broke(problem);
    }
    boolean _ = Thread.interrupted(); // the end is told even of a call that was canceled
    add(end);
  }

  private void add(Event event) {
    try {
      events.put(event);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // canceled: nobody reads any more
    }
  }

  Event next(Duration patience) throws InterruptedException {
    @Nullable Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return event == null ? Event.Silence.SILENCE : event;
  }

  /// Cancels the call if it still runs.
  @Override
  public void close() {
    caller.interrupt();
    events.clear();
  }
}
