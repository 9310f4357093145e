package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.tool.mcp.McpException.Kind;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Messages as lines of a program's standard streams.
///
/// Three threads of its own serve the streams, so that a program that reads or writes nothing keeps
/// no caller waiting beyond its time. What it started is ended with it.
final class ProgramTransport implements Transport {

  private static final int MOST_QUEUED = 1_000;
  private static final int MOST_NOISE = 1_000;
  private static final long GRACE_MILLIS = 500;

  private final Process process;
  private final Tail errors = new Tail();
  private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(MOST_QUEUED);
  private final Map<Long, CompletableFuture<Value.Mapping>> waiting = new ConcurrentHashMap<>();
  private volatile @Nullable McpException end;

  private ProgramTransport(Process process) {
    this.process = process;
  }

  /// Starts a program.
  ///
  /// @param environment all variables it gets
  /// @throws McpException if it can't be started
  static ProgramTransport start(
      List<String> command, Path folder, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      var transport = new ProgramTransport(builder.start());
      transport.serve();
      return transport;
    } catch (IOException impossible) {
      throw new McpException(
          Kind.GONE, "can't be started: %s".formatted(impossible.getMessage()), impossible);
    }
  }

  private void serve() {
    thread("errors", () -> errors.drain(process.getErrorStream()));
    thread("out", () -> write(process.getOutputStream()));
    thread("in", this::read);
  }

  private void thread(String what, Runnable work) {
    Thread.ofPlatform().daemon().name("mcp-%s-%d".formatted(what, process.pid())).start(work);
  }

  private void write(OutputStream stream) {
    try (stream) {
      while (end == null) {
        byte[] line = outgoing.poll(1, TimeUnit.SECONDS);
        if (line != null) {
          stream.write(line);
          stream.flush();
        }
      }
    } catch (IOException _) {
      // the reading thread finds out that the program has ended
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    McpException why;
    try (var stream = new BufferedInputStream(process.getInputStream())) {
      why = readLines(stream);
    } catch (IOException _) {
      why = gone();
    }
    fail(why);
    kill();
  }

  private McpException readLines(InputStream stream) throws IOException {
    int noise = 0;
    while (true) {
      var line = new ByteArrayOutputStream();
      int next = stream.read();
      while (next >= 0 && next != '\n') {
        line.write(next);
        if (line.size() > MOST_BYTES) {
          return new McpException(
              Kind.NONSENSE, "sent a message of more than %d MiB".formatted(MOST_BYTES >> 20));
        }
        next = stream.read();
      }
      if (!take(line.toString(StandardCharsets.UTF_8).strip()) && ++noise > MOST_NOISE) {
        return new McpException(
            Kind.NONSENSE, "writes to its standard output what is no message of the protocol");
      }
      if (next < 0) {
        return gone();
      }
    }
  }

  /// Whether the line was a message, or empty.
  private boolean take(String line) {
    if (line.isEmpty()) {
      return true;
    }
    try {
      if (!(Json.read(line) instanceof Value.Mapping message)) {
        return false;
      }
      if (Messages.isRequest(message)) {
        tell(Messages.answer(message));
      } else {
        CompletableFuture<Value.Mapping> call = waiting.remove(Messages.answered(message));
        if (call != null) {
          call.complete(message);
        }
      }
      return true;
    } catch (JsonSyntaxException _) {
      return false;
    }
  }

  private McpException gone() {
    String how = "has ended";
    try {
      if (process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        how = "has ended with exit code %d".formatted(process.exitValue());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    String said = errors.lastLine();
    return new McpException(
        Kind.GONE, said.isEmpty() ? how : "%s; it said: %s".formatted(how, said));
  }

  private void fail(McpException why) {
    end = why;
    waiting.values().forEach(call -> call.completeExceptionally(why));
    waiting.clear();
  }

  @Override
  public Value.Mapping request(long id, Value.Mapping message, long deadline)
      throws InterruptedException {
    var answer = new CompletableFuture<Value.Mapping>();
    waiting.put(id, answer);
    try {
      McpException over = end;
      if (over != null) {
        throw over;
      }
      if (!outgoing.offer(line(message))) {
        throw new McpException(Kind.TIMEOUT, "reads none of the requests that are sent to it");
      }
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new McpException(Kind.TIMEOUT, "did not answer in time");
    } catch (ExecutionException broken) {
      throw broken.getCause() instanceof McpException why
          ? why
          : new IllegalStateException("an answer was lost", broken);
    } finally {
      waiting.remove(id);
    }
  }

  @Override
  public void tell(Value.Mapping message) {
    boolean _ = outgoing.offer(line(message));
  }

  private static byte[] line(Value.Mapping message) {
    return (Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isOver() {
    return end != null;
  }

  /// Ends the program: first by the end of its input, then by force.
  @Override
  public void close() {
    fail(new McpException(Kind.GONE, "was closed with its flow"));
    Set<ProcessHandle> children = process.descendants().collect(Collectors.toSet());
    try {
      process.getOutputStream().close();
      boolean _ = process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException _) {
      // it has ended already
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    kill();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
