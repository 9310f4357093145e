package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values on their way into the parameters of a Java method.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaArgumentsTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

  private JavaFolder folder;
  private Tool takes;

  @BeforeAll
  void compile(@TempDir Path root) {
    folder =
        new JavaFolder(root)
            .with(
                "Takes.java",
                """
                import io.promptflow4j.core.model.connection.Connection;
                import io.promptflow4j.core.tool.ToolContext;
                import io.promptflow4j.core.value.Value;
                import java.lang.annotation.*;
                import java.math.BigInteger;
                import java.util.*;

                public class Takes {
                  @Target(ElementType.TYPE_USE) @Retention(RetentionPolicy.RUNTIME)
                  @interface Nullable {}
                  enum Level { LOW, VERY_HIGH }
                  record Item(String name, Optional<Integer> count, @Nullable String note) {}
                  record Tree(String name, List<Tree> children) {}
                  record Even(int number) {
                    Even {
                      if (number % 2 == 1) {
                        throw new IllegalArgumentException(number + " is odd");
                      }
                    }
                  }

                  public static String run(
                      @Nullable String text,
                      Optional<Integer> small,
                      Optional<Long> large,
                      Optional<BigInteger> huge,
                      Optional<Double> real,
                      Optional<Boolean> truth,
                      Optional<List<Integer>> list,
                      Optional<Set<String>> set,
                      Optional<Map<String, Double>> map,
                      Optional<Item> item,
                      Optional<Tree> tree,
                      Optional<Even> even,
                      Optional<Level> level,
                      Optional<Object> anything,
                      Optional<Value> value,
                      Value.@Nullable Mapping mapping,
                      Value.@Nullable Image image,
                      byte @Nullable [] bytes,
                      @Nullable Connection connection,
                      ToolContext context) {
                    List<Object> given = new ArrayList<>();
                    given.add(text);
                    for (Optional<?> one : List.of(small, large, huge, real, truth, list, set, map,
                        item, tree, even, level, anything, value)) {
                      one.ifPresent(it -> given.add(it + " " + it.getClass().getSimpleName()));
                    }
                    given.add(mapping);
                    given.add(image == null ? null : image.mediaType());
                    given.add(bytes == null ? null : bytes.length + " bytes");
                    given.add(connection == null ? null : connection.name());
                    given.removeIf(Objects::isNull);
                    return String.join(", ", given.stream().map(String::valueOf).toList());
                  }
                }
                """)
            .with(
                "Plain.java",
                """
                public class Plain {
                  public static String run(String text, int number, boolean flag) {
                    return text + number + flag;
                  }
                }
                """);
    takes = folder.tool("Takes.java");
  }

  @AfterAll
  void close() {
    folder.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"text": "x"}                                     | x
          {"text": 3}                                       | 3
          {"text": 1e16}                                    | 1e+16
          {"text": true}                                    | True
          {"small": 7}                                      | 7 Integer
          {"small": 2.0}                                    | 2 Integer
          {"small": " -12 "}                                | -12 Integer
          {"large": 9007199254740993}                       | 9007199254740993 Long
          {"huge": 123456789012345678901234567890}          | 123456789012345678901234567890 BigInteger
          {"real": 2}                                       | 2.0 Double
          {"real": "0.5"}                                   | 0.5 Double
          {"real": NaN}                                     | NaN Double
          {"truth": false}                                  | false Boolean
          {"truth": "True"}                                 | true Boolean
          {"list": [3, "4"]}                                | [3, 4] ArrayList
          {"list": "[1, 2]"}                                | [1, 2] ArrayList
          {"set": ["b", "a", "b"]}                          | [b, a] LinkedHashSet
          {"map": {"b": 1, "a": 2.5}}                       | {b=1.0, a=2.5} LinkedHashMap
          {"item": {"name": "cup", "more": 1}}              | Item[name=cup, count=Optional.empty, note=null] Item
          {"item": {"name": "cup", "count": 2, "note": ""}} | Item[name=cup, count=Optional[2], note=] Item
          {"item": "{\\"name\\": \\"cup\\"}"}               | Item[name=cup, count=Optional.empty, note=null] Item
          {"tree": {"name": "a", "children": [{"name": "b", "children": []}]}} | Tree[name=a, children=[Tree[name=b, children=[]]]] Tree
          {"level": "very high"}                            | VERY_HIGH Level
          {"level": "LOW"}                                  | LOW Level
          {"anything": {"a": [1, null, "x"]}}               | {a=[1, null, x]} LinkedHashMap
          {"anything": 1}                                   | 1 Long
          {"value": "x"}                                    | Text[text=x] Text
          {"mapping": {"a": 1}}                             | Mapping[entries={a=Whole[number=1]}]
          {"small": null, "text": null, "bytes": null}      |
          """)
  void aValueBecomesWhatTheParameterAsksFor(String given, String received) throws Exception {
    assertThat(JavaFolder.call(takes, given).value())
        .isEqualTo(Value.of(received == null ? "" : received));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"text": {"a": 1}}          | 'text' expects String, but got a mapping with [a]
          {"text": [1, 2]}            | 'text' expects String, but got a list of 2
          {"small": 2.9}              | 'small' expects Integer, but got 2.9
          {"small": "two"}            | 'small' expects Integer, but got the text 'two'
          {"small": 3000000000}       | 'small' expects Integer, but 3000000000 is beyond its range
          {"small": true}             | 'small' expects Integer, but got True
          {"large": 9223372036854775808} | 'large' expects Long, but 9223372036854775808 is beyond its range
          {"huge": Infinity}          | 'huge' expects BigInteger, but got inf
          {"real": "fast"}            | 'real' expects Double, but got the text 'fast'
          {"truth": 1}                | 'truth' expects Boolean, but got 1
          {"list": [1, "a"]}          | 'list[1]' expects Integer, but got the text 'a'
          {"list": "one, two"}        | 'list' expects List<Integer>, but got the text 'one, two'
          {"map": {"a": "b"}}         | 'map.a' expects Double, but got the text 'b'
          {"map": []}                 | 'map' expects Map<String, Double>, but got a list of 0
          {"item": {"count": 1}}      | 'item' lacks 'name'; it has [count]
          {"item": {"name": "a", "count": "x"}} | 'item.count' expects Integer, but got the text 'x'
          {"tree": {"name": "a", "children": [{"name": "b"}]}} | 'tree.children[0]' lacks 'children'; it has [name]
          {"even": {"number": 3}}     | 'even' is no Even: 3 is odd
          {"even": {"number": null}}  | 'even.number' expects int, but got null
          {"level": "middle"}         | 'level' expects one of [LOW, VERY_HIGH], but got the text 'middle'
          {"mapping": "x"}            | 'mapping' expects Value.Mapping, but got the text 'x'
          {"bytes": "x"}              | 'bytes' expects byte[], but got the text 'x'
          {"image": {"data:image/png;path": "a.png"}} | 'image' is no image: an image file has to be read by its folder
          """)
  void aValueThatDoesNotFitFailsWithToolParameterAndType(String given, String message) {
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> JavaFolder.call(takes, given))
        .withMessage("tool 'Takes' can't be called: " + message)
        .satisfies(failure -> assertThat(failure.details().type()).isEqualTo("WrongArgument"));
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    Tool plain = folder.tool("Plain.java");

    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> JavaFolder.call(plain, "{\"text\": \"a\", \"flag\": true}"))
        .withMessage("tool 'Plain' needs 'number'");
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> JavaFolder.call(plain, "{\"txt\": \"a\"}"))
        .withMessage(
            "tool 'Plain' has no parameter 'txt'; it takes text, number, flag. Did you mean"
                + " 'text'?");
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(
            () -> JavaFolder.call(plain, "{\"text\": null, \"number\": null, \"flag\": true}"))
        .withMessage("tool 'Plain' can't be called: 'number' expects int, but got null");
  }

  @Test
  void aConnectionIsPassedAsItIsAndTakesNoData() throws Exception {
    var connection =
        new Connection(
            "mine", ConnectionType.CUSTOM, Map.of(), Map.of("key", new Secret("hidden")));

    assertThat(call("connection", new Argument.Connected(connection))).isEqualTo("mine");
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> call("connection", new Argument.Data(Value.of("mine"))))
        .withMessage("tool 'Takes' takes a connection for 'connection', but got data");
    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> call("text", new Argument.Connected(connection)))
        .withMessage("tool 'Takes' takes data for 'text', but got a connection");
  }

  @Test
  void anImageIsPassedAsImageOrAsBytes() throws Exception {
    var image = new Value.Image("image/png", new ImageContent.Inline(PNG));
    var encoded = Base64.getEncoder().encodeToString(PNG);
    var mapping = Value.of(Map.of("data:image/png;base64", Value.of(encoded)));

    assertThat(call("image", new Argument.Data(image))).isEqualTo("image/png");
    assertThat(call("bytes", new Argument.Data(image))).isEqualTo("11 bytes");
    assertThat(call("bytes", new Argument.Data(mapping))).isEqualTo("11 bytes");
  }

  @Test
  void aLongTextIsShortenedInMessages() {
    var text = new String(new byte[5_000], StandardCharsets.US_ASCII).replace('\0', 'x');

    assertThatExceptionOfType(ToolException.class)
        .isThrownBy(() -> call("small", new Argument.Data(Value.of(text))))
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void aListMayBeChangedByTheToolWithoutAnybodySeeingIt(@TempDir Path root) throws Exception {
    try (var other = new JavaFolder(root)) {
      other.with(
          "Sort.java",
          """
          import java.util.*;
          public class Sort {
            public static List<Object> run(List<Object> items) {
              items.sort(null);
              return items;
            }
          }
          """);
      var items = Value.of(List.of(Value.of("b"), Value.of("a")));
      var arguments = Map.<String, Argument>of("items", new Argument.Data(items));

      var sorted =
          other
              .tool("Sort.java")
              .call(new ToolCall("node", arguments, Duration.ofSeconds(30)))
              .value();

      assertThat(sorted).isEqualTo(Value.of(List.of(Value.of("a"), Value.of("b"))));
      assertThat(items).isEqualTo(Value.of(List.of(Value.of("b"), Value.of("a"))));
    }
  }

  private String call(String name, Argument argument) throws InterruptedException {
    var arguments = new LinkedHashMap<String, Argument>();
    arguments.put(name, argument);
    return PythonText.str(
        takes.call(new ToolCall("node", arguments, Duration.ofSeconds(30))).value());
  }
}
