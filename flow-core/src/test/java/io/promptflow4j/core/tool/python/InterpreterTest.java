package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpreterTest {

  @TempDir Path root;
  private Path flow;

  @BeforeEach
  void makeTheFlow() throws IOException {
    flow = Files.createDirectories(root.resolve("repo/flows/one"));
  }

  private Path executable(String name) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void assertTaken(Path expected, String reason, Map<String, String> environment) {
    assertThat(Interpreter.find(flow, environment))
        .isEqualTo(new Interpreter.Found(expected, reason));
  }

  @Test
  void whatPfPythonNamesComesFirst() throws Exception {
    Path mine = executable("mine/python");
    Path inEnvironment = executable("some-env/bin/python");
    executable("repo/flows/one/.venv/bin/python");
    Path onPath = executable("bin/python3.99");

    assertTaken(mine, "PF_PYTHON", Map.of("PF_PYTHON", mine.toString()));
    assertTaken(
        inEnvironment, "PF_PYTHON", Map.of("PF_PYTHON", root.resolve("some-env").toString()));
    assertTaken(
        onPath,
        "python3.99 on PATH",
        Map.of("PF_PYTHON", "python3.99", "PATH", root.resolve("bin").toString()));
    assertThat(Interpreter.find(flow, Map.of("PF_PYTHON", "/nowhere")))
        .isInstanceOfSatisfying(
            Interpreter.Missing.class,
            missing -> assertThat(missing.message()).contains("PF_PYTHON is '/nowhere'"));
  }

  @Test
  void thenAnEnvironmentBesideTheFlowUpToTheRootOfTheCheckout() throws Exception {
    Path above = executable("venv/bin/python");
    Path inCheckout = executable("repo/env/bin/python");
    Path active = executable("active/bin/python");
    var environment = Map.of("VIRTUAL_ENV", root.resolve("active").toString());
    assertThat(above).exists();

    assertTaken(active, "VIRTUAL_ENV", environment);

    Files.createDirectories(root.resolve("repo/.git"));
    assertTaken(inCheckout, "env beside the flow", environment);

    Path own = executable("repo/flows/one/.venv/Scripts/python.exe");
    assertTaken(own, ".venv beside the flow", environment);
  }

  @Test
  void thenTheActiveEnvironmentAndAtLastTheSearchPath() throws Exception {
    Path conda = executable("conda/bin/python");
    Path two = executable("two/python");
    Path three = executable("three/python3");
    String path = root.resolve("two") + ":" + root.resolve("three");

    assertTaken(conda, "CONDA_PREFIX", Map.of("CONDA_PREFIX", root.resolve("conda").toString()));
    assertTaken(three, "python3 on PATH", Map.of("PATH", path));
    assertTaken(two, "python on PATH", Map.of("PATH", root.resolve("two").toString()));
  }
}
