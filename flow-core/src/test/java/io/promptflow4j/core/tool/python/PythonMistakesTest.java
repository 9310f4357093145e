package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonMistakesTest {

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

  @Test
  void aFileWithoutAToolNamesTheFunctionToMark() throws Exception {
    flow.file("t.py", "import os\n\n\ndef score(x):\n    return x\n");

    assertThat(flow.inspect("t.py"))
        .isEqualTo(
            new PythonTools.Inspected.Wrong(
                4,
                1,
                "no-tool",
                "no function of this file is marked with @tool; write '@tool' above 'def"
                    + " score'"));
  }

  @Test
  void aDecoratorOfAnotherLibraryIsNoTool() throws Exception {
    flow.file("t.py", "from langchain.tools import tool\n@tool\ndef f(x): pass\n");

    assertThat(flow.inspect("t.py"))
        .asInstanceOf(type(PythonTools.Inspected.Wrong.class))
        .extracting(PythonTools.Inspected.Wrong::code)
        .isEqualTo("no-tool");
  }

  @Test
  void twoToolsInOneFileAreRefusedAtTheSecond() throws Exception {
    flow.file("t.py", IMPORTS + "@tool\ndef a(): pass\n\n@tool\ndef b(): pass\n");

    assertThat(flow.inspect("t.py"))
        .isEqualTo(
            new PythonTools.Inspected.Wrong(
                10,
                1,
                "several-tools",
                "'a' (line 7), 'b' (line 10) are all tools; a file holds exactly one @tool"));
  }

  @Test
  void aSyntaxErrorHasItsPlace() throws Exception {
    flow.file("t.py", "from promptflow import tool\n@tool\ndef f(x):\n    return (x +\n");

    assertThat(flow.inspect("t.py"))
        .isInstanceOfSatisfying(
            PythonTools.Inspected.Wrong.class,
            wrong -> {
              assertThat(wrong.code()).isEqualTo("python-syntax");
              assertThat(wrong.line()).isEqualTo(4);
              assertThat(wrong.column()).isBetween(11, 16);
              assertThat(wrong.message()).isNotBlank();
            });
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedAtTheLine() throws Exception {
    byte[] latin = "from promptflow import tool\nx = 'é'\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("t.py"), latin);
    Files.write(folder.resolve("zero.py"), new byte[] {'x', 0, '\n'});

    assertThat(flow.inspect("t.py"))
        .isInstanceOfSatisfying(
            PythonTools.Inspected.Wrong.class,
            wrong -> {
              assertThat(wrong.code()).isEqualTo("python-encoding");
              assertThat(wrong.line()).isEqualTo(2);
            });
    assertThat(flow.inspect("zero.py"))
        .isInstanceOfSatisfying(
            PythonTools.Inspected.Wrong.class,
            wrong -> assertThat(wrong.code()).startsWith("python-"));
  }

  @Test
  void aFileThatSaysItsEncodingIsRead() throws Exception {
    byte[] latin =
        "# -*- coding: latin-1 -*-\nfrom promptflow import tool\n@tool\ndef f(x='é'): pass\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("t.py"), latin);

    assertThat(defaultOf(flow.signature("t.py"), "x")).contains(Value.of("é"));
  }

  @Test
  void byteOrderMarkAndCrlfAreFine() throws Exception {
    flow.file("t.py", "\uFEFFfrom promptflow import tool\r\n@tool\r\ndef f(x):\r\n    pass\r\n");

    assertThat(flow.signature("t.py").name()).isEqualTo("f");
  }

  @Test
  void aParameterOfBothConstructorAndMethodIsRefused() throws Exception {
    flow.file(
        "t.py",
        IMPORTS
            + "from promptflow.core import ToolProvider\nclass C(ToolProvider):\n"
            + "    def __init__(self, a): pass\n    @tool\n    def f(self, a): pass\n");

    assertThat(flow.inspect("t.py"))
        .isInstanceOfSatisfying(
            PythonTools.Inspected.Wrong.class,
            wrong -> assertThat(wrong.code()).isEqualTo("duplicate-parameter"));
  }

  @Test
  void absurdNestingIsRefusedAndHarmsNothing() throws Exception {
    flow.file("deep.py", "x = " + "(".repeat(5_000) + ")".repeat(5_000) + "\n");
    flow.file("t.py", IMPORTS + "@tool\ndef f(): pass\n");

    var both = flow.tools.inspect(List.of("deep.py", "t.py"));

    assertThat(both.getFirst()).isInstanceOf(PythonTools.Inspected.Wrong.class);
    assertThat(both.getLast()).isInstanceOf(PythonTools.Inspected.Found.class);
  }

  @Test
  void aFileThatIsMissingOrOutsideIsRefusedInItsOwnPlace() throws Exception {
    flow.file("t.py", IMPORTS + "@tool\ndef f(): pass\n");

    var all = flow.tools.inspect(List.of("nowhere.py", "t.py", "../../etc/passwd"));

    assertThat(all.get(0))
        .isEqualTo(
            new PythonTools.Inspected.Wrong(1, 1, "file-access", "there is no file 'nowhere.py'"));
    assertThat(all.get(1)).isInstanceOf(PythonTools.Inspected.Found.class);
    assertThat(all.get(2)).isInstanceOf(PythonTools.Inspected.Wrong.class);
  }

  private static Optional<Value> defaultOf(ToolSignature signature, String parameter) {
    return signature.parameter(parameter).orElseThrow().defaultValue();
  }
}
