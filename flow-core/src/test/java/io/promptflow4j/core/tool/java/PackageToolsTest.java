package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tools that come from a jar.
class PackageToolsTest {

  @Test
  void aToolOfAPackageIsFoundByItsId(@TempDir Path jar, @TempDir Path flow) throws Exception {
    String code =
        """
        package acme;

        import io.promptflow4j.core.tool.*;
        import io.promptflow4j.core.tool.java.JavaTool;
        import io.promptflow4j.core.value.ValueType;
        import java.util.List;

        public class AcmeTools implements ToolPackage {
          @Override
          public List<Tool> tools() {
            return List.of(
                JavaTool.of(
                    "acme.shout",
                    "Says it loudly.",
                    List.of(JavaTool.required("text", ValueType.STRING)),
                    (arguments, context) -> {
                      context.log("in row " + context.line());
                      return arguments.get("text", String.class) + "!";
                    }));
          }
        }
        """;
    JarFolder.compile(jar, "acme/AcmeTools.java", code);
    JarFolder.provide(jar, "acme.AcmeTools");

    try (var tools = JavaTools.in(FlowFolder.open(flow))) {
      Lookup found = JarFolder.find(jar, tools, "acme.shout");
      Lookup unknown = JarFolder.find(jar, tools, "acme.shoot");

      assertThat(found).isInstanceOf(Lookup.Found.class);
      if (found instanceof Lookup.Found(Tool tool)) {
        var result = JavaFolder.call(tool, "{\"text\": \"hi\"}");
        assertThat(tool.signature().description()).isEqualTo("Says it loudly.");
        assertThat(result.value()).isEqualTo(Value.of("hi!"));
        assertThat(result.logs()).containsExactly("in row 0");
      }
      assertThat(unknown)
          .isEqualTo(
              new Lookup.Unavailable(
                  "unknown-tool",
                  "there is no Java tool 'acme.shoot'; the Java tool packages offer acme.shout."
                      + " Did you mean 'acme.shout'?"));
    }
  }

  @Test
  void aBrokenPackageIsNamed(@TempDir Path jar, @TempDir Path flow) throws Exception {
    JarFolder.compile(
        jar,
        "acme/Broken.java",
        """
        package acme;

        public class Broken implements io.promptflow4j.core.tool.ToolPackage {
          @Override
          public java.util.List<io.promptflow4j.core.tool.Tool> tools() {
            throw new IllegalStateException("no licence");
          }
        }
        """);
    JarFolder.provide(jar, "acme.Broken");

    try (var tools = JavaTools.in(FlowFolder.open(flow))) {
      assertThat(JarFolder.find(jar, tools, "acme.shout"))
          .asString()
          .contains("package acme.Broken: java.lang.IllegalStateException: no licence");
    }
  }

  record Point(int x, Double y) {}

  @Test
  void argumentsAreReadByTheirTypes() throws Exception {
    Tool tool =
        JavaTool.of(
            "test.all",
            "",
            List.of(
                JavaTool.required("point", ValueType.OBJECT),
                JavaTool.required("count", ValueType.INT),
                JavaTool.optional("unit", ValueType.STRING)),
            (arguments, _) ->
                "%s %d %s"
                    .formatted(
                        arguments.get("point", Point.class),
                        arguments.get("count", int.class),
                        arguments.find("unit", String.class).orElse("cm")));

    assertThat(JavaFolder.call(tool, "{\"point\": {\"x\": 1, \"y\": 2}, \"count\": \"3\"}").value())
        .isEqualTo(Value.of("Point[x=1, y=2.0] 3 cm"));
    Assertions.assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> JavaFolder.call(tool, "{\"point\": {\"x\": 1, \"y\": 2}}"))
        .withMessage("tool 'test.all' needs 'count'");
  }

  static String shout(String text, Locale ignored) {
    return text + ignored;
  }

  static String repeat(String text, int times) {
    return text.repeat(times);
  }

  @Test
  void aMethodHandleIsAToolWithNamesForItsParameters() throws Exception {
    var handle =
        MethodHandles.lookup()
            .findStatic(
                PackageToolsTest.class,
                "repeat",
                MethodType.methodType(String.class, String.class, int.class));

    Tool tool = JavaTool.of("test.repeat", "Repeats.", handle, "text", "times");

    assertThat(tool.signature().parameters())
        .containsExactly(
            JavaTool.required("text", ValueType.STRING), JavaTool.required("times", ValueType.INT));
    assertThat(JavaFolder.call(tool, "{\"text\": \"ab\", \"times\": 2}").value())
        .isEqualTo(Value.of("abab"));
  }

  @Test
  void aMethodHandleThatCannotBeCalledIsRefusedAtOnce() throws Exception {
    var handle =
        MethodHandles.lookup()
            .findStatic(
                PackageToolsTest.class,
                "shout",
                MethodType.methodType(String.class, String.class, Locale.class));

    Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> JavaTool.of("test.shout", "", handle, "text"))
        .withMessage("tool 'test.shout' has 2 parameters but 1 names");
    Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> JavaTool.of("test.shout", "", handle, "text", "locale"))
        .withMessageStartingWith(
            "parameter 'locale' of tool 'test.shout': type java.util.Locale is not one");
  }
}
