package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonResultTest {

  @TempDir private Path folder;
  private PythonFlow flow;

  @BeforeEach
  void open() {
    flow = new PythonFlow(folder);
  }

  @AfterEach
  void close() {
    flow.close();
  }

  /// A tool that returns the value of an expression.
  private PythonFlow returning(String imports, String expression) throws Exception {
    return flow.file(
        "t.py",
        """
        from promptflow.core import tool
        %s

        @tool
        def give(x=None):
            return %s
        """
            .formatted(imports, expression));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          None                                    | null
          [True, False]                           | [true,false]
          12345678901234567890123                 | 12345678901234567890123
          1.5e300                                 | 1.5E300
          [float('nan'), float('-inf')]           | [NaN,-Infinity]
          (1, ('a', []))                          | [1,["a",[]]]
          {1: 'a', None: 'b', True: 'c', 2.5: 0}  | {"1":"c","null":"b","2.5":0}
          {'b': 1, 'a': {'c': []}}                | {"b":1,"a":{"c":[]}}
          dict(a=range(3)).keys() and [*range(3)] | [0,1,2]
          """)
  void plainDataComesBackAsItIs(String expression, String json) throws Exception {
    var result = returning("", expression).call("t.py");

    assertThat(Json.write(result.value())).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Point(1, [2])                            | {"x":1,"y":[2]}
          {'p': Pair(1, Point(2, 3))}              | {"p":{"left":1,"right":{"x":2,"y":3}}}
          Plain()                                  | {"text":"hi","inner":{"x":1,"y":2}}
          Kind.A                                   | "a"
          Number.ONE                               | 1
          collections.OrderedDict(b=1, a=2)        | {"b":1,"a":2}
          collections.defaultdict(list, k=[1])     | {"k":[1]}
          collections.Counter('aab')               | {"a":2,"b":1}
          types.MappingProxyType({'a': 1})         | {"a":1}
          Modelled()                               | {"from":"model_dump"}
          Array()                                  | [1,2]
          {'deep': [Array(), (Kind.A,)]}           | {"deep":[[1,2],["a"]]}
          """)
  void objectsThatHoldDataBecomeMappings(String expression, String json) throws Exception {
    flow.file(
        "shapes.py",
        """
        import collections, enum
        from dataclasses import dataclass
        from typing import Any, NamedTuple

        @dataclass
        class Point:
            x: int
            y: Any

        class Pair(NamedTuple):
            left: int
            right: Any

        class Plain:
            def __init__(self):
                self.text = "hi"
                self.inner = Point(1, 2)
                self._hidden = open

        class Kind(str, enum.Enum):
            A = "a"

        class Number(enum.Enum):
            ONE = 1

        class Modelled:
            def model_dump(self):
                return {"from": "model_dump"}

        class Array:
            def tolist(self):
                return [1, 2]
        """);

    var result =
        returning("import collections, types\nfrom shapes import *", expression).call("t.py");

    assertThat(Json.write(result.value())).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a': [1, {2}]}               | result['a'][1] is a set; make it a list, for example with sorted()
          datetime.datetime(2024, 1, 2) | result is a datetime.datetime; return its text, for example with isoformat()
          b'abc'                        | result is a bytes; decode it to text
          {(1, 2): 3}                   | a key of result is a tuple; make it a text
          decimal.Decimal(1)            | result is a decimal.Decimal; make it a float or a text
          object()                      | result is an object; return text, numbers
          open                          | result is a builtin_function_or_method
          Exception('x')                | result is an Exception
          10 ** 2000                    | result is a number of more than 990 digits
          """)
  void anythingElseFailsWithToolLineAndType(String expression, String complaint) throws Exception {
    var failure = returning("import datetime, decimal", expression).failure("t.py");

    assertThat(failure)
        .hasMessageStartingWith(
            "'give' (t.py:6) returned something that is not data: " + complaint);
    assertThat(failure.details().kind()).isEqualTo(Kind.NOT_DATA);
    assertThat(failure.details().line()).isEqualTo(6);
  }

  @Test
  void aStructureThatHoldsItselfFails() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool

        @tool
        def give():
            loop = []
            loop.append(loop)
            return loop
        """);

    assertThat(flow.failure("t.py")).hasMessageContaining("refers to itself");
  }

  @Test
  void anyTextSurvivesTheWayThereAndBack() throws Exception {
    flow.file("t.py", "from promptflow import tool\n@tool\ndef f(x):\n    return [x, len(x)]\n");
    String text = "a\u0000\n\r\t\"\\\u001e é 漢字 😀 \u2028 \uFEFF \u007f";
    String half = "x\uD83Dy";

    assertThat(flow.value("t.py", "x", text))
        .isEqualTo(List.of(text, (long) text.codePointCount(0, text.length())));
    assertThat(flow.value("t.py", "x", half)).isEqualTo(List.of(half, 3L));
  }

  @Test
  void argumentsKeepTheirTypes() throws Exception {
    flow.file(
        "t.py", "from promptflow import tool\n@tool\ndef f(x):\n    return [repr(v) for v in x]\n");

    Object seen =
        flow.value(
            "t.py",
            "x",
            Arrays.asList(1, 1.0, true, null, Double.NaN, Map.of("a", List.of()), "t"));

    assertThat(seen).isEqualTo(List.of("1", "1.0", "True", "None", "nan", "{'a': []}", "'t'"));
  }

  @Test
  void aHundredMegabytesPassBothWays() throws Exception {
    flow.file("t.py", "from promptflow import tool\n@tool\ndef f(n: int):\n    return 'é' * n\n");
    flow.file("len.py", "from promptflow import tool\n@tool\ndef f(x):\n    return len(x)\n");

    var text = flow.call("t.py", "n", 50_000_000).value();

    assertThat(text)
        .isInstanceOfSatisfying(
            Value.Text.class, it -> assertThat(it.text()).hasSize(50_000_000).endsWith("éé"));
    assertThat(flow.value("len.py", "x", "x".repeat(100_000_000))).isEqualTo(100_000_000L);
  }

  @Test
  void aGeneratorIsJoinedAndItsPiecesComeAsTheyAreMade() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool

        @tool
        def count():
            yield "a"
            yield "b"
            yield "c"
            yield 4
        """);
    var pieces = new ArrayList<Object>();

    var result =
        flow.tool("t.py")
            .call(
                new ToolCall(
                    "n",
                    0,
                    new LinkedHashMap<>(),
                    PythonFlow.LIMIT,
                    piece -> pieces.add(piece.toPlain())));

    assertThat(result.value()).isEqualTo(Value.of("abc4"));
    assertThat(pieces).containsExactly("a", "b", "c", 4L);
  }

  @Test
  void generatorsInsideMappingsAreJoinedToo() throws Exception {
    returning("", "{'answer': (w for w in ['x', 'y']), 'n': 1}");

    assertThat(flow.value("t.py")).isEqualTo(Map.of("answer", "xy", "n", 1L));
  }

  @Test
  void asynchronousToolsAndGeneratorsRunOnOneLoop() throws Exception {
    flow.file(
        "a.py",
        """
        import asyncio
        from promptflow.core import tool

        @tool
        async def both(x):
            await asyncio.gather(asyncio.sleep(0.01), asyncio.sleep(0.01))
            return x + id(asyncio.get_running_loop()) * 0
        """);
    flow.file(
        "g.py",
        """
        import asyncio
        from promptflow.core import tool

        @tool
        async def stream():
            for word in ("one", " two"):
                await asyncio.sleep(0)
                yield word
        """);

    assertThat(flow.value("a.py", "x", 2)).isEqualTo(2L);
    assertThat(flow.value("a.py", "x", 3)).isEqualTo(3L);
    assertThat(flow.value("g.py")).isEqualTo("one two");
  }

  @Test
  void aClassIsMadeOnceForTheSameSetUp() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool, ToolProvider

        class Counter(ToolProvider):
            def __init__(self, start: int = 0):
                super().__init__()
                self.count = start

            @tool
            def next(self, step: int):
                self.count += step
                return self.count
        """);

    assertThat(flow.value("t.py", "start", 10, "step", 1)).isEqualTo(11L);
    assertThat(flow.value("t.py", "start", 10, "step", 2)).isEqualTo(13L);
    assertThat(flow.value("t.py", "step", 5)).isEqualTo(5L);
  }

  @Test
  void picturesGoInAndComeOut() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool
        from promptflow.contracts.multimedia import Image

        @tool
        def turn(images: list):
            first = images[0]
            return {
                "kind": type(first).__name__ + " " + str(first) + " " + first.to_base64(),
                "same": first,
                "made": [Image(bytes(reversed(first)), "image/PNG")],
                "far": images[1],
                "text": images[2],
            }
        """);
    var near = new Value.Image("image/gif", new ImageContent.Inline(new byte[] {1, 2, 3}));
    var far =
        new Value.Image(
            "image/*", new ImageContent.Remote(URI.create("https://example.org/a.png")));
    var shaped = Value.of(Map.of("data:image/png;base64", Value.of("AAAA")));

    var result =
        flow.call("t.py", "images", new Argument.Data(Value.of(List.of(near, far, shaped))));

    // sha1sum of the bytes 01 02 03 starts with 7037807198
    assertThat(result.value())
        .isEqualTo(
            new Value.Mapping(
                new LinkedHashMap<>(
                    Map.of(
                        "kind", Value.of("Image Image(70378071) AQID"),
                        "same", near,
                        "made",
                            Value.of(
                                List.of(
                                    new Value.Image(
                                        "image/png",
                                        new ImageContent.Inline(new byte[] {3, 2, 1})))),
                        "far", far,
                        "text", shaped))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'x' * 200_000_000                          | at least 190.7 MiB
          ['\u00e4' * 100_000] * 1_000                | at least 16.
          [0] * 50_000_000                           | at least 16.0 MiB
          {str(i): i for i in range(1_000_000)}      | at least 16.0 MiB
          (str(i) * 100_000 for i in range(10 ** 9)) | at least 16.
          """)
  void moreThanTheLimitFailsWithToolLineAndSize(String expression, String size) throws Exception {
    flow.close();
    flow = limitedTo16();

    var failure = returning("", expression).failure("t.py");

    assertThat(failure)
        .hasMessageStartingWith("'give' (t.py:6) returned " + size)
        .hasMessageEndingWith(
            " MiB; a result may have 16 MiB (PF_TOOL_RESULT_MIB sets another limit)");
    assertThat(failure.details().kind()).isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void asMuchAsTheLimitIsFine() throws Exception {
    flow.close();
    flow = limitedTo16();

    assertThat(returning("", "'x' * (16 * 1024 * 1024 - 8)").call("t.py").value())
        .isInstanceOf(Value.Text.class);
  }

  private PythonFlow limitedTo16() {
    return new PythonFlow(
        folder, PythonSettings.of(PythonFlow.environment("PF_TOOL_RESULT_MIB", "16"), Map.of()));
  }
}
