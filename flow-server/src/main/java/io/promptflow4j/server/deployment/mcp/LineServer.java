package io.promptflow4j.server.deployment.mcp;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Answers MCP clients over two streams, a message a line. Calls run at the same time, each on a
/// thread of its own; a call that its client gives up is canceled.
public final class LineServer {

  private static final int LONGEST = 16 * 1024 * 1024;
  private static final int NO_JSON = -32700;
  private static final int AT_A_TIME = 64;

  private final FlowTools tools;
  private final Consumer<String> out;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<Value, Future<?>> running = new ConcurrentHashMap<>();
  private final Semaphore permits = new Semaphore(AT_A_TIME);

  /// @param out gets the answers, a line each
  public LineServer(FlowTools tools, Consumer<String> out) {
    this.tools = tools;
    this.out = out;
  }

  /// Answers until there are no more messages; what still runs then is canceled.
  public void serve(InputStream in) throws IOException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
          if (!line.get().isBlank()) {
            take(line.get(), threads);
          }
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /// The next line; empty at the end. One that is too long is taken as nothing.
  private static Optional<String> line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (line.size() <= LONGEST) {
        line.write(next);
      }
      next = in.read();
    }
    return Optional.of(line.size() > LONGEST ? "too long" : line.toString(StandardCharsets.UTF_8));
  }

  private void take(String line, ExecutorService threads) {
    Value message;
    try {
      message = Json.read(line);
    } catch (JsonSyntaxException broken) {
      write(FlowTools.error(Value.Null.NULL, NO_JSON, "this is no JSON: " + broken.getMessage()));
      return;
    }
    if (canceled(message)) {
      return;
    }
    if (message instanceof Value.Mapping request
        && Value.of("tools/call").equals(request.get("method"))) {
      start(request, threads);
    } else {
      answer(message);
    }
  }

  /// Whether the message gives up a call.
  private boolean canceled(Value message) {
    if (!(message instanceof Value.Mapping told)
        || !Value.of("notifications/cancelled").equals(told.get("method"))) {
      return false;
    }
    if (told.get("params") instanceof Value.Mapping about && about.get("requestId") != null) {
      Future<?> call = running.get(about.get("requestId"));
      if (call != null) {
        call.cancel(true);
      }
    }
    return true;
  }

  private void start(Value.Mapping request, ExecutorService threads) {
    Value id = request.entries().getOrDefault("id", Value.Null.NULL);
    var task =
        new FutureTask<>(() -> {
          permits.acquire();
          try {
            answer(request);
          } finally {
            permits.release();
            running.remove(id);
          }
          return true;
        });
    running.put(id, task);
    threads.execute(task);
  }

  private void answer(Value message) {
    Optional<Value.Mapping> answer =
        tools.answer(
            message,
            (flow, inputs) -> {
              FlowResult result = flow.run(inputs, Optional.empty(), Optional.empty());
              return Thread.interrupted() ? Optional.empty() : Optional.of(result);
            });
    if (answer.isPresent()) {
      write(answer.get());
    }
  }

  private void write(Value.Mapping message) {
    String line = Json.write(message);
    writing.lock();
    try {
      out.accept(line);
    } finally {
      writing.unlock();
    }
  }
}
