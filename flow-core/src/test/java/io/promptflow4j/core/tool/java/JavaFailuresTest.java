package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Reference;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What happens when a tool throws, hangs, or is stopped.
@Timeout(60)
class JavaFailuresTest {

  @TempDir Path root;
  private JavaFolder folder;

  @BeforeEach
  void open() {
    folder = new JavaFolder(root);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private ToolException failure(String path, String json) {
    Tool tool = folder.tool(path);
    return catchThrowableOfType(ToolException.class, () -> JavaFolder.call(tool, json));
  }

  @Test
  void anExceptionIsShownWithTheAuthorsOwnLines() {
    folder
        .with(
            "tools/Score.java",
            """
            import io.promptflow4j.core.tool.ToolContext;
            import java.util.List;

            public class Score {
              public static int run(String text, ToolContext context) {
                context.log("reading");
                return List.of(text).stream().mapToInt(Numbers::parse).sum();
              }
            }
            """)
        .with(
            "tools/Numbers.java",
            """
            class Numbers {
              static int parse(String text) {
                return Integer.parseInt(text);
              }
            }
            """);

    ToolException failure = failure("tools/Score.java", "{\"text\": \"five\"}");

    assertThat(failure)
        .hasMessage(
            "'Score' (tools/Numbers.java:3) threw NumberFormatException: For input string:"
                + " \"five\"");
    assertThat(failure.details().type()).isEqualTo("NumberFormatException");
    assertThat(failure.details().file()).contains("tools/Numbers.java");
    assertThat(failure.details().line()).isEqualTo(3);
    assertThat(failure.details().traceback())
        .containsExactly(
            "tools/Score.java:7 in run: return List.of(text).stream().mapToInt(Numbers::parse)"
                + ".sum();",
            "tools/Numbers.java:3 in parse: return Integer.parseInt(text);");
    assertThat(failure.details().logs()).containsExactly("reading");
  }

  @Test
  void anExceptionOfAnotherThreadIsShownToo() {
    folder.with(
        "Later.java",
        """
        import java.util.concurrent.*;

        public class Later {
          static class TooLate extends RuntimeException {}
          public static CompletionStage<String> run() {
            return CompletableFuture.supplyAsync(() -> { throw new TooLate(); });
          }
        }
        """);

    ToolException failure = failure("Later.java", "{}");

    assertThat(failure).hasMessage("'Later' (Later.java:6) threw TooLate");
    assertThat(failure.details().type()).isEqualTo("TooLate");
    assertThat(failure.details().line()).isEqualTo(6);
  }

  @Test
  void endlessRecursionFailsTheCallOnly() {
    folder.with(
        "Deep.java",
        """
        public class Deep {
          public static int run(int depth) {
            return run(depth + 1) + 1;
          }
        }
        """);

    ToolException failure = failure("Deep.java", "{\"depth\": 0}");

    assertThat(failure).hasMessage("'Deep' (Deep.java:3) threw StackOverflowError");
    assertThat(failure.details().type()).isEqualTo("StackOverflowError");
    assertThat(failure.details().line()).isEqualTo(3);
    assertThat(failure.details().traceback()).hasSize(31).contains("… 994 more lines …");
  }

  @Test
  void errorsAndUnfriendlyExceptionsAreFailuresLikeAnyOther() {
    folder
        .with(
            "Memory.java",
            """
            public class Memory {
              public static int run() { return new long[Integer.MAX_VALUE].length; }
            }
            """)
        .with(
            "Static.java",
            """
            public class Static {
              static final int NUMBER = Integer.parseInt("no number");
              public static int run() { return NUMBER; }
            }
            """)
        .with(
            "Rude.java",
            """
            public class Rude {
              public static int run() {
                throw new RuntimeException() {
                  @Override public String getMessage() { throw new IllegalStateException(); }
                };
              }
            }
            """)
        .with(
            "Sneaky.java",
            """
            public class Sneaky {
              public static int run() throws Throwable { throw new Throwable("odd"); }
            }
            """)
        .with(
            "Stops.java",
            """
            public class Stops {
              public static int run() throws Exception { throw new InterruptedException("me"); }
            }
            """);

    assertThat(failure("Memory.java", "{}").details().type()).isEqualTo("OutOfMemoryError");
    assertThat(failure("Static.java", "{}").details().line()).isEqualTo(2);
    assertThat(failure("Rude.java", "{}"))
        .hasMessage("'Rude' (Rude.java:3) threw RuntimeException, whose message can't be shown");
    assertThat(failure("Sneaky.java", "{}"))
        .hasMessage("'Sneaky' (Sneaky.java:2) threw Throwable: odd");
    assertThat(failure("Stops.java", "{}").details().type()).isEqualTo("InterruptedException");
  }

  @Test
  void aToolThatWaitsIsInterruptedAtTheDeadline() throws Exception {
    folder.with(
        "Waits.java",
        """
        import io.promptflow4j.core.tool.ToolContext;
        import java.util.concurrent.CountDownLatch;

        public class Waits {
          public static void run(ToolContext context) {
            context.log("started");
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
              ((CountDownLatch) System.getProperties().get("test.interrupted")).countDown();
            }
          }
        }
        """);
    Tool tool = folder.tool("Waits.java");
    var interrupted = new CountDownLatch(1);
    System.getProperties().put("test.interrupted", interrupted); // both sides can see it

    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> JavaFolder.call(tool, "{}", Duration.ofSeconds(1)))
        .withMessage("tool 'Waits' did not finish within 1.0 s")
        .satisfies(failure -> {
          assertThat(failure.details().kind()).isEqualTo(Kind.TIMEOUT);
          assertThat(failure.details().line()).isEqualTo(8);
          assertThat(failure.details().logs()).containsExactly("started");
        });
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    System.getProperties().remove("test.interrupted");
  }

  @Test
  void aToolThatIgnoresTheDeadlineIsLeftBehindAndHarmsNoOther() throws Exception {
    folder
        .with(
            "Spins.java",
            """
            import io.promptflow4j.core.tool.ToolContext;

            public class Spins {
              static volatile boolean stop;
              public static int run(ToolContext context) {
                while (!stop) {
                  Thread.onSpinWait();
                }
                return 1;
              }
            }
            """)
        .with(
            "Quick.java",
            """
            public class Quick {
              public static int run() { Spins.stop = true; return 2; }
            }
            """);
    var found =
        folder
            .tools()
            .find(
                List.of(
                    new Reference.JavaFile("Spins.java"), new Reference.JavaFile("Quick.java")));
    var tools = new ArrayList<Tool>();
    found
        .values()
        .forEach(lookup -> {
          if (lookup instanceof Lookup.Found(Tool tool)) {
            tools.add(tool);
          }
        });
    int more = Runtime.getRuntime().availableProcessors() + 1;

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var late = new ArrayList<CompletableFuture<Throwable>>();
      for (int i = 0; i < more; i++) {
        late.add(
            CompletableFuture.supplyAsync(
                () ->
                    catchThrowableOfType(
                        ToolException.class,
                        () -> JavaFolder.call(tools.getFirst(), "{}", Duration.ofMillis(200))),
                callers));
      }
      for (var one : late) {
        assertThat(one.get(30, TimeUnit.SECONDS)).hasMessageContaining("did not finish");
      }
      assertThat(JavaFolder.call(tools.getLast(), "{}").value()).isEqualTo(Value.of(2));
    }
  }

  @Test
  void anInterruptedCallerStopsTheTool() throws Exception {
    var started = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    var threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    Tool tool =
        new LimitedTool(
            JavaTool.of(
                "test.waits",
                "",
                List.of(),
                (_, _) -> {
                  started.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    stopped.countDown();
                  }
                  return null;
                }),
            ResultLimit.DEFAULT,
            threads);
    var outcome = new CompletableFuture<Throwable>();

    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                JavaFolder.call(tool, "{}");
                outcome.complete(new AssertionError("the call returned"));
              } catch (InterruptedException | RuntimeException thrown) {
                outcome.complete(thrown);
              }
            });
    started.await();
    caller.interrupt();

    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
    threads.shutdownNow();
  }

  @Test
  void afterClosingNothingCanBeCalled() {
    folder.with("Late.java", "public class Late { public static int run() { return 1; } }");
    Tool tool = folder.tool("Late.java");

    folder.close();

    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> JavaFolder.call(tool, "{}"))
        .withMessage("tool 'Late' can't be called any more: its flow was closed");
  }
}
