package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Mistake;
import io.promptflow4j.core.tool.Toolbox.Reference;
import io.promptflow4j.core.tool.compile.CompileCache;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding tools in `.java` files of a flow folder.
class JavaToolsTest {

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

  @Nested
  class WhenTheFileIsRight {

    @Test
    void aStaticMethodIsATool() throws Exception {
      folder.with(
          "Shout.java",
          """
          import java.util.Locale;

          public class Shout {
            public static String shout(String text, int times) {
              return text.toUpperCase(Locale.ROOT).repeat(times);
            }
          }
          """);

      Tool tool = folder.tool("Shout.java");

      assertThat(JavaFolder.call(tool, "{\"text\": \"ab\", \"times\": 2}").value())
          .isEqualTo(Value.of("ABAB"));
    }

    @Test
    void theSignatureIsThatOfTheMethod() {
      folder.with(
          "Order.java",
          """
          import io.promptflow4j.core.model.connection.Connection;
          import io.promptflow4j.core.tool.ToolContext;
          import java.util.*;

          class Order {
            enum Size { SMALL, LARGE }
            record Item(String name) {}
            public String run(
                String a, long b, double c, boolean d, List<String> e, Map<String, Object> f,
                Item g, Size h, Optional<Integer> i, Object j, Connection k, byte[] l,
                ToolContext context) {
              return "";
            }
          }
          """);

      var parameters = folder.tool("Order.java").signature().parameters();

      assertThat(parameters)
          .containsExactly(
              required("a", ValueType.STRING),
              required("b", ValueType.INT),
              required("c", ValueType.DOUBLE),
              required("d", ValueType.BOOL),
              required("e", ValueType.LIST),
              required("f", ValueType.OBJECT),
              required("g", ValueType.OBJECT),
              required("h", ValueType.STRING),
              JavaTool.optional("i", ValueType.INT),
              new ToolParameter("j", List.of(), true),
              JavaTool.connection("k"),
              required("l", ValueType.IMAGE));
    }

    private static ToolParameter required(String name, ValueType type) {
      return JavaTool.required(name, type);
    }

    @Test
    void theJavadocIsItsDescription() {
      folder
          .with(
              "Classic.java",
              """
              public class Classic {
                /**
                 * Finds the {@code best} answer &amp; says
                 * why.
                 * <p>More that nobody needs.
                 *
                 * @param text what to
                 *     look at
                 * @return the answer
                 */
                public static String run(String text) { return text; }
              }
              """)
          .with(
              "Modern.java",
              """
              public class Modern {
                /// Finds the `best` answer.
                /// Says why.
                ///
                /// More that nobody needs.
                ///
                /// @param text what to look at
                public static String run(String text) { return text; }
              }
              """)
          .with(
              "OnType.java",
              """
              /// Says nothing.
              public record OnType() {
                public String answer() { return ""; }
              }
              """);

      assertThat(description("Classic.java"))
          .isEqualTo("Finds the best answer & says why.\ntext: what to look at");
      assertThat(description("Modern.java"))
          .isEqualTo("Finds the `best` answer. Says why.\ntext: what to look at");
      assertThat(description("OnType.java")).isEqualTo("Says nothing.");
    }

    private String description(String path) {
      return folder.tool(path).signature().description();
    }

    @Test
    void ofSeveralPublicMethodsRunIsTheTool() throws Exception {
      folder.with(
          "Many.java",
          """
          public class Many {
            public static String other() { return "other"; }
            public static String run() { return "run"; }
            @Override public String toString() { return "many"; }
            public static void main(String[] arguments) {}
          }
          """);

      assertThat(JavaFolder.call(folder.tool("Many.java"), "{}").value())
          .isEqualTo(Value.of("run"));
    }

    @Test
    void aMethodThatIsNotStaticIsCalledOnANewObjectEachTime() throws Exception {
      folder.with(
          "Counter.java",
          """
          class Counter {
            private int count;
            public int next() { return ++count; }
          }
          """);

      Tool tool = folder.tool("Counter.java");

      assertThat(JavaFolder.call(tool, "{}").value()).isEqualTo(Value.of(1));
      assertThat(JavaFolder.call(tool, "{}").value()).isEqualTo(Value.of(1));
    }

    @Test
    void filesBesideItAreCompiledWithItWhenItUsesThem() throws Exception {
      folder
          .with(
              "tools/Greet.java",
              """
              public class Greet {
                public static String run(String name) { return Words.hello() + " " + name; }
              }
              """)
          .with("tools/Words.java", "class Words { static String hello() { return \"Hello\"; } }")
          .with("tools/Unused.java", "this is not Java at all");

      assertThat(JavaFolder.call(folder.tool("tools/Greet.java"), "{\"name\": \"Ada\"}").value())
          .isEqualTo(Value.of("Hello Ada"));
    }

    @Test
    void aFileBesideItIsAResourceOfItsClass() throws Exception {
      folder
          .with("words.txt", "from the folder")
          .with(
              "Read.java",
              """
              public class Read {
                public static String run() throws Exception {
                  try (var in = Read.class.getResourceAsStream("words.txt")) {
                    return new String(in.readAllBytes());
                  }
                }
              }
              """);

      assertThat(JavaFolder.call(folder.tool("Read.java"), "{}").value())
          .isEqualTo(Value.of("from the folder"));
    }

    @Test
    void noCodeOfTheAuthorRunsBeforeTheFirstCall() {
      folder.with(
          "Loud.java",
          """
          public class Loud {
            static final String TEXT = fail();
            static String fail() { throw new IllegalStateException("loaded too early"); }
            public static String run() { return TEXT; }
          }
          """);

      assertThat(folder.tool("Loud.java").signature().name()).isEqualTo("Loud");
    }

    @Test
    void whatWasCompiledOnceIsNotCompiledAgain() {
      var compilations = new AtomicInteger();
      var cache =
          new CompileCache(() -> {
            compilations.incrementAndGet();
            return ToolProvider.getSystemJavaCompiler();
          });
      folder.with("Once.java", "public class Once { public static int run() { return 1; } }");
      try (var first = new JavaFolder(root, cache);
          var second = new JavaFolder(root, cache)) {
        first.tool("Once.java");
        second.tool("Once.java");
        assertThat(compilations).hasValue(1);

        folder.with("Once.java", "public class Once { public static int run() { return 2; } }");
        second.tool("Once.java");
        assertThat(compilations).hasValue(2);
      }
    }
  }

  @Nested
  class WhenTheFileIsWrong {

    @Test
    void everyCompileErrorHasItsPlace() {
      folder.with(
          "Broken.java",
          """
          public class Broken {
          \tpublic static String run(String text) {
              int length = text;
              return txt + "😀" + Missing.name();
            }
          }
          """);

      assertThat(folder.mistakes("Broken.java"))
          .containsExactly(
              new Mistake(
                  "java-compile", 3, 18, "incompatible types: String cannot be converted to int"),
              new Mistake(
                  "java-compile", 4, 12, "cannot find symbol: variable txt, in class Broken"),
              new Mistake(
                  "java-compile", 4, 24, "cannot find symbol: variable Missing, in class Broken"));
    }

    @Test
    void codeThatIsNestedTooDeeplyForTheCompilerIsToldSo() {
      folder.with(
          "Deep.java",
          "public class Deep { public static int run() { return %s1%s; } }"
              .formatted("(".repeat(20_000), ")".repeat(20_000)));

      assertThat(folder.mistakes("Deep.java"))
          .containsExactly(
              new Mistake(
                  "java-compile",
                  0,
                  0,
                  "the code of 'Deep.java' is nested too deeply for the Java compiler; split its"
                      + " long or nested expressions and blocks into methods of their own"));
    }

    @Test
    void aSyntaxErrorHasItsPlace() {
      folder.with("Half.java", "public class Half {\r\n  public static String run( {}\r\n");

      assertThat(folder.mistakes("Half.java"))
          .first()
          .satisfies(mistake -> {
            assertThat(mistake.code()).isEqualTo("java-compile");
            assertThat(mistake.line()).isEqualTo(2);
            assertThat(mistake.column()).isEqualTo(29);
          });
    }

    @Test
    void anErrorInAFileThatItUsesIsNamedWithItsPlace() {
      folder
          .with(
              "tools/Uses.java", "public class Uses { public static int run() { return Bad.x; } }")
          .with("tools/Bad.java", "class Bad {\n  static int x = \"\";\n}\n");

      assertThat(folder.mistakes("tools/Uses.java"))
          .containsExactly(
              new Mistake(
                  "java-compile",
                  Optional.of("tools/Bad.java"),
                  2,
                  18,
                  "incompatible types: String cannot be converted to int"));
    }

    @Test
    void oneWrongFileDoesNotTakeTheOthersWithIt() {
      folder
          .with("Good.java", "public class Good { public static int run() { return 1; } }")
          .with("Bad.java", "public class Bad { public static int run() { return null; } }");
      var good = new Reference.JavaFile("Good.java");
      var bad = new Reference.JavaFile("Bad.java");

      var found = folder.tools().find(List.of(good, bad));

      assertThat(found.get(good)).isInstanceOf(Lookup.Found.class);
      assertThat(found.get(bad)).isInstanceOf(Lookup.Wrong.class);
    }

    @Test
    void aClassWithoutAPublicMethodIsNoTool() {
      folder.with("Empty.java", "\npublic class Empty {\n  static int run() { return 1; }\n}\n");

      assertThat(folder.mistakes("Empty.java"))
          .containsExactly(
              new Mistake(
                  "no-tool-method",
                  2,
                  14,
                  "class 'Empty' has no public method; declare one, such as `public static String"
                      + " run(String text)`"));
    }

    @Test
    void severalPublicMethodsNeedOneCalledRun() {
      folder.with(
          "Two.java", "class Two { public int b() { return 1; } public int a() { return 2; }}");

      assertThat(folder.mistakes("Two.java"))
          .containsExactly(
              new Mistake(
                  "several-tool-methods",
                  1,
                  7,
                  "class 'Two' has several public methods (a, b); make all but one private, or call"
                      + " one 'run'"));
    }

    @Test
    void typesThatNoValueCanBecomeAreNamedAtTheirParameters() {
      folder.with(
          "Types.java",
          """
          import java.time.*;
          import java.util.*;
          class Types {
            record Event(LocalDate day) {}
            public static int run(
                Thread thread,
                List<Event> events,
                Map<Integer, String> names,
                String... more) {
              return 1;
            }
          }
          """);

      assertThat(folder.mistakes("Types.java"))
          .allMatch(mistake -> mistake.code().equals("java-parameter-type"))
          .extracting(mistake -> mistake.line() + ":" + mistake.column())
          .containsExactly("6:7", "7:7", "8:7", "9:7");
      assertThat(folder.mistakes("Types.java").get(1).message())
          .startsWith(
              "parameter 'events' of 'run': type java.time.LocalDate is not one a tool can take");
    }

    @Test
    void aMethodThatIsNotStaticNeedsAConstructorThatIsClear() {
      folder.with(
          "Needs.java",
          """
          public class Needs {
            Needs(String setting) {}
            Needs(int setting) {}
            public int run() { return 1; }
          }
          """);

      assertThat(folder.mistakes("Needs.java"))
          .containsExactly(
              new Mistake(
                  "java-constructor",
                  4,
                  14,
                  "method 'run' is not static, so class 'Needs' needs exactly one constructor, or"
                      + " one without parameters; make the method static"));
    }

    @Test
    void aJavaWithoutACompilerIsSaid() {
      folder.with("Fine.java", "public class Fine { public int run() { return 1; } }");
      var file = new Reference.JavaFile("Fine.java");
      try (var tools =
          new JavaTools(FlowFolder.open(root), new CompileCache(() -> null), ResultLimit.DEFAULT)) {
        assertThat(tools.find(List.of(file)))
            .containsEntry(
                file,
                new Lookup.Unavailable(
                    "no-java-compiler",
                    "'Fine.java' has to be compiled, but this Java is a runtime without a"
                        + " compiler; run with a JDK"));
      }
    }

    @Test
    void aPackageIsRefused() {
      folder.with(
          "Packed.java", "package a.b;\npublic class Packed { public int run() { return 1; } }");

      assertThat(folder.mistakes("Packed.java"))
          .extracting(Mistake::code)
          .containsExactly("java-package");
    }

    @Test
    void aFileThatIsNotThereOrLeavesTheFolderIsNotRead(@TempDir Path outside) throws Exception {
      Files.writeString(
          outside.resolve("Out.java"), "public class Out { public int run() { return 1; } }");
      Files.createSymbolicLink(root.resolve("Link.java"), outside.resolve("Out.java"));

      for (String path : List.of("Gone.java", "../Out.java", "Link.java", "/etc/passwd", "")) {
        assertThat(folder.mistakes(path))
            .as(path)
            .extracting(Mistake::code)
            .containsExactly("java-file");
      }
    }

    @Test
    void aLinkThatLeavesTheFolderIsNotCompiledIn(@TempDir Path outside) throws Exception {
      Files.writeString(outside.resolve("Out.java"), "class Out { static int secret = 42; }");
      Files.createSymbolicLink(root.resolve("Out.java"), outside.resolve("Out.java"));
      folder.with("Uses.java", "public class Uses { public int run() { return Out.secret; } }");

      assertThat(folder.mistakes("Uses.java"))
          .singleElement()
          .satisfies(mistake -> assertThat(mistake.message()).contains("leaves the flow folder"));
    }

    @Test
    void anyTextIsAnsweredWithMistakes() {
      var deep = "public class Deep { public int run() { return " + "(".repeat(20_000) + "1;}}";
      folder
          .with("Deep.java", deep)
          .with("Nothing.java", "")
          .with("Nul.java", "\0\0\0")
          .with("Unicode.java", "class Unicode { public int run() { return \\u00zz; } }");

      for (String path : List.of("Deep.java", "Nothing.java", "Nul.java", "Unicode.java")) {
        assertThat(folder.mistakes(path)).as(path).isNotEmpty();
      }
    }
  }
}
