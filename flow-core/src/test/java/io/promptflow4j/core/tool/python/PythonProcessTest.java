package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  private long pid() throws Exception {
    return flow.value("pid.py") instanceof Long pid ? pid : -1;
  }

  @Nested
  class WhenAToolEndsItsProcess {

    @Test
    void theNodeFailsAndTheWorkerIsReplaced() throws Exception {
      flow.tool("import os", "print('last words', flush=True)\nos._exit(3)");
      long before = pid();

      var failure = flow.failure("t.py");

      assertThat(failure)
          .hasMessage(
              "'f' (t.py:5) took the Python worker down with it: the process ended with exit code"
                  + " 3");
      assertThat(failure.details().kind()).isEqualTo(Kind.WORKER_DIED);
      assertThat(failure.details().logs()).containsExactly("last words");
      PythonFlow.assertGone(before);
      assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void aSignalIsNamed() throws Exception {
      flow.tool("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)");

      assertThat(flow.failure("t.py")).hasMessageContaining("was ended by signal 9 (SIGKILL");
    }

    @Test
    void aCrashInNativeCodeShowsTheLine() throws Exception {
      flow.tool("import ctypes", "print('before')\nctypes.string_at(0)");

      var failure = flow.failure("t.py");

      assertThat(failure).hasMessageContaining("signal 11").hasMessageContaining("(t.py:7)");
      assertThat(failure.details().line()).isEqualTo(7);
      assertThat(failure.details().logs()).containsExactly("before");
    }

    @Test
    void exitIsAFailureOfTheNode() throws Exception {
      flow.tool("import sys", "sys.exit('enough')");
      long before = pid();

      assertThat(flow.failure("t.py")).hasMessage("'f' (t.py:6) ended Python: SystemExit: enough");
      flow.tool("", "exit()");
      assertThat(flow.failure("t.py")).hasMessageContaining("SystemExit");
      assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void aChildThatHoldsThePipesOpenDoesNotHideIt() throws Exception {
      flow.tool("import os, time", "if os.fork() == 0:\n    time.sleep(60)\nos._exit(4)");

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
      flow.tool("import time", "print('waiting')\ntime.sleep(60)");
      long before = pid();
      Instant start = Instant.now();

      var failure = stoppedAfter(Duration.ofMillis(900));

      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
      assertThat(failure).hasMessage("'f' (t.py:7) was stopped after its 900 ms");
      assertThat(failure.details().kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure.details().traceback()).containsExactly("t.py:7 in f");
      assertThat(failure.details().logs()).containsExactly("waiting");
      PythonFlow.assertGone(before);
      assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void aBusyLoopInNativeCodeIsStoppedToo() throws Exception {
      flow.tool("import re", "re.match('(a+)+$', 'a' * 64 + 'b')");

      assertThat(stoppedAfter(Duration.ofMillis(900))).hasMessageContaining("t.py:6");
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

      stoppedAfter(Duration.ofSeconds(3));

      String pids = Files.readString(folder.resolve("pids.txt"));
      assertThat(pids.split(" ", -1)).hasSize(3);
      for (String pid : pids.split(" ", -1)) {
        PythonFlow.assertGone(Long.parseLong(pid));
      }
    }

    @Test
    void anInterruptStopsItAtOnce() throws Exception {
      flow.tool("import time", "open('started', 'w').close()\ntime.sleep(60)");
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
      flow.await("started");

      caller.interrupt();
      caller.join(Duration.ofSeconds(30));

      assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
      PythonFlow.assertGone(before);
    }

    @Test
    void otherWorkersAreNotHarmed() throws Exception {
      flow.tool("import time", "time.sleep(60)");
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
}
