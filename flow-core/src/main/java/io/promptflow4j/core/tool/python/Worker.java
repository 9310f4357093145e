package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// One worker process. The thread that has it writes and reads the pipes itself.
final class Worker {

  /// The environment variable whose value is different for each worker.
  private static final String TAG = "PROMPTFLOW4J_WORKER";

  private static final long DYING_MILLIS = 2_000;
  private static final long EXPLAINING_MILLIS = 150;
  private static final int MOST_NOISE = 1_000;
  private static final long LOG_MILLIS = 1_000;

  private final Process process;
  private final String tag;
  private final Frames frames;
  private final CallLog log;
  private final String nonce;
  private final ReentrantLock telling = new ReentrantLock();
  private boolean greeted;

  private Worker(Process process, String tag, String nonce) {
    this.process = process;
    this.tag = tag;
    this.nonce = nonce;
    this.frames = new Frames(process.getOutputStream(), process.getInputStream());
    this.log = new CallLog(nonce);
  }

  /// Starts a process; it gets ready while the caller goes on.
  ///
  /// @param opening what the worker has to know before the first request
  static Worker start(
      List<String> command, Path folder, Map<String, String> environment, Value.Mapping opening)
      throws IOException {
    String tag = random();
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(TAG, tag);
    var worker = new Worker(builder.start(), tag, random());
    Thread.ofPlatform()
        .daemon()
        .name("python-log-" + worker.process.pid())
        .start(() -> worker.log.drain(worker.process.getErrorStream()));
    var entries = new LinkedHashMap<>(opening.entries());
    entries.put("nonce", Value.of(worker.nonce));
    worker.open(new Value.Mapping(entries));
    return worker;
  }

  private static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void open(Value.Mapping opening) {
    try {
      frames.write(opening);
    } catch (IOException endedAtOnce) {
      // what it has written before tells more: see greeting()
    }
  }

  /// The text that marks what only this worker and the engine can have written.
  String nonce() {
    return nonce;
  }

  /// Starts a call: sends the request.
  void send(Value.Mapping request) throws IOException {
    log.begin();
    try {
      frames.write(request);
    } catch (IOException gone) {
      if (greeted) {
        throw gone;
      }
      // what it has written before it ended tells more: see greeting()
    }
  }

  /// Answers what the tool has asked; from any thread.
  void tell(Value.Mapping answer) throws IOException {
    telling.lock();
    try {
      frames.write(answer);
    } finally {
      telling.unlock();
    }
  }

  /// Waits for the next answer to the request.
  Value.Mapping receive() throws IOException {
    return frames.read();
  }

  /// Waits for the worker's own first words, once.
  ///
  /// @throws IOException if it does not come up
  Value.Mapping greeting() throws IOException {
    if (greeted) {
      return Value.Mapping.EMPTY;
    }
    Value.Mapping greeting = Value.Mapping.EMPTY;
    for (int i = 0; i < MOST_NOISE && greeting.get("hello") == null; i++) {
      greeting = mappingOrNoise();
    }
    greeted = true;
    return greeting;
  }

  /// The next message. What customised interpreters print before the worker has the pipe is noise.
  private Value.Mapping mappingOrNoise() throws IOException {
    try {
      return frames.read();
    } catch (StreamCorruptedException noise) {
      return Value.Mapping.EMPTY;
    }
  }

  /// What the call has printed.
  CallLog.Captured log() {
    return log.end(LOG_MILLIS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// How it ended, for people.
  String end() {
    try {
      if (!process.waitFor(DYING_MILLIS, TimeUnit.MILLISECONDS)) {
        return "stopped answering";
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return "ended";
    }
    int code = process.exitValue();
    return code > 128 && code < 160
        ? "was ended by signal %d%s".formatted(code - 128, signalName(code - 128))
        : "ended with exit code %d".formatted(code);
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 6 -> " (SIGABRT, abort)";
      case 9 -> " (SIGKILL; often the machine was out of memory)";
      case 11 -> " (SIGSEGV, a crash in native code)";
      case 15 -> " (SIGTERM)";
      default -> "";
    };
  }

  /// Asks the interpreter to write where it stands to the log, and waits a moment for it.
  void explain() {
    process.toHandle().destroy();
    try {
      process.waitFor(EXPLAINING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the process and everything it started, at once.
  void kill() {
    Tree.kill(process.toHandle(), tag);
  }

  /// Lets an idle process end by itself; [#await] makes sure it does.
  void release() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // nothing to close then
    }
  }

  /// Waits for the end after [#release], and kills what does not end.
  void await(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      process.waitFor(DYING_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// Ends a worker with everything it started.
  ///
  /// Children are found by descent; on Linux also those that were orphaned or left the process
  /// group, by the group they are in and by the tag that every worker's environment carries.
  private static final class Tree {

    private static final Path PROC = Path.of("/proc");
    private static final int MOST_ROUNDS = 50;
    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    /// One look at all processes.
    ///
    /// @param strays those that belong to the worker
    /// @param unclear whether there is one that is just being made and may turn out to belong to it
    private record Look(Set<ProcessHandle> strays, boolean unclear) {}

    private Tree() {}

    /// Kills the tree of `worker` until none of it is left.
    static void kill(ProcessHandle worker, String tag) {
      Set<ProcessHandle> children = worker.descendants().collect(Collectors.toSet());
      worker.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      for (int round = 0; round < MOST_ROUNDS; round++) {
        Look look = look(worker.pid(), TAG + "=" + tag);
        look.strays().forEach(ProcessHandle::destroyForcibly);
        if (look.strays().isEmpty() && !look.unclear()) {
          return;
        }
        if (look.strays().isEmpty()) {
          LockSupport.parkNanos(PAUSE);
        }
      }
    }

    private static Look look(long group, String tag) {
      var strays = new HashSet<ProcessHandle>();
      boolean unclear = false;
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
        for (Path entry : entries) {
          Running process = Running.read(entry);
          if (process.group() == group || process.environment().contains(tag)) {
            long pid = Long.parseLong(entry.getFileName().toString());
            ProcessHandle.of(pid).ifPresent(strays::add);
          }
          unclear |= process.isBeingMade();
        }
      } catch (IOException notLinux) {
        // then descent is all there is to go by
      }
      return new Look(strays, unclear);
    }

    /// What `/proc` says of a process; all blank if it is over or someone else's.
    private record Running(long group, long parent, String environment, boolean hasArguments) {

      private static final Running NONE = new Running(-1, 0, "", true);
      private static final long KERNEL = 2;

      static Running read(Path entry) {
        try {
          String stat = text(entry, "stat");
          // state, parent and group follow the command, which stands in brackets and may hold any
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
          if (fields[0].equals("Z")) {
            return NONE;
          }
          return new Running(
              Long.parseLong(fields[2]),
              Long.parseLong(fields[1]),
              text(entry, "environ"),
              !text(entry, "cmdline").isEmpty());
        } catch (IOException | RuntimeException gone) {
          return NONE;
        }
      }

      private static String text(Path entry, String file) throws IOException {
        return new String(Files.readAllBytes(entry.resolve(file)), StandardCharsets.ISO_8859_1);
      }

      /// Between `exec` and its end a process has neither arguments nor environment. So have the
      /// kernel's own.
      boolean isBeingMade() {
        return !hasArguments && environment.isEmpty() && parent != KERNEL && parent != 0;
      }
    }
  }
}
