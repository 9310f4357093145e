package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Keeps the limits of each call of another tool.
///
/// The work runs on a thread of its own. At the deadline, or when the caller is interrupted, that
/// thread is interrupted and left alone: code that does not listen goes on for nobody. It is a
/// platform thread, because code that computes without end would keep one of the few carriers of
/// all virtual threads for itself.
final class LimitedTool implements Tool {

  private static final String THREAD_NAME = "java-tool ";

  private final Tool tool;
  private final ResultLimit most;
  private final ExecutorService threads;

  LimitedTool(Tool tool, ResultLimit most, ExecutorService threads) {
    this.tool = tool;
    this.most = most;
    this.threads = threads;
  }

  @Override
  public ToolSignature signature() {
    return tool.signature();
  }

  @Override
  public ToolResult call(ToolCall call) throws InterruptedException {
    var running = new RunningCall(call);
    var worker = new AtomicReference<@Nullable Thread>();
    Future<ToolResult> result = start(call, running, worker);
    try {
      return result.get(TimeUnit.NANOSECONDS.convert(call.limit()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw timeout(call.toldLimit(), running, worker.get());
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw failure(cause == null ? failed : cause);
    } finally {
      running.end();
      result.cancel(true);
    }
  }

  private Future<ToolResult> start(
      ToolCall call, RunningCall running, AtomicReference<@Nullable Thread> worker) {
    try {
      return threads.submit(() -> {
        Thread current = Thread.currentThread();
        worker.set(current);
        current.setName(THREAD_NAME + signature().name()); // found if it ends the process
        return tool instanceof JavaTool own
            ? own.call(call, running, most)
            : foreign(call, running);
      });
    } catch (RejectedExecutionException closed) {
      throw new ToolException(
          "tool '%s' can't be called any more: its flow was closed".formatted(signature().name()),
          Details.of(Kind.NOT_CALLED, "Closed"),
          closed);
    }
  }

  private ToolResult foreign(ToolCall call, RunningCall running) throws InterruptedException {
    ToolResult result =
        tool.call(
            new ToolCall(
                call.node(),
                call.line(),
                call.arguments(),
                call.limit(),
                running::chunk,
                call.services()));
    try {
      new ResultLimit.Size(most).add(result.value());
    } catch (ResultLimit.Size.TooLargeException large) {
      throw own().returned(signature().name(), large.getMessage(), Kind.TOO_LARGE, result.logs());
    }
    return result;
  }

  private ToolException timeout(Duration limit, RunningCall running, @Nullable Thread worker) {
    return own()
        .failure(
            "tool '%s' did not finish within %s s"
                .formatted(signature().name(), limit.toMillis() / 1000.0),
            Kind.TIMEOUT,
            worker == null ? new StackTraceElement[0] : worker.getStackTrace(),
            running.logs());
  }

  private ToolException failure(Throwable thrown) {
    return thrown instanceof ToolException failure
        ? failure
        : own().failure(signature().name(), thrown, List.of());
  }

  private OwnCode own() {
    return tool instanceof JavaTool java ? java.own() : OwnCode.Library.LIBRARY;
  }
}
