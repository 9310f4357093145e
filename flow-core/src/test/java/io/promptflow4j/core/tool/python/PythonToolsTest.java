package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolSignature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonToolsTest {

  private static final String TOOL = "from promptflow import tool\n";

  @TempDir Path folder;

  @Nested
  class WithoutAnInterpreter {

    @Test
    void itSaysWhereItLookedAndWhatToDo() throws Exception {
      Path real = folder.toRealPath();
      try (var flow = withEnvironment(Map.of("PATH", folder.toString()))) {
        flow.file("t.py", TOOL);

        assertThat(flow.inspect("t.py"))
            .isInstanceOfSatisfying(
                PythonTools.Inspected.NoInterpreter.class,
                none ->
                    assertThat(none.message())
                        .contains("need Python 3.8 or newer")
                        .contains("PF_PYTHON is not set")
                        .contains(".venv, venv, env in " + real)
                        .contains("set PF_PYTHON"));
      }
    }

    @Test
    void aCallFailsWithTheSameMessage() throws Exception {
      try (var flow = withEnvironment(Map.of("PATH", folder.toString()))) {
        flow.file("t.py", TOOL);
        var tool = flow.tools.tool("t.py", new ToolSignature("f", "", List.of(), false, false), 0);

        var failure =
            catchThrowableOfType(
                ToolException.class,
                () -> tool.call(new ToolCall("n", Map.of(), PythonFlow.LIMIT)));

        assertThat(failure).hasMessageContaining("none was found");
        assertThat(failure.details().type()).isEqualTo("NoInterpreter");
      }
    }

    @Test
    void oneThatIsSlowToComeUpIsLateAndNotWrong() throws Exception {
      Path slow = Files.writeString(folder.resolve("slow"), "#!/bin/sh\nexec sleep 60\n");
      Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwx------"));
      try (var flow = withEnvironment(PythonFlow.environment("PF_PYTHON", slow.toString()))) {
        flow.file("t.py", TOOL);
        var tool = flow.tools.tool("t.py", new ToolSignature("f", "", List.of(), false, false), 0);

        var failure =
            catchThrowableOfType(
                ToolException.class,
                () -> tool.call(new ToolCall("n", Map.of(), Duration.ofMillis(300))));

        assertThat(failure).hasMessage("'f' (t.py) was stopped after its 300 ms");
      }
    }

    @Test
    void somethingThatIsNotPythonIsShownWithWhatItSaid() throws Exception {
      Path fake =
          Files.writeString(folder.resolve("fake"), "#!/bin/sh\necho I am no Python >&2\nexit 7\n");
      Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwx------"));
      try (var flow = withEnvironment(PythonFlow.environment("PF_PYTHON", fake.toString()))) {
        flow.file("t.py", TOOL);

        assertThat(flow.inspect("t.py"))
            .isEqualTo(
                new PythonTools.Inspected.NoInterpreter(
                    "'%s' does not work as a Python interpreter (it ended with exit code 7): I am no Python"
                        .formatted(fake)));
      }
    }

    @Test
    void aPythonThatIsTooOldIsNamed() throws Exception {
      Path fake =
          Files.writeString(
              folder.resolve("fake"),
              "#!/bin/sh\necho '{\"hello\": {\"version\": \"3.6.15\", \"tooOld\": true}}'\n");
      Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwx------"));
      try (var flow = withEnvironment(PythonFlow.environment("PF_PYTHON", fake.toString()))) {
        flow.file("t.py", TOOL);

        assertThat(flow.inspect("t.py"))
            .isInstanceOfSatisfying(
                PythonTools.Inspected.NoInterpreter.class,
                none -> assertThat(none.message()).contains("is Python 3.6.15").contains("3.8"));
      }
    }
  }

  @Test
  void variablesOfTheFlowAreSetWhereTheProcessHasNone() throws Exception {
    var settings =
        new PythonSettings(
            Map.of("FLOW_ONLY", "flow", "BOTH", "flow"),
            PythonFlow.environment("BOTH", "process"),
            List.of(),
            1);
    try (var flow = new PythonFlow(folder, settings)) {
      flow.file(
          "t.py",
          TOOL
              + "import os\n"
              + "@tool\n"
              + "def f(): return [os.environ['FLOW_ONLY'], os.environ['BOTH']]\n");

      assertThat(flow.value("t.py")).isEqualTo(List.of("flow", "process"));
    }
  }

  @Test
  void codeIsReadAgainWhenAnyFileOfTheFlowChanged() throws Exception {
    try (var flow = new PythonFlow(folder, 1)) {
      flow.file("part.py", "VALUE = 1\n");
      flow.file(
          "t.py",
          TOOL
              + "import part\n"
              + "CALLS = []\n"
              + "@tool\n"
              + "def f():\n"
              + "    CALLS.append(1)\n"
              + "    return [part.VALUE, len(CALLS)]\n");
      assertThat(flow.value("t.py")).isEqualTo(List.of(1L, 1L));
      assertThat(flow.value("t.py")).isEqualTo(List.of(1L, 2L));

      flow.file("part.py", "VALUE = 2\n");

      assertThat(flow.value("t.py")).isEqualTo(List.of(2L, 1L));

      flow.file("t.py", TOOL + "import part\n@tool\ndef g():\n    return part.VALUE * 10\n");

      assertThat(flow.value("t.py")).isEqualTo(20L);
      assertThat(folder.resolve("__pycache__")).doesNotExist();
    }
  }

  @Test
  void aFileThatFailedToLoadIsTriedAgain() throws Exception {
    try (var flow = new PythonFlow(folder, 1)) {
      flow.file("t.py", TOOL + "import later\n@tool\ndef f():\n    return later.X\n");
      assertThat(flow.failure("t.py")).hasMessageContaining("No module named 'later'");

      flow.file("later.py", "X = 5\n");

      assertThat(flow.value("t.py")).isEqualTo(5L);
    }
  }

  @Test
  void includedFilesAndFoldersCanBeImportedAndHoldTools(@TempDir Path outside) throws Exception {
    Files.writeString(outside.resolve("shared.py"), "WORD = 'shared'\n");
    Files.writeString(outside.resolve("hidden.py"), "WORD = 'hidden'\n");
    Files.createDirectories(outside.resolve("pack"));
    Files.writeString(outside.resolve("pack/inner.py"), "WORD = 'inner'\n");
    var settings =
        PythonSettings.of(System.getenv(), Map.of())
            .including(List.of(outside.resolve("shared.py"), outside.resolve("pack")));
    try (var flow = new PythonFlow(folder, settings)) {
      flow.file(
          "t.py",
          TOOL
              + "import shared\n"
              + "from pack import inner\n"
              + "@tool\n"
              + "def f(): return shared.WORD + inner.WORD\n");
      flow.file("h.py", TOOL + "import hidden\n@tool\ndef f(): pass\n");

      assertThat(flow.value("t.py")).isEqualTo("sharedinner");
      assertThat(flow.failure("h.py")).hasMessageContaining("No module named 'hidden'");
    }
  }

  @Test
  void toolsOfPackagesAreFoundByTheirName(@TempDir Path packages) throws Exception {
    Path home = Files.createDirectories(packages.resolve("acme_tools/search"));
    Files.writeString(packages.resolve("acme_tools/__init__.py"), "");
    Files.writeString(home.resolve("__init__.py"), "");
    Files.writeString(
        home.resolve("find.py"),
        TOOL
            + """
            from promptflow.core import ToolProvider

            @tool
            def find(text: str, size: int = 3):
                "Finds texts."
                return [text] * size

            class Index(ToolProvider):
                def __init__(self, name: str):
                    self.name = name

                @tool
                def look_up(self, text: str):
                    return self.name + ":" + text
            """);
    var environment = PythonFlow.environment("PYTHONPATH", packages.toString());
    try (var flow = withEnvironment(environment)) {
      var find = packaged(flow, "acme_tools.search.find.find");
      var index = packaged(flow, "acme_tools.search.find.Index.look_up");

      assertThat(find.name()).isEqualTo("acme_tools.search.find.find");
      assertThat(find.description()).isEqualTo("Finds texts.");
      assertThat(find.parameters()).extracting(ToolParameter::name).containsExactly("text", "size");
      assertThat(callPackaged(flow, "acme_tools.search.find.find", find, "text", "a", "size", 2))
          .isEqualTo(List.of("a", "a"));
      assertThat(
              callPackaged(
                  flow, "acme_tools.search.find.Index.look_up", index, "text", "a", "name", "n"))
          .isEqualTo("n:a");
    }
  }

  @Test
  void aPackageThatIsNotInstalledIsNamedWithTheRemedy() throws Exception {
    try (var flow = new PythonFlow(folder)) {
      assertThat(flow.tools.packageTool("acme_missing.tools.run"))
          .isInstanceOfSatisfying(
              PythonTools.Inspected.Wrong.class,
              wrong -> {
                assertThat(wrong.code()).isEqualTo("package-tool");
                assertThat(wrong.message())
                    .contains("No module named 'acme_missing'")
                    .contains("-m pip install acme-missing");
              });
    }
  }

  @Test
  void aFolderWithASpaceAndAnAccentWorks() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("été flow"));
    try (var flow = new PythonFlow(odd)) {
      flow.file("my tool.py", TOOL + "@tool\ndef f():\n    return __name__\n");

      assertThat(flow.value("my tool.py")).isEqualTo("__pf_main__");
    }
  }

  @Test
  void siblingsNamedLikeTheStandardLibraryDoNotDisturbTheWorker() throws Exception {
    try (var flow = new PythonFlow(folder, 1)) {
      for (String name : List.of("token", "linecache", "asyncio", "base64", "ast")) {
        flow.file(name + ".py", "NAME = 'mine'\n");
      }
      flow.file("t.py", TOOL + "import token\n@tool\ndef f(x):\n    return 1 / x, token.NAME\n");

      assertThat(flow.value("t.py", "x", 1)).isEqualTo(List.of(1.0, "mine"));
      assertThat(flow.failure("t.py", "x", 0))
          .hasMessageContaining("(t.py:5) raised ZeroDivisionError");
    }
  }

  @Test
  void anInterpreterThatPrintsWhenItStartsIsNoProblem(@TempDir Path site) throws Exception {
    Files.writeString(site.resolve("sitecustomize.py"), "print('welcome')\nprint('{}')\n");
    var environment = PythonFlow.environment("PYTHONPATH", site.toString(), "PYTHONSAFEPATH", "1");
    try (var flow = withEnvironment(environment)) {
      flow.file("t.py", TOOL + "import sys\n@tool\ndef f():\n    return sys.path[0]\n");

      assertThat(flow.value("t.py")).isEqualTo(folder.toRealPath().toString());
    }
  }

  @Test
  void nothingIsStartedBeforeAToolIsAskedFor() {
    var settings = PythonSettings.of(Map.of("PF_PYTHON", "/nowhere"), Map.of());

    try (var tools = PythonTools.open(FlowFolder.open(folder), settings)) {
      assertThat(tools).isNotNull();
    }
  }

  private PythonFlow withEnvironment(Map<String, String> environment) {
    return new PythonFlow(folder, new PythonSettings(Map.of(), environment, List.of(), 1));
  }

  private static ToolSignature packaged(PythonFlow flow, String id) throws Exception {
    return flow.tools.packageTool(id) instanceof PythonTools.Inspected.Found(var signature, _)
        ? signature
        : new ToolSignature("missing", "", List.of(), false, false);
  }

  private static Object callPackaged(
      PythonFlow flow, String id, ToolSignature signature, Object... arguments) throws Exception {
    var call = new ToolCall("n", PythonFlow.arguments(arguments), PythonFlow.LIMIT);
    Object plain = flow.tools.packageTool(id, signature).call(call).value().toPlain();
    return plain == null ? "" : plain;
  }
}
