package io.promptflow4j.core.tool.java;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a Java method returns, on its way back to a value.
class JavaResultsTest {

  /// An expression and the JSON of its value.
  private static final String VALUES =
      """
      "text"                                     | "text"
      'c'                                        | "c"
      (short) 3                                  | 3
      new java.math.BigInteger("123456789012345678901") | 123456789012345678901
      1.5f                                       | 1.5
      Double.NaN                                 | NaN
      true                                       | true
      null                                       | null
      List.of(1, "a", List.of())                 | [1,"a",[]]
      new String[] {"a", null}                   | ["a",null]
      new int[] {1, 2}                           | [1,2]
      new TreeMap<>(Map.of("b", 1, "a", 2))      | {"a":2,"b":1}
      Map.of(1, Optional.of("x"))                | {"1":"x"}
      new Pair("a", Level.HIGH)                  | {"left":"a","right":"HIGH"}
      List.of(new Pair(new Pair(1, 2), null))    | [{"left":{"left":1,"right":2},"right":null}]
      Optional.empty()                           | null
      Value.of(5)                                | 5
      CompletableFuture.supplyAsync(() -> new Pair(1, 2)) | {"left":1,"right":2}
      Stream.of("a", "b", "")                    | "ab"
      List.of("a", "b").iterator()               | "ab"
      (Iterable<String>) () -> List.of("a", "b").iterator() | "ab"
      Stream.of(1, 2)                            | [1,2]
      Stream.empty()                             | []
      java.util.stream.IntStream.range(0, 3)     | [0,1,2]
      """;

  /// An expression that is no data and what is said of it.
  private static final String NO_DATA =
      """
      new Thread()                         | Thread, which is not data
      List.of(java.time.LocalDate.EPOCH)   | java.time.LocalDate, which is not data
      new Pair(1, new Object())            | java.lang.Object, which is not data
      new byte[] {1, 2}                    | a byte[] that is no PNG
      circle()                             | data nested more than 256 levels deep
      new Secret("hidden")                 | a connection, which may not leave a tool
      List.of(new Connection("c", ConnectionType.CUSTOM, Map.of(), Map.of())) | a connection, which may not leave a tool
      """;

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

  @TestFactory
  Stream<DynamicTest> aResultBecomesAValue() {
    Tool tool = returning(VALUES);
    return rows(VALUES)
        .map(row ->
            dynamicTest(
                row.expression(),
                () ->
                    assertThat(Json.write(call(tool, row.number()).value()))
                        .isEqualTo(row.expected())));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoDataFailsTheCall() {
    Tool tool = returning(NO_DATA);
    return rows(NO_DATA).map(row -> dynamicTest(row.expression(), () -> assertRefused(tool, row)));
  }

  private static void assertRefused(Tool tool, Row row) {
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> call(tool, row.number()))
        .withMessageStartingWith("'Returns' (Returns.java:14) returned ")
        .withMessageContaining(row.expected())
        .satisfies(failure -> {
          assertThat(failure.details().kind()).isEqualTo(Kind.NOT_DATA);
          assertThat(failure.details().file()).contains("Returns.java");
          assertThat(failure.details().line()).isEqualTo(14);
        });
  }

  private record Row(int number, String expression, String expected) {}

  private static Stream<Row> rows(String table) {
    List<String> lines = table.lines().toList();
    return IntStream.range(0, lines.size())
        .mapToObj(number -> {
          String line = lines.get(number);
          int bar = line.lastIndexOf(" | ");
          return new Row(number, line.substring(0, bar).strip(), line.substring(bar + 3).strip());
        });
  }

  /// One tool that gives the value of the expression with the number it is called with.
  private Tool returning(String table) {
    String cases =
        rows(table)
            .map(row -> "case %d -> %s;%n".formatted(row.number(), row.expression()))
            .collect(joining());
    return folder
        .with(
            "Returns.java",
            """
            import io.promptflow4j.core.model.connection.*;
            import io.promptflow4j.core.value.Value;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            public class Returns {
              enum Level { LOW, HIGH }
              record Pair(Object left, Object right) {}
              static List<Object> circle() {
                List<Object> items = new ArrayList<>();
                items.add(items);
                return items;
              }
              public static Object run(int number) {
                return switch (number) {
                  CASES
                  default -> throw new IllegalArgumentException();
                };
              }
            }
            """
                .replace("CASES", cases))
        .tool("Returns.java");
  }

  private static ToolResult call(Tool tool, int number) throws InterruptedException {
    return JavaFolder.call(tool, "{\"number\": %d}".formatted(number));
  }

  private static ToolResult call(Tool tool) throws InterruptedException {
    return JavaFolder.call(tool, "{}");
  }

  @Test
  void aMethodWithoutAResultGivesNull() throws Exception {
    folder.with("Nothing.java", "public class Nothing { public static void run() {} }");

    assertThat(call(folder.tool("Nothing.java")).value()).isEqualTo(Value.Null.NULL);
  }

  @Test
  void theBytesOfAnImageAreAnImage() throws Exception {
    Tool tool = returning("new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2} | an image");

    Value value = call(tool, 0).value();

    assertThat(value).isInstanceOf(Value.Image.class);
    assertThat(Json.write(value)).isEqualTo("{\"data:image/png;base64\":\"iVBORwEC\"}");
  }

  @Test
  void aStreamOfTextIsPassedOnPieceByPieceAndJoined() throws Exception {
    folder.with(
        "Pieces.java",
        """
        import java.util.stream.*;

        public class Pieces {
          public static Stream<String> run() {
            return IntStream.range(0, 3).mapToObj(number -> "piece " + number + "\\n");
          }
        }
        """);
    Tool tool = folder.tool("Pieces.java");
    var pieces = new LinkedBlockingQueue<Value>();

    ToolResult result = tool.call(listened(pieces::add));

    assertThat(tool.signature().streams()).isTrue();
    assertThat(pieces)
        .containsExactly(Value.of("piece 0\n"), Value.of("piece 1\n"), Value.of("piece 2\n"));
    assertThat(result.value()).isEqualTo(Value.of("piece 0\npiece 1\npiece 2\n"));
  }

  @Test
  void aPieceArrivesBeforeTheNextOneIsMade() throws Exception {
    var firstArrived = new CountDownLatch(1);
    Iterator<String> pieces =
        new Iterator<>() {
          private int made;

          @Override
          public boolean hasNext() {
            return made < 2;
          }

          @Override
          public String next() {
            made++;
            if (made == 2 && firstArrived.getCount() > 0) {
              throw new IllegalStateException("nobody heard the first piece");
            }
            return "piece " + made;
          }
        };
    Tool tool = JavaTool.of("test.pieces", "", List.of(), (_, _) -> pieces);

    ToolResult result = tool.call(listened(_ -> firstArrived.countDown()));

    assertThat(result.value()).isEqualTo(Value.of("piece 1piece 2"));
  }

  private static ToolCall listened(Consumer<Value> chunks) {
    return new ToolCall("node", 0, new LinkedHashMap<>(), Duration.ofSeconds(30), chunks);
  }

  @Test
  void aStreamIsClosedWhenItWasRead() throws Exception {
    folder.with(
        "Closing.java",
        """
        import io.promptflow4j.core.tool.ToolContext;
        import java.util.stream.Stream;

        public class Closing {
          public static Stream<String> run(ToolContext context) {
            return Stream.of("a").onClose(() -> context.log("closed"));
          }
        }
        """);

    assertThat(call(folder.tool("Closing.java")).logs()).containsExactly("closed");
  }

  @Test
  void theContextTellsOfTheCallAndTakesLogsAndMetrics() throws Exception {
    folder.with(
        "Telling.java",
        """
        import io.promptflow4j.core.tool.ToolContext;

        public class Telling {
          public static String run(ToolContext context) {
            context.log("one\\ntwo");
            context.metric("accuracy", 0.5);
            context.metric("accuracy", 0.75);
            return context.node() + " " + context.line();
          }
        }
        """);
    var call = new ToolCall("grade", 7, new LinkedHashMap<>(), Duration.ofSeconds(30), _ -> {});

    ToolResult result = folder.tool("Telling.java").call(call);

    assertThat(result.value()).isEqualTo(Value.of("grade 7"));
    assertThat(result.logs()).containsExactly("one", "two");
    assertThat(result.metrics()).containsExactly(Map.entry("accuracy", Value.of(0.75)));
  }

  @Test
  void aFloodOfLogsIsCut() throws Exception {
    folder.with(
        "Flood.java",
        """
        import io.promptflow4j.core.tool.ToolContext;

        public class Flood {
          public static void run(ToolContext context) {
            for (int i = 0; i < 200_000; i++) {
              context.log("line " + i);
            }
          }
        }
        """);

    var logs = call(folder.tool("Flood.java")).logs();

    assertThat(logs).hasSizeLessThan(150_000);
    assertThat(logs.getLast()).isEqualTo("… the rest of the log is left out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\".repeat(300_000_000)",
        "java.util.stream.Stream.generate(() -> \"\u00e4\".repeat(1_000))",
        "java.util.Collections.nCopies(500_000_000, 1)",
        "java.util.Map.of(\"x\".repeat(20_000_000), 1)"
      })
  void moreThanTheLimitFailsTheCall(String expression) {
    Tool tool = returning(expression, folder.tools().limitedTo(new ResultLimit(16)));

    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> JavaFolder.call(tool, "{}"))
        .withMessageMatching(
            "'Much' \\(Much.java:2\\) returned at least [\\d.]+ MiB; a result may have 16 MiB"
                + " \\(PF_TOOL_RESULT_MIB sets another limit\\)")
        .satisfies(failure -> assertThat(failure.details().kind()).isEqualTo(Kind.TOO_LARGE));
  }

  @Test
  void aHundredMegabytesPassUnlessOneSaysOtherwise() throws Exception {
    Tool tool = returning("\"x\".repeat(100_000_000)", folder.tools());

    assertThat(JavaFolder.call(tool, "{}").value())
        .isInstanceOfSatisfying(
            Value.Text.class, text -> assertThat(text.text()).hasSize(100_000_000));
  }

  private Tool returning(String expression, JavaTools tools) {
    folder.with(
        "Much.java",
        """
        public class Much {
          public static Object run() {
            return %s;
          }
        }
        """
            .formatted(expression));
    var file = new Toolbox.Reference.JavaFile("Much.java");
    if (tools.find(List.of(file)).get(file) instanceof Toolbox.Lookup.Found(Tool tool)) {
      return tool;
    }
    throw new AssertionError("no tool in " + file.path());
  }
}
