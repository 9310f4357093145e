package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tools that would end the process. If one does, this test ends with it.
class JavaExitTest {

  @TempDir Path root;
  private JavaFolder folder;

  @BeforeEach
  void open() {
    folder = new JavaFolder(root);
    folder
        .with(
            "Quits.java",
            """
            import java.util.List;
            import java.util.function.IntConsumer;

            public class Quits {
              public static String run(String how) {
                Base base = how.isEmpty() ? new Left() : new Right();
                switch (how) {
                  case "system" -> System.exit(3);
                  case "runtime" -> Runtime.getRuntime().exit(4);
                  case "halt" -> Runtime.getRuntime().halt(5);
                  case "lambda" -> List.of(6).forEach(status -> System.exit(status));
                  case "reference" -> List.of(7).forEach(System::exit);
                  case "bound" -> bound(Runtime.getRuntime()::halt);
                  case "caught" -> {
                    try {
                      System.exit(9);
                    } catch (Exception everything) {
                      return "caught";
                    }
                  }
                  case "beside" -> Beside.quit();
                  default -> {
                    return base.name() + String.join(" ", "I stay", "with " + how);
                  }
                }
                return "never";
              }

              private static void bound(IntConsumer quit) {
                quit.accept(8);
              }

              sealed interface Base {
                default String name() {
                  return getClass().getSimpleName() + ": ";
                }
              }

              static final class Left implements Base {}

              static final class Right implements Base {}
            }
            """)
        .with(
            "Beside.java",
            """
            class Beside {
              static void quit() {
                System.exit(10);
              }
            }
            """);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @ParameterizedTest
  @CsvSource({
    "system, Quits.java:8, System.exit(3)",
    "runtime, Quits.java:9, Runtime.exit(4)",
    "halt, Quits.java:10, Runtime.halt(5)",
    "lambda, Quits.java:11, System.exit(6)",
    "reference, Quits.java:12, System.exit(7)",
    "bound, Quits.java:30, Runtime.halt(8)",
    "caught, Quits.java:16, System.exit(9)",
    "beside, Beside.java:3, System.exit(10)",
  })
  void theCallFailsAndTheProcessGoesOn(String how, String place, String call) {
    Tool tool = folder.tool("Quits.java");

    ToolException failure =
        catchThrowableOfType(
            ToolException.class, () -> JavaFolder.call(tool, "{\"how\": \"%s\"}".formatted(how)));

    assertThat(failure)
        .hasMessageStartingWith(
            "'Quits' (%s) threw ToolExitError: %s would end".formatted(place, call));
    assertThat(failure.details().type()).isEqualTo("ToolExitError");
    assertThat(failure.details().traceback()).last().asString().startsWith(place);
  }

  @Test
  void otherCodeOfTheSameClassWorksAsEver() throws Exception {
    Tool tool = folder.tool("Quits.java");

    assertThat(JavaFolder.call(tool, "{\"how\": \"you\"}").value())
        .isEqualTo(Value.of("Right: I stay with you"));
  }
}
