package io.promptflow4j.server.deployment;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call of a flow whose pieces are taken while it runs.
///
/// The flow runs on a thread of its own. What nobody takes is bounded: after some hundred pieces
/// the model waits for its reader.
public final class RunningFlow implements AutoCloseable {

  private static final int MOST_PIECES = 256;

  /// What comes of it next.
  public sealed interface Event {

    /// A piece of an output.
    record Piece(String output, Value piece) implements Event {}

    /// The outputs that were known before the first piece; at most once, and first.
    record Known(Value.Mapping outputs) implements Event {}

    /// The end; nothing comes after it.
    record Ended(FlowResult result) implements Event {}

    /// Nothing came within the time.
    enum Silence implements Event {
      SILENCE
    }

    /// It broke in a way that no flow may break.
    record Broke(Throwable problem) implements Event {}
  }

  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_PIECES);
  private final Thread runner;

  RunningFlow(Flow flow, RunRequest request, Consumer<FlowResult> ended) {
    this.runner =
        Thread.ofVirtual()
            .name("serve-flow")
            .start(() ->
                run(flow, request.withChunks(this::piece).withKnownOutputs(this::known), ended));
  }

  private void run(Flow flow, RunRequest request, Consumer<FlowResult> ended) {
    Event end;
    try {
      FlowResult result = flow.run(request);
      ended.accept(result);
      end = new Event.Ended(result);
    } catch (Throwable problem) { // a thread that dies unheard would keep the caller waiting
      end = new Event.Broke(problem);
    }
    boolean _ = Thread.interrupted(); // the end is told even of a call that was canceled
    add(end);
  }

  private void known(Value.Mapping outputs) {
    add(new Event.Known(outputs));
  }

  private void piece(String output, Value piece) {
    add(new Event.Piece(output, piece));
  }

  private void add(Event event) {
    try {
      events.put(event);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // canceled: nobody reads any more
    }
  }

  /// Waits for the next event.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Event next(Duration patience) throws InterruptedException {
    @Nullable Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return event == null ? Event.Silence.SILENCE : event;
  }

  /// Cancels the flow if it still runs.
  @Override
  public void close() {
    runner.interrupt();
    events.clear();
  }
}
