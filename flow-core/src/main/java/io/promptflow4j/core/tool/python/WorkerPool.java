package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.tool.FlowCalls;
import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/// The worker processes of one flow: as many as are needed at the same time, up to a maximum.
///
/// Whoever has a worker has it alone. The one used last is used first, so that idle ones stay idle.
final class WorkerPool implements AutoCloseable {

  /// What came of a request.
  sealed interface Answer {

    /// The worker answered; that may be a failure of the tool.
    record Given(Value.Mapping message, CallLog.Captured log) implements Answer {}

    /// The worker did not get to answer and is gone.
    ///
    /// @param how what it did, to follow "the Python worker"
    record Broken(Watchdog.Verdict verdict, String how, CallLog.Captured log) implements Answer {}

    /// The interpreter can't be used; the message says why.
    record Unusable(String message) implements Answer {}
  }

  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final Path folder;
  private final PythonSettings settings;
  private final FlowCalls flows;
  private final Path home;
  private final Semaphore permits;
  private final Watchdog watchdog = new Watchdog();
  private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final Set<Worker> all = ConcurrentHashMap.newKeySet();
  private volatile String command;
  private volatile boolean closed;

  WorkerPool(Path folder, PythonSettings settings, Path interpreter, FlowCalls flows) {
    this.folder = folder;
    this.settings = settings;
    this.flows = flows;
    this.command = interpreter.toString();
    this.home = WorkerFiles.install(settings.process());
    this.permits = new Semaphore(settings.maxWorkers(), true);
  }

  /// Has a free or new worker answer a request.
  ///
  /// @param request the request, given the text that marks what the engine itself has written
  /// @param limit how long the worker may take once it has the request
  /// @param chunks receives the pieces of a streamed result
  /// @throws InterruptedException if the calling thread is interrupted; the worker is ended
  Answer ask(Function<String, Value.Mapping> request, Duration limit, Consumer<Value> chunks)
      throws InterruptedException {
    Worker worker;
    try {
      worker = acquire();
    } catch (IOException failure) {
      return new Answer.Unusable(
          "'%s' can't be started: %s".formatted(command, failure.getMessage()));
    }
    boolean reusable = false;
    Watchdog.Watch watch = watchdog.watch(worker, limit);
    try {
      worker.send(request.apply(worker.nonce()));
      Optional<String> unusable = greet(worker, watch);
      if (unusable.isPresent()) {
        return new Answer.Unusable(unusable.get());
      }
      Value.Mapping message = lastOf(worker, chunks, System.nanoTime() + limit.toNanos());
      reusable = message.get("retire") == null;
      return new Answer.Given(message, worker.log());
    } catch (IOException broken) {
      return broken(worker, watch, broken);
    } finally {
      giveBack(worker, watchdog.release(watch) && reusable);
    }
  }

  /// The last message of a call. Before it come pieces of the result, and questions.
  private Value.Mapping lastOf(Worker worker, Consumer<Value> chunks, long deadline)
      throws IOException {
    try (var asked = new Asked(worker, flows, deadline)) {
      Value.Mapping message = worker.receive();
      while (true) {
        Value chunk = message.get("chunk");
        if (message.get("ask") instanceof Value.Mapping question) {
          asked.begin(question);
        } else if (chunk != null) {
          chunks.accept(chunk);
        } else {
          return message;
        }
        message = worker.receive();
      }
    }
  }

  /// Why the interpreter can't be used, if it can't.
  ///
  /// @throws IOException if it was ended before it came up, so that nobody knows
  private Optional<String> greet(Worker worker, Watchdog.Watch watch) throws IOException {
    try {
      if (worker.greeting().get("hello") instanceof Value.Mapping hello) {
        if (hello.get("tooOld") != null
            && hello.get("version") instanceof Value.Text(var version)) {
          return Optional.of(
              "'%s' is Python %s; the Python nodes of a flow need 3.8 or newer. Set PF_PYTHON to such an interpreter"
                  .formatted(command, version));
        }
        if (hello.get("executable") instanceof Value.Text(var executable)
            && !executable.isBlank()) {
          command = executable; // what a launcher such as pyenv's starts, without its detour
        }
      }
      return Optional.empty();
    } catch (IOException neverCameUp) {
      if (watch.isEnded()) {
        throw neverCameUp;
      }
      worker.kill();
      String said = worker.log().text().strip();
      return Optional.of(
          "'%s' does not work as a Python interpreter (it %s)%s"
              .formatted(command, worker.end(), said.isEmpty() ? "" : ": " + firstLines(said)));
    }
  }

  private static String firstLines(String text) {
    return String.join(" / ", text.lines().limit(5).toList());
  }

  private static Answer broken(Worker worker, Watchdog.Watch watch, IOException problem)
      throws InterruptedException {
    Watchdog.Verdict verdict = watch.verdict();
    String how =
        problem instanceof StreamCorruptedException
            ? "sent an answer that can't be used: " + problem.getMessage()
            : worker.end();
    worker.kill();
    if (verdict == Watchdog.Verdict.INTERRUPTED) {
      Thread.interrupted(); // told by the exception from here on
      throw new InterruptedException("the Python tool was stopped");
    }
    return new Answer.Broken(verdict, how, worker.log());
  }

  private Worker acquire() throws InterruptedException, IOException {
    permits.acquire();
    try {
      for (Worker worker = idle.pollFirst(); worker != null; worker = idle.pollFirst()) {
        if (worker.isAlive()) {
          return worker;
        }
        forget(worker);
      }
      if (closed) {
        throw new IllegalStateException("the flow's Python tools are closed");
      }
      return start();
    } catch (IOException | RuntimeException failure) {
      permits.release();
      throw failure;
    }
  }

  private Worker start() throws IOException {
    var opening = new LinkedHashMap<String, Value>();
    opening.put("folder", Value.of(folder.toString()));
    opening.put("largest", Value.of(ResultLimit.of(settings.process()).mebibytes()));
    opening.put("includes", Value.from(settings.includes().stream().map(Path::toString).toList()));
    opening.put("readOnly", Value.of(settings.readOnly()));
    opening.put("packages", Value.from(packages()));
    List<String> line = List.of(command, "-X", "utf8", home.resolve("start.py").toString());
    Worker worker =
        onItsOwnThread(
            () -> Worker.start(line, workplace(), environment(), new Value.Mapping(opening)));
    all.add(worker);
    return worker;
  }

  /// Where packages may be read, but not imported, if nothing of the flow may run.
  private List<String> packages() {
    return settings.readOnly()
        ? Interpreter.packagesBeside(folder).stream().map(Path::toString).toList()
        : List.of();
  }

  /// An interpreter may run what lies in the folder it starts in.
  private Path workplace() {
    return settings.readOnly() ? home : folder;
  }

  /// Making a process takes milliseconds in which a virtual thread would hold its carrier, and with
  /// it all the others. The worker is waited for in any case: once made, someone has to own it.
  private static Worker onItsOwnThread(Callable<Worker> start) throws IOException {
    var starting = new FutureTask<>(start);
    Thread.ofPlatform().daemon().name("python-start").start(starting);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return starting.get();
        } catch (InterruptedException stop) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException problem
          ? problem
          : new IOException(failure.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Map<String, String> environment() {
    var environment = new LinkedHashMap<String, String>(settings.flowVariables());
    environment.putAll(settings.process());
    return environment;
  }

  /// The interpreter that runs the workers.
  String command() {
    return command;
  }

  private void giveBack(Worker worker, boolean reusable) {
    if (reusable && !closed) {
      idle.addFirst(worker);
      if (closed && idle.remove(worker)) {
        forget(worker);
      }
    } else {
      forget(worker);
    }
    permits.release();
  }

  private void forget(Worker worker) {
    worker.kill();
    all.remove(worker);
  }

  /// Ends all workers and waits until they are gone.
  @Override
  public void close() {
    closed = true;
    watchdog.close();
    all.forEach(Worker::release);
    try {
      for (Worker worker : all) {
        worker.await(GOODBYE);
      }
    } catch (InterruptedException stop) {
      all.forEach(Worker::kill);
      Thread.currentThread().interrupt();
    }
    all.clear();
    idle.clear();
  }
}
