package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder from the internet is checked before anyone trusts it.
class CheckRunsNothingTest {

  @TempDir private Path folder;

  @BeforeEach
  void aFolderThatWouldLikeToRun() throws IOException {
    Path trace = folder.resolve("ran");
    String python = "open(%s, 'a').write(__name__)\n".formatted("'" + trace + "'");
    for (String module : new String[] {"ast", "warnings", "json", "sitecustomize", "promptflow"}) {
      write(module + ".py", python);
    }
    write("mine/__init__.py", python);
    write(
        "mine/tools.py",
        python + "from promptflow.core import tool\n\n@tool\ndef give(x: int):\n    return x\n");
    write(
        ".venv/lib/python3.12/site-packages/bought/__init__.py",
        python + "def give(y: str):\n    return y\n");
    Path interpreter = write(".venv/bin/python", "#!/bin/sh\necho ran >" + trace + "\n");
    assertThat(interpreter.toFile().setExecutable(true)).isTrue();
    write(
        "own.py",
        python + "from promptflow.core import tool\n\n@tool\ndef give(x: int):\n    return x\n");
    write(
        "flow.dag.yaml",
        """
        environment_variables:
          PYTHONPATH: .
        inputs:
          x: {type: int}
        outputs: {}
        nodes:
        - {name: a, type: python, source: {type: code, path: own.py}, inputs: {x: "${inputs.x}"}}
        - {name: b, type: python, source: {type: package, tool: mine.tools.give}, inputs: {x: 1}}
        - {name: c, type: python, source: {type: package, tool: bought.give}, inputs: {y: b}}
        """);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void aCheckRunsNothingOfTheFolder() {
    Flow.Check check = Flow.check(folder, FlowSettings.defaults());

    assertThat(check.diagnostics()).isEmpty();
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void anActiveEnvironmentIsTheUsersOwnChoice() {
    Flow.Check check =
        Flow.check(
            folder,
            FlowSettings.defaults()
                .withEnvironment(Map.of("VIRTUAL_ENV", folder.resolve(".venv").toString())));

    assertThat(check.isValid()).isFalse();
    assertThat(folder.resolve("ran")).exists();
  }
}
