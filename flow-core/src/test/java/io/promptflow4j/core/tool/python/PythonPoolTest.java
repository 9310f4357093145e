package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolResult;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PythonPoolTest {

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

  @Test
  void runsRowsAtTheSameTime() throws Exception {
    flow.tool(
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
      var pids = new HashSet<Object>();
      for (Future<Object> call : calls) {
        pids.add(call.get());
      }

      assertThat(pids).hasSizeBetween(1, 2);
    }
  }

  @Test
  void leavesNothingBehindWhenItIsClosed() throws Exception {
    flow.tool(
        "import subprocess, os",
        """
        child = subprocess.Popen(["sleep", "60"], start_new_session=True)
        return [os.getpid(), child.pid]
        """);
    Object pids = flow.value("t.py");

    flow.close();

    assertThat(pids).asInstanceOf(LIST).hasSize(2);
    for (Object pid : pids instanceof List<?> both ? both : List.of()) {
      PythonFlow.assertGone((Long) pid);
    }
    assertThatThrownBy(() -> flow.inspect("t.py")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void endsCallsThatStillRunWhenItIsClosed() throws Exception {
    flow.tool("import time", "open('started', 'w').close()\ntime.sleep(60)");
    Tool tool = flow.tool("t.py");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var call = threads.submit(() -> tool.call(new ToolCall("n", Map.of(), PythonFlow.LIMIT)));
      flow.await("started");

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

      PythonFlow.assertGone(worker);
    }
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        List.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path", "")));
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
      while (!Files.exists(folder.resolve("pid")) || Files.size(folder.resolve("pid")) == 0) {
        Thread.onSpinWait();
      }
      new PrintStream(new FileOutputStream(FileDescriptor.out), true)
          .println(Files.readString(folder.resolve("pid")));
      new CountDownLatch(1).await();
    }
  }
}
