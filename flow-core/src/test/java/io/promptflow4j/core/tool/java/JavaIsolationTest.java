package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.compile.CompileCache;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flows beside flows, rows beside rows.
class JavaIsolationTest {

  private static final String COUNTER =
      """
      import java.util.concurrent.atomic.AtomicInteger;

      public class Counter {
        private static final AtomicInteger COUNT = new AtomicInteger();
        public static String run() { return "NAME " + COUNT.incrementAndGet(); }
      }
      """;

  @Test
  void classesOfTheSameNameInTwoFlowsDoNotMeet(@TempDir Path one, @TempDir Path other)
      throws Exception {
    var cache = new CompileCache();
    try (var first = new JavaFolder(one, cache).with("Counter.java", COUNTER);
        var second = new JavaFolder(other, cache).with("Counter.java", COUNTER)) {
      Tool mine = first.tool("Counter.java");
      Tool yours = second.tool("Counter.java");

      assertThat(JavaFolder.call(mine, "{}").value()).isEqualTo(Value.of("NAME 1"));
      assertThat(JavaFolder.call(mine, "{}").value()).isEqualTo(Value.of("NAME 2"));
      assertThat(JavaFolder.call(yours, "{}").value()).isEqualTo(Value.of("NAME 1"));
    }
  }

  @Test
  void aChangedFileIsCompiledAnew(@TempDir Path root) throws Exception {
    var cache = new CompileCache();
    try (var before = new JavaFolder(root, cache).with("Counter.java", COUNTER)) {
      before.tool("Counter.java");
    }
    try (var after =
        new JavaFolder(root, cache).with("Counter.java", COUNTER.replace("NAME", "new"))) {
      assertThat(JavaFolder.call(after.tool("Counter.java"), "{}").value())
          .isEqualTo(Value.of("new 1"));
    }
  }

  @Test
  void theInnerPackagesOfPromptflow4jAreOutOfReach(@TempDir Path root) {
    try (var folder =
        new JavaFolder(root)
            .with(
                "Peek.java",
                """
                import io.promptflow4j.core.tool.compile.JavaSources;
                public class Peek { public static String run(JavaSources s) { return ""; } }
                """)) {
      assertThat(folder.mistakes("Peek.java"))
          .first()
          .satisfies(mistake -> {
            assertThat(mistake.code()).isEqualTo("java-compile");
            assertThat(mistake.message())
                .isEqualTo("package io.promptflow4j.core.tool.compile does not exist");
          });
    }
  }

  @Test
  void theInnerPackagesCannotBeReachedByNameEither(@TempDir Path root) throws Exception {
    try (var folder =
        new JavaFolder(root)
            .with(
                "Peek.java",
                """
                public class Peek {
                  public static boolean run(String name) {
                    try {
                      Class.forName(name);
                      return true;
                    } catch (ClassNotFoundException hidden) {
                      return false;
                    }
                  }
                }
                """)) {
      Tool peek = folder.tool("Peek.java");

      assertThat(call(peek, "io.promptflow4j.core.tool.compile.JavaSources"))
          .isEqualTo(Value.Bool.FALSE);
      assertThat(call(peek, "io.promptflow4j.core.value.Value")).isEqualTo(Value.Bool.TRUE);
      assertThat(call(peek, "org.jspecify.annotations.Nullable")).isEqualTo(Value.Bool.TRUE);
    }
  }

  private static Value call(Tool tool, String name) throws InterruptedException {
    return JavaFolder.call(tool, "{\"name\": \"" + name + "\"}").value();
  }

  @Test
  void rowsRunAtTheSameTime(@TempDir Path root) throws Exception {
    int rows = 50;
    try (var folder =
            new JavaFolder(root)
                .with(
                    "Meet.java",
                    """
                    import io.promptflow4j.core.tool.ToolContext;
                    import java.util.concurrent.CyclicBarrier;

                    public class Meet {
                      private static final CyclicBarrier ALL = new CyclicBarrier(50);
                      public static int run(int number, ToolContext context) throws Exception {
                        ALL.await();
                        context.log("row " + number);
                        return number * number;
                      }
                    }
                    """);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Tool tool = folder.tool("Meet.java");
      var started = new CyclicBarrier(rows);
      var results = new ArrayList<Future<Value>>();
      for (int row = 0; row < rows; row++) {
        String json = "{\"number\": " + row + "}";
        Callable<Value> call =
            () -> {
              started.await();
              return JavaFolder.call(tool, json).value();
            };
        results.add(callers.submit(call));
      }

      for (int row = 0; row < rows; row++) {
        assertThat(results.get(row).get()).isEqualTo(Value.of((long) row * row));
      }
    }
  }
}
