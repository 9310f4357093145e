package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PythonProcessTest {

  private static final String PID =
      """
      import os
      from promptflow.core import tool

      @tool
      def pid():
          return os.getpid()
      """;

  @TempDir Path folder;
  private PythonFlow flow;

  @BeforeEach
  void open() throws Exception {
    flow = new PythonFlow(folder, 2);
    flow.file("pid.py", PID);
  }

  @AfterEach
  void close() {
    flow.close();
  }

  private void tool(String imports, String body) throws Exception {
    flow.file(
        "t.py",
        "%s\nfrom promptflow.core import tool\n\n@tool\ndef f(x=None):\n%s"
            .formatted(imports, body.indent(4)));
  }

  private long pid() throws Exception {
    return flow.value("pid.py") instanceof Long pid ? pid : -1;
  }

  private static void assertGone(long pid) throws Exception {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(5, TimeUnit.SECONDS);
    }
  }

  private void await(String file) throws Exception {
    try (var watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
      while (!java.nio.file.Files.exists(folder.resolve(file))) {
        var key = watch.poll(100, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.reset();
        }
      }
    }
  }

  @Nested
  class WhenAToolEndsItsProcess {

    @Test
    void theNodeFailsAndTheWorkerIsReplaced() throws Exception {
      tool("import os", "print('last words', flush=True)\nos._exit(3)");
      long before = pid();

      var failure = flow.failure("t.py");

      assertThat(failure)
          .hasMessage(
              "'f' (t.py) took the Python worker down with it: the process ended with exit code 3");
      assertThat(failure.details().type()).isEqualTo("WorkerDied");
      assertThat(failure.details().logs()).containsExactly("last words");
      assertGone(before);
      assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void aSignalIsNamed() throws Exception {
      tool("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)");

      assertThat(flow.failure("t.py")).hasMessageContaining("was ended by signal 9 (SIGKILL");
    }

    @Test
    void aCrashInNativeCodeShowsTheLine() throws Exception {
      tool("import ctypes", "print('before')\nctypes.string_at(0)");

      var failure = flow.failure("t.py");

      assertThat(failure).hasMessageContaining("signal 11").hasMessageContaining("(t.py:7)");
      assertThat(failure.details().line()).isEqualTo(7);
      assertThat(failure.details().logs()).containsExactly("before");
    }

    @Test
    void exitIsAFailureOfTheNode() throws Exception {
      tool("import sys", "sys.exit('enough')");
      long before = pid();

      assertThat(flow.failure("t.py")).hasMessage("'f' (t.py:6) ended Python: SystemExit: enough");
      tool("", "exit()");
      assertThat(flow.failure("t.py")).hasMessageContaining("SystemExit");
      assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void aChildThatHoldsThePipesOpenDoesNotHideIt() throws Exception {
      tool("import os, time", "if os.fork() == 0:\n    time.sleep(60)\nos._exit(4)");

      assertThat(flow.failure("t.py")).hasMessageContaining("exit code 4");
    }
  }

  @Nested
  class WhenAToolDoesNotEnd {

    private ToolException stoppedAfter(Duration limit) throws Exception {
      Tool tool = flow.tool("t.py");
      return catchThrowableOfType(
          ToolException.class, () -> tool.call(new ToolCall("n", Map.of(), limit)));
    }

    @Test
    void itIsStoppedAtTheDeadlineAndSaysWhereItWas() throws Exception {
      tool("import time", "print('waiting')\ntime.sleep(60)");
      long before = pid();
      Instant start = Instant.now();

      var failure = stoppedAfter(Duration.ofMillis(300));

      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
      assertThat(failure).hasMessage("'f' (t.py:7) was stopped after its 300 ms");
      assertThat(failure.details().type()).isEqualTo("Timeout");
      assertThat(failure.details().traceback()).containsExactly("t.py:7 in f");
      assertThat(failure.details().logs()).containsExactly("waiting");
      assertGone(before);
      assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void aBusyLoopInNativeCodeIsStoppedToo() throws Exception {
      tool("import re", "re.match('(a+)+$', 'a' * 64 + 'b')");

      assertThat(stoppedAfter(Duration.ofMillis(300))).hasMessageContaining("t.py:6");
    }

    @Test
    void itsChildrenAndGrandchildrenEndWithIt() throws Exception {
      flow.file(
          "t.py",
          """
          import os, subprocess, sys, time
          from promptflow.core import tool

          SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]

          @tool
          def f():
              pids = [subprocess.Popen(SLEEP).pid]
              pids.append(subprocess.Popen(SLEEP, start_new_session=True).pid)
              if os.fork() == 0:  # an orphan in a session of its own
                  os.setsid()
                  orphan = subprocess.Popen(SLEEP)
                  with open("orphan.txt", "w") as out:
                      out.write(str(orphan.pid))
                  os._exit(0)
              os.wait()
              with open("pids.txt", "w") as out:
                  out.write(" ".join(map(str, pids)) + " " + open("orphan.txt").read())
              time.sleep(60)
          """);

      stoppedAfter(Duration.ofSeconds(1));

      String pids = java.nio.file.Files.readString(folder.resolve("pids.txt"));
      assertThat(pids.split(" ", -1)).hasSize(3);
      for (String pid : pids.split(" ", -1)) {
        assertGone(Long.parseLong(pid));
      }
    }

    @Test
    void anInterruptStopsItAtOnce() throws Exception {
      tool("import time", "open('started', 'w').close()\ntime.sleep(60)");
      Tool tool = flow.tool("t.py");
      long before = pid();
      var outcome = new AtomicReference<Throwable>();
      Thread caller =
          Thread.startVirtualThread(() -> {
            try {
              tool.call(new ToolCall("n", Map.of(), PythonFlow.LIMIT));
            } catch (Throwable problem) {
              outcome.set(problem);
            }
          });
      await("started");

      caller.interrupt();
      caller.join(Duration.ofSeconds(5));

      assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
      assertGone(before);
    }

    @Test
    void otherWorkersAreNotHarmed() throws Exception {
      tool("import time", "time.sleep(60)");
      flow.file(
          "slow.py",
          """
          import time
          from promptflow.core import tool

          @tool
          def f():
              time.sleep(0.8)
              return "whole"
          """);
      Tool slow = flow.tool("slow.py");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<ToolResult> other =
            threads.submit(() -> slow.call(new ToolCall("n", Map.of(), PythonFlow.LIMIT)));

        stoppedAfter(Duration.ofMillis(200));

        assertThat(other.get().value().toPlain()).isEqualTo("whole");
      }
    }
  }

  @Nested
  class WhenAToolPrints {

    @Test
    void everythingIsInTheLogInOrderAndNothingInTheResult() throws Exception {
      tool(
          "import os, subprocess, sys, logging\nprint('at import')",
          """
          print("one")
          sys.stderr.write("two\\n")
          os.write(1, b"three\\n")
          subprocess.run(["sh", "-c", "echo four; echo five >&2"])
          sys.__stdout__.write('{"value": "forged"}\\n')
          logging.warning("six")
          print("seven", end="")
          return "result"
          """);

      var result = flow.call("t.py");

      assertThat(result.value().toPlain()).isEqualTo("result");
      assertThat(result.logs())
          .containsExactly(
              "at import",
              "one",
              "two",
              "three",
              "four",
              "five",
              "{\"value\": \"forged\"}",
              "WARNING:root:six",
              "seven");
      assertThat(flow.call("t.py").logs()).doesNotContain("at import");
    }

    @Test
    void binaryAndOddTextIsKeptAsFarAsItIsText() throws Exception {
      tool(
          "import os",
          """
          os.write(1, bytes(range(256)) * 4)
          print("half \\ud83d")
          print("x" * 1_000_000)
          return 1
          """);

      var result = flow.call("t.py");

      assertThat(result.value().toPlain()).isEqualTo(1L);
      assertThat(result.logs().getLast()).hasSize(1_000_000);
      assertThat(String.join("", result.logs())).contains("half \\ud83d");
    }

    @Test
    void aFloodIsCutAndDoesNotHoldTheToolUp() throws Exception {
      tool(
          "import os",
          """
          for i in range(400):
              os.write(2, b"y" * 65535 + b"\\n")
          return "done"
          """);

      var result = flow.call("t.py");

      assertThat(result.value().toPlain()).isEqualTo("done");
      assertThat(result.logs().getLast())
          .isEqualTo(
              "… 25,165,824 more bytes were printed; the log keeps the first 1 MiB of a call");
      assertThat(String.join("\n", result.logs())).hasSizeLessThan((1 << 20) + 200);
    }

    @Test
    void inputIsEmptyAndClosedStreamsHarmNothing() throws Exception {
      tool("import os, sys", "sys.stdout.close()\nos.close(1)\nreturn sys.stdin.read()");

      assertThat(flow.value("t.py")).isEqualTo("");
    }
  }

  @Nested
  class ThePool {

    @Test
    void runsRowsAtTheSameTime() throws Exception {
      tool(
          "import os, time",
          """
          open("here-" + x, "w").close()
          other = {"a": "b", "b": "a"}[x]
          while not os.path.exists("here-" + other):
              time.sleep(0.005)
          return x
          """);
      Tool tool = flow.tool("t.py");

      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var calls = new ArrayList<Future<ToolResult>>();
        for (String row : List.of("a", "b")) {
          var call = new ToolCall("n", PythonFlow.arguments("x", row), Duration.ofSeconds(20));
          calls.add(threads.submit(() -> tool.call(call)));
        }

        assertThat(calls.get(0).get().value().toPlain()).isEqualTo("a");
        assertThat(calls.get(1).get().value().toPlain()).isEqualTo("b");
      }
    }

    @Test
    void hasNoMoreProcessesThanAllowedAndUsesThemAgain() throws Exception {
      Tool tool = flow.tool("pid.py");
      var start = new CountDownLatch(1);

      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var calls = new ArrayList<Future<Object>>();
        for (int i = 0; i < 200; i++) {
          calls.add(
              threads.submit(() -> {
                start.await();
                var call = new ToolCall("n", Map.of(), PythonFlow.LIMIT);
                return tool.call(call).value().toPlain();
              }));
        }
        start.countDown();
        var pids = new java.util.HashSet<Object>();
        for (Future<Object> call : calls) {
          pids.add(call.get());
        }

        assertThat(pids).hasSizeBetween(1, 2);
      }
    }

    @Test
    void leavesNothingBehindWhenItIsClosed() throws Exception {
      tool(
          "import subprocess, os",
          """
          child = subprocess.Popen(["sleep", "60"], start_new_session=True)
          return [os.getpid(), child.pid]
          """);
      Object pids = flow.value("t.py");

      flow.close();

      assertThat(pids).asInstanceOf(LIST).hasSize(2);
      for (Object pid : pids instanceof List<?> both ? both : List.of()) {
        assertGone((Long) pid);
      }
      assertThatThrownBy(() -> flow.inspect("t.py")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void endsCallsThatStillRunWhenItIsClosed() throws Exception {
      tool("import time", "open('started', 'w').close()\ntime.sleep(60)");
      Tool tool = flow.tool("t.py");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var call = threads.submit(() -> tool.call(new ToolCall("n", Map.of(), PythonFlow.LIMIT)));
        await("started");

        flow.close();

        assertThatThrownBy(call::get).hasCauseInstanceOf(ToolException.class);
      }
    }

    @Test
    void isEmptiedWhenTheEngineIsKilled() throws Exception {
      flow.file(
          "t.py",
          PID.replace(
              "return os.getpid()",
              "print(flush=True); open('pid', 'w').write(str(os.getpid()));"
                  + " __import__('time').sleep(60)"));
      Process engine =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classPath(),
                  Engine.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start();
      try (var said = engine.inputReader()) {
        long worker = Long.parseLong(said.readLine());

        engine.destroyForcibly();

        assertGone(worker);
      }
    }

    private static String classPath() {
      return String.join(
          java.io.File.pathSeparator,
          List.of(
              System.getProperty("java.class.path"), System.getProperty("jdk.module.path", "")));
    }
  }

  /// An engine in a process of its own, whose tool never ends.
  static final class Engine {
    private Engine() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      var flow = new PythonFlow(folder, 1);
      Tool tool = flow.tool("t.py");
      Thread.startVirtualThread(() -> {
        try {
          tool.call(new ToolCall("n", Map.of(), Duration.ofMinutes(1)));
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
        }
      });
      while (!java.nio.file.Files.exists(folder.resolve("pid"))
          || java.nio.file.Files.size(folder.resolve("pid")) == 0) {
        Thread.onSpinWait();
      }
      new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true)
          .println(java.nio.file.Files.readString(folder.resolve("pid")));
      new CountDownLatch(1).await();
    }
  }
}
