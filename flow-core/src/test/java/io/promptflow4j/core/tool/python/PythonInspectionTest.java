package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonInspectionTest {

  private static final String IMPORTS =
      """
      from typing import *
      from promptflow.core import tool
      from promptflow.connections import *
      from promptflow.contracts.types import *
      from promptflow.contracts.multimedia import Image
      """;

  @TempDir Path folder;
  private PythonFlow flow;

  @BeforeEach
  void open() {
    flow = new PythonFlow(folder);
  }

  @AfterEach
  void close() {
    flow.close();
  }

  @Nested
  class Parameters {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "str -> STRING",
          "'str' -> STRING",
          "int -> INT",
          "float -> DOUBLE",
          "bool -> BOOL",
          "list -> LIST",
          "dict -> OBJECT",
          "object -> OBJECT",
          "Any -> OBJECT",
          "List[str] -> OBJECT",
          "list[dict] -> OBJECT",
          "Dict[str, Any] -> OBJECT",
          "Optional[str] -> STRING",
          "Union[int, None] -> INT",
          "str | None -> STRING",
          "'str | None' -> STRING",
          "Union[str, int] -> OBJECT",
          "Annotated[int, 'how many'] -> INT",
          "Secret -> SECRET",
          "PromptTemplate -> PROMPT_TEMPLATE",
          "FilePath -> FILE_PATH",
          "Image -> IMAGE",
          "AssistantDefinition -> ASSISTANT_DEFINITION",
          "AzureOpenAIConnection -> AzureOpenAIConnection",
          "connections.CustomConnection -> CustomConnection",
          "Optional[CustomConnection] -> CustomConnection",
          "Union[AzureOpenAIConnection, OpenAIConnection] -> AzureOpenAIConnection"
              + " OpenAIConnection",
          "AzureOpenAIConnection | OpenAIConnection -> AzureOpenAIConnection OpenAIConnection",
          "{} -> ",
          "(str, int) -> ",
          "'not python [' -> ",
          "pandas.DataFrame -> ",
          "sqlite3.Connection -> ",
        })
    void haveTheTypeThatTheirAnnotationNames(String row) throws Exception {
      String annotation = row.substring(0, row.indexOf(" -> "));
      String expected = row.substring(row.indexOf(" -> ") + 4);
      flow.file("t.py", IMPORTS + "@tool\ndef f(x: %s):\n    pass\n".formatted(annotation));

      assertThat(types(flow.signature("t.py"), "x")).isEqualTo(expected);
    }

    @Test
    void areRequiredUnlessTheyHaveADefaultWhichIsKnownIfItIsPlainData() throws Exception {
      flow.file(
          "t.py",
          IMPORTS
              + """
              @tool
              def f(a, b=3, *rest, c: str = "x", d=None, e={"k": [1, -2.5, True]}, g=open, **more):
                  pass
              """);

      var signature = flow.signature("t.py");

      assertThat(signature.parameters())
          .extracting(ToolParameter::name, ToolParameter::required)
          .containsExactly(
              tuple("a", true),
              tuple("b", false),
              tuple("c", false),
              tuple("d", false),
              tuple("e", false),
              tuple("g", false));
      assertThat(defaultOf(signature, "b")).contains(Value.of(3));
      assertThat(defaultOf(signature, "c")).contains(Value.of("x"));
      assertThat(defaultOf(signature, "d")).contains(Value.Null.NULL);
      assertThat(defaultOf(signature, "e"))
          .contains(Value.from(Map.of("k", List.of(1, -2.5, true))));
      assertThat(defaultOf(signature, "g")).isEmpty();
      assertThat(types(signature, "b")).isEqualTo("INT");
      assertThat(signature.acceptsMore()).isTrue();
    }

    @Test
    void ofEnumsAreText() throws Exception {
      flow.file(
          "t.py",
          IMPORTS
              + """
              from enum import Enum

              class Kind(str, Enum):
                  A = "a"

              @tool
              def f(kind: Kind = Kind.A):
                  pass
              """);

      assertThat(types(flow.signature("t.py"), "kind")).isEqualTo("STRING");
    }

    @Test
    void ofTheAuthorsOwnConnectionClassesAreConnections() throws Exception {
      flow.file(
          "my_types.py",
          """
          from promptflow.connections import CustomStrongTypeConnection
          class Base(CustomStrongTypeConnection):
              pass
          class Search(Base):
              key: str
          """);
      flow.file(
          "t.py",
          IMPORTS
              + """
              from my_types import Search as S

              class Local(CustomStrongTypeConnection):
                  key: Secret

              @tool
              def f(a: S, b: Local):
                  pass
              """);

      assertThat(types(flow.signature("t.py"), "a")).isEqualTo("S");
      assertThat(types(flow.signature("t.py"), "b")).isEqualTo("Local");
    }
  }

  @Nested
  class Tools {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "from promptflow import tool\n@tool\ndef f(x): pass",
          "from promptflow.core import tool\n@tool()\ndef f(x): pass",
          """
          from promptflow._core.tool import tool
          @tool(name='n', input_schema={})
          def f(x): pass\
          """,
          "from promptflow.core import tool as step\n@step\ndef f(x): pass",
          "import promptflow\n@promptflow.tool\ndef f(x): pass",
          "import promptflow.core as core\n@core.tool\ndef f(x): pass",
          "from promptflow import core\n@core.tool()\nasync def f(x): pass",
          "from promptflow.core import *\n@tool\ndef f(x): pass",
          "from promptflow.core import tool\nmark = tool\n@mark\ndef f(x): pass",
          "from promptflow.core import tool\ndef f(x): pass\ng = tool(f)",
          """
          try:
            from promptflow.core import tool
          except ImportError:
            from promptflow import tool
          if True:
            @tool
            def f(x): pass\
          """,
          """
          from promptflow.core import tool
          from promptflow.tracing import trace
          @trace
          @tool
          def f(x): pass\
          """,
        })
    void areFoundHoweverTheyAreMarked(String source) throws Exception {
      flow.file("t.py", source + "\n");

      assertThat(flow.signature("t.py").name()).isEqualTo("f");
      assertThat(flow.signature("t.py").parameter("x")).isPresent();
    }

    @Test
    void areNotRunWhenTheyAreInspected() throws Exception {
      flow.file(
          "t.py",
          """
          open('ran.txt', 'w')
          import no_such_module
          from promptflow import tool
          @tool
          def f():
              'Does it.'
          """);

      assertThat(flow.signature("t.py").description()).isEqualTo("Does it.");
      assertThat(folder.resolve("ran.txt")).doesNotExist();
      assertThat(folder.resolve("__pycache__")).doesNotExist();
    }

    @Test
    void streamIfTheyAreGenerators() throws Exception {
      flow.file("a.py", IMPORTS + "@tool\ndef f():\n    for i in 'ab':\n        yield i\n");
      flow.file(
          "b.py",
          IMPORTS + "@tool\ndef f():\n    def g():\n        yield 1\n    return list(g())\n");

      assertThat(flow.signature("a.py").streams()).isTrue();
      assertThat(flow.signature("b.py").streams()).isFalse();
    }

    @Test
    void ofAClassTakeWhatItsConstructorTakesToo() throws Exception {
      flow.file(
          "t.py",
          IMPORTS
              + """
              from promptflow.core import ToolProvider

              class Base(ToolProvider):
                  def __init__(self, connection: OpenAIConnection, size: int = 3):
                      super().__init__()

              class Search(Base):
                  @tool
                  def find(self, text: str):
                      pass
              """);

      var signature = flow.signature("t.py");

      assertThat(signature.name()).isEqualTo("Search.find");
      assertThat(signature.parameters())
          .extracting(ToolParameter::name, ToolParameter::setUp)
          .containsExactly(tuple("text", false), tuple("connection", true), tuple("size", true));
    }
  }

  private static Optional<Value> defaultOf(ToolSignature signature, String parameter) {
    return signature.parameter(parameter).orElseThrow().defaultValue();
  }

  private static String types(ToolSignature signature, String parameter) {
    return String.join(
        " ",
        signature.parameter(parameter).orElseThrow().types().stream()
            .map(PythonInspectionTest::shown)
            .toList());
  }

  private static String shown(ToolParameter.Type type) {
    return switch (type) {
      case ToolParameter.Type.OfValue(ValueType value) -> value.name();
      case ToolParameter.Type.OfConnection(String className) -> className;
    };
  }
}
