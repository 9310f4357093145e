package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.tool.ToolException.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonFailureTest {

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

  @Test
  void anExceptionShowsTheAuthorsOwnLines() throws Exception {
    flow.file(
        "lib/parsing.py",
        """
        import json

        def parse(text):
            return json.loads(text)
        """);
    flow.file(
        "t.py",
        """
        from promptflow.core import tool
        from lib.parsing import parse

        @tool
        def read(text):
            print("about to parse")
            return parse(text)
        """);

    var failure = flow.failure("t.py", "text", "{");

    assertThat(failure)
        .hasMessageStartingWith("'read' (lib/parsing.py:4) raised JSONDecodeError: Expecting");
    var details = failure.details();
    assertThat(details.type()).isEqualTo("JSONDecodeError");
    assertThat(details.file()).contains("lib/parsing.py");
    assertThat(details.line()).isEqualTo(4);
    assertThat(details.traceback())
        .containsExactly(
            "t.py:7 in read: return parse(text)",
            "lib/parsing.py:4 in parse: return json.loads(text)");
    assertThat(details.logs()).containsExactly("about to parse");
  }

  @Test
  void deepRecursionFailsLikeAnyOtherException() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool

        @tool
        def down(n=0):
            return down(n + 1)
        """);

    var failure = flow.failure("t.py");

    assertThat(failure.details().type()).isEqualTo("RecursionError");
    assertThat(failure.details().traceback()).hasSizeBetween(2, 31);
  }

  @Test
  void aMissingModuleSaysHowToInstallItAndWhere() throws Exception {
    flow.file(
        "t.py",
        "import os\nfrom sklearn.x import y\nfrom promptflow import tool\n@tool\ndef f(): pass\n");

    var failure = flow.failure("t.py");

    assertThat(failure)
        .hasMessageMatching(
            "'f' can't be loaded \\(t.py:2\\): ModuleNotFoundError: No module named 'sklearn.*';"
                + " install it: '/.*python.* -m pip install scikit-learn'");
  }

  @Test
  void aRequirementsFileIsTheRemedyWhereThereIsOne() throws Exception {
    flow.file("requirements.txt", "no-such-thing\n");
    flow.file("t.py", "from promptflow import tool\n@tool\ndef f():\n    import no_such_thing\n");

    assertThat(flow.failure("t.py"))
        .hasMessageContaining("'f' (t.py:4) raised ModuleNotFoundError")
        .hasMessageEndingWith(
            "-m pip install -r " + folder.toRealPath().resolve("requirements.txt") + "'");
  }

  @Test
  void anErrorInASiblingIsShownThere() throws Exception {
    flow.file("helper.py", "x = 1\ny = x +\n");
    flow.file("t.py", "from promptflow import tool\nimport helper\n@tool\ndef f(): pass\n");

    var failure = flow.failure("t.py");

    assertThat(failure)
        .hasMessage("'f' can't be loaded (helper.py:2): SyntaxError: invalid syntax");
    assertThat(failure.details().line()).isEqualTo(2);
  }

  @Test
  void aMissingArgumentIsNamed() throws Exception {
    flow.file("t.py", "from promptflow import tool\n@tool\ndef f(a, b): pass\n");

    assertThat(flow.failure("t.py", "a", 1))
        .hasMessage("'f' (t.py:3) needs 'b', which the node does not give");
  }

  @Test
  void aKeyErrorSaysThatAKeyIsMissing() throws Exception {
    flow.file("t.py", "from promptflow import tool\n@tool\ndef f(a):\n    return a['score']\n");

    assertThat(flow.failure("t.py", "a", Map.of()))
        .hasMessage("'f' (t.py:4) raised KeyError: the key 'score' is missing");
  }

  @Test
  void exceptionsThatCanNotBeShownDoNotBreakTheWorker() throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool

        class Odd(Exception):
            def __str__(self):
                raise ValueError("no text")

        @tool
        def f():
            raise Odd()
        """);

    assertThat(flow.failure("t.py"))
        .hasMessage("'f' (t.py:9) raised Odd: (its text can't be shown)");
  }

  @Test
  void whatPromptFlowHasAndWeDoNotIsSaidPlainly() throws Exception {
    flow.file("t.py", "from promptflow.core import tool, Nothing\n@tool\ndef f(): pass\n");
    flow.file(
        "p.py",
        """
        from promptflow.core import Prompty, tool

        @tool
        def f():
            return Prompty.load("a.prompty")
        """);

    assertThat(flow.failure("t.py"))
        .hasMessageContaining("cannot import name 'Nothing' from 'promptflow.core'")
        .hasMessageContaining("Promptflow4j has no such name; see docs/migrating.md");
    assertThat(flow.failure("p.py"))
        .hasMessageContaining("UserErrorException: there is no flow at 'a.prompty'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Timeout", "WorkerDied", "NotData", "TooLarge"})
  void theAuthorsOwnExceptionIsNeverTakenForOneOfOurs(String name) throws Exception {
    flow.file(
        "t.py",
        """
        from promptflow.core import tool

        class %s(Exception):
            pass

        @tool
        def f():
            raise %s("mine")
        """
            .formatted(name, name));

    var failure = flow.failure("t.py");

    assertThat(failure).hasMessage("'f' (t.py:8) raised %s: mine", name);
    assertThat(failure.details().kind()).isEqualTo(Kind.RAISED);
  }
}
