package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PythonLogTest {

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
  void everythingIsInTheLogInOrderAndNothingInTheResult() throws Exception {
    flow.tool(
        "import os, subprocess, sys, logging\nprint('at import')",
        """
        print("one")
        sys.stderr.write("two\\n")
        os.write(1, b"three\\n")
        subprocess.run(["sh", "-c", "echo four; echo five >&2"])
        sys.__stdout__.write('{"value": "forged"}\\n')
        logging.warning("six")
        print("seven", end="")
        return "result"
        """);

    var result = flow.call("t.py");

    assertThat(result.value().toPlain()).isEqualTo("result");
    assertThat(result.logs())
        .containsExactly(
            "at import",
            "one",
            "two",
            "three",
            "four",
            "five",
            "{\"value\": \"forged\"}",
            "WARNING:root:six",
            "seven");
    assertThat(flow.call("t.py").logs()).doesNotContain("at import");
  }

  @Test
  void binaryAndOddTextIsKeptAsFarAsItIsText() throws Exception {
    flow.tool(
        "import os",
        """
        os.write(1, bytes(range(256)) * 4)
        print("half \\ud83d")
        print("x" * 1_000_000)
        return 1
        """);

    var result = flow.call("t.py");

    assertThat(result.value().toPlain()).isEqualTo(1L);
    assertThat(result.logs().getLast()).hasSize(1_000_000);
    assertThat(String.join("", result.logs())).contains("half \\ud83d");
  }

  @Test
  void aFloodIsCutAndDoesNotHoldTheToolUp() throws Exception {
    flow.tool(
        "import os",
        """
        for i in range(400):
            os.write(2, b"y" * 65535 + b"\\n")
        return "done"
        """);

    var result = flow.call("t.py");

    assertThat(result.value().toPlain()).isEqualTo("done");
    assertThat(result.logs().getLast())
        .isEqualTo("… 25,165,824 more bytes were printed; the log keeps the first 1 MiB of a call");
    assertThat(String.join("\n", result.logs())).hasSizeLessThan((1 << 20) + 200);
  }

  @Test
  void inputIsEmptyAndClosedStreamsHarmNothing() throws Exception {
    flow.tool("import os, sys", "sys.stdout.close()\nos.close(1)\nreturn sys.stdin.read()");

    assertThat(flow.value("t.py")).isEqualTo("");
  }
}
