package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonToolTest {

  private PythonFlow flow;

  @BeforeEach
  void open(@TempDir Path folder) {
    flow = new PythonFlow(folder);
  }

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void aFunctionIsCalledWithTheArgumentsOfTheNode() throws Exception {
    flow.file(
        "add.py",
        """
        from promptflow.core import tool

        @tool
        def add(a: int, b: int = 2) -> int:
            return a + b
        """);

    assertThat(flow.value("add.py", "a", 40)).isEqualTo(42L);
    assertThat(flow.value("add.py", "a", 40, "b", 60)).isEqualTo(100L);
  }

  @Test
  void siblingsAreImportedAndTheFolderIsTheWorkingDirectory() throws Exception {
    flow.file("texts/greeting.txt", "good morning");
    flow.file("helpers/__init__.py", "from .reading import read\n");
    flow.file("helpers/reading.py", "def read(p):\n    return open(p).read()\n");
    flow.file(
        "say.py",
        """
        import sys
        from promptflow import tool
        from helpers import read

        @tool
        def say(path):
            print("reading", path)
            return {"text": read(path), "first": sys.path[0]}
        """);

    var result = flow.call("say.py", "path", "texts/greeting.txt");

    assertThat(result.logs()).containsExactly("reading texts/greeting.txt");
    assertThat(result.value().toPlain())
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("text", "good morning");
  }

  @Test
  void unknownArgumentsAreDroppedUnlessTheFunctionTakesMore() throws Exception {
    flow.file("strict.py", "from promptflow import tool\n@tool\ndef f(a):\n    return [a]\n");
    flow.file(
        "open.py", "from promptflow import tool\n@tool\ndef f(a, **more):\n    return [a, more]\n");

    assertThat(flow.value("strict.py", "a", 1, "b", 2)).isEqualTo(List.of(1L));
    assertThat(flow.value("open.py", "a", 1, "b", 2)).isEqualTo(List.of(1L, Map.of("b", 2L)));
  }
}
