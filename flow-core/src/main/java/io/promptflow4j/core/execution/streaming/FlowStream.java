package io.promptflow4j.core.execution.streaming;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Runs a line on a thread of its own and gives its events to whoever reads the stream.
///
/// The line waits while nobody reads, so a slow reader costs no memory. Closing the stream cancels
/// the line.
public final class FlowStream {

  /// How many pieces a line is ahead of its reader.
  private static final int AHEAD = 256;

  private FlowStream() {}

  /// The events of a line; it begins when the first one is asked for.
  ///
  /// @param run runs a line to its end; whatever it meets is in the result
  public static Stream<FlowEvent> of(Function<RunRequest, FlowResult> run, RunRequest request) {
    var events = new Events(run, request);
    return StreamSupport.stream(events, false).onClose(events::cancel);
  }

  private static final class Events extends AbstractSpliterator<FlowEvent> {

    private final BlockingQueue<FlowEvent> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread line;
    private boolean begun;
    private boolean ended;
    private volatile @Nullable Throwable broken;

    Events(Function<RunRequest, FlowResult> run, RunRequest request) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      RunRequest told =
          request
              .withKnownOutputs(known -> put(new FlowEvent.Known(known)))
              .withChunks((output, piece) -> put(new FlowEvent.Piece(output, piece)));
      this.line =
          Thread.ofVirtual()
              .name("stream of a flow")
              .unstarted(() -> {
                FlowResult result = run.apply(told);
                Thread.interrupted(); // a line that was cancelled still tells its end
                put(new FlowEvent.Ended(result));
              });
      line.setUncaughtExceptionHandler((_, problem) -> broken = problem);
    }

    private void put(FlowEvent event) {
      try {
        queue.put(event);
      } catch (InterruptedException cancelled) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean tryAdvance(Consumer<? super FlowEvent> action) {
      if (ended) {
        return false;
      }
      if (!begun) {
        begun = true;
        line.start();
      }
      FlowEvent event = next();
      ended = event instanceof FlowEvent.Ended;
      action.accept(event);
      return true;
    }

    private FlowEvent next() {
      try {
        while (true) {
          FlowEvent event = queue.poll(100, TimeUnit.MILLISECONDS);
          if (event != null) {
            return event;
          }
          if (broken != null && queue.isEmpty()) {
            throw new IllegalStateException("the line broke off", broken);
          }
        }
      } catch (InterruptedException stopped) {
        cancel();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a line was read", stopped);
      }
    }

    /// Ends the line, wherever it is. What it would still say is dropped.
    void cancel() {
      if (line.isAlive()) {
        ended = true;
        queue.clear();
        line.interrupt();
      }
    }
  }
}
