package io.promptflow4j.core.engine.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.source.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationCheckTest {

  private static final String TOOL = "from promptflow.core import tool\n\n";

  @TempDir private Path tree;

  @Test
  void aFlowThatLacksNothingRuns() throws IOException {
    FlowVerdict verdict =
        flow("import json\n" + TOOL + "@tool\ndef give(x: str):\n    return json.dumps(x)\n");

    assertThat(verdict.verdict()).isEqualTo(Verdict.RUNS);
    assertThat(verdict.reasons()).isEmpty();
  }

  @Test
  void packagesAreFoundWhereTheToolReachesThem() throws IOException {
    write(
        "one/near.py",
        "def used():\n    import far_away\n\ndef unused():\n    import not_needed\n");
    FlowVerdict verdict =
        flow(
            """
            import json, cv2
            from typing import TYPE_CHECKING
            from near import used
            if TYPE_CHECKING:
                import only_for_types
            try:
                import a_faster_one
            except ImportError:
                a_faster_one = None
            """
                + TOOL
                + "@tool\ndef give(x: str):\n    return used()\n");

    assertThat(verdict.verdict()).isEqualTo(Verdict.NEEDS_PACKAGE);
    assertThat(verdict.packages()).containsExactlyInAnyOrder("opencv-python", "far_away");
    assertThat(verdict.reasons())
        .extracting(one -> one.place().toString())
        .containsExactly("near.py:2:1", "tool.py:1:1");
  }

  @Test
  void aConnectionThatIsNotThereIsAServiceWithItsType() throws IOException {
    write(
        "one/flow.dag.yaml",
        """
        outputs: {}
        nodes:
        - name: ask
          type: llm
          source: {type: code, path: ask.jinja2}
          provider: AzureOpenAI
          api: chat
          connection: nowhere
          inputs: {deployment_name: some-model}
        """);
    write("one/ask.jinja2", "user:\nHello\n");

    FlowVerdict verdict = verdicts().getFirst();

    assertThat(verdict.verdict()).isEqualTo(Verdict.NEEDS_SERVICE);
    assertThat(verdict.services())
        .containsExactly(new FlowVerdict.Service("nowhere", "azure_open_ai", false));
  }

  @Test
  void whatFailsOnEveryCallIsBroken() throws IOException {
    assertThat(codes(flow(TOOL + "@tool\ndef give(x: str):\n    raise ValueError(x)\n")))
        .containsExactly("always-raises");
    assertThat(codes(flow(TOOL + "@tool\ndef give(x: str):\n    y = ask(x)\n    return y\n")))
        .containsExactly("undefined-name");
    assertThat(codes(flow(TOOL + "@tool\ndef give(x: str:\n    return x\n")))
        .containsExactly("python-syntax");
    assertThat(verdicts().getFirst().verdict()).isEqualTo(Verdict.BROKEN);
  }

  @Test
  void whatMayFailIsNot() throws IOException {
    FlowVerdict verdict =
        flow(
            TOOL
                + """
                @tool
                def give(x: str):
                    try:
                        value = int(x)
                    except ValueError as problem:
                        if x == "never":
                            return undefined_here
                        value = 0
                    if value > 3:
                        raise ValueError(x)
                    return [item for item in range(value)]
                """);

    assertThat(verdict.verdict()).isEqualTo(Verdict.RUNS);
  }

  @Test
  void whatPromptflow4jLacksIsUnsupported() throws IOException {
    FlowVerdict verdict =
        flow("from promptflow._sdk import entities\n" + TOOL + "@tool\ndef give(x): return x\n");

    assertThat(verdict.verdict()).isEqualTo(Verdict.UNSUPPORTED);
    assertThat(verdict.reasons().getFirst().message()).contains("'promptflow._sdk'");
  }

  @Test
  void allKindsAreFoundAndNothingOfThemIsRun() throws IOException {
    String mark = "open(%s, 'a').write('ran')\n".formatted("'" + tree.resolve("ran") + "'");
    flow(mark + TOOL + "@tool\ndef give(x):\n    return x\n");
    write("two/flow.flex.yaml", "entry: entry:answer\n");
    write("two/entry.py", mark + "import near\n\ndef answer(x: str) -> str:\n    return x\n");
    write("two/near.py", mark);
    write("two/hello.prompty", "---\nmodel: {api: chat}\n---\nuser:\nHello\n");
    write(".git/flow.dag.yaml", "nodes: [");
    write("env/pyvenv.cfg", "");
    write("env/lib/flow.dag.yaml", "nodes: [");

    assertThat(verdicts()).extracting(FlowVerdict::kind).containsExactly("dag", "flex", "prompty");
    assertThat(tree.resolve("ran")).doesNotExist();
  }

  private FlowVerdict flow(String python) throws IOException {
    write("one/tool.py", python);
    write(
        "one/flow.dag.yaml",
        """
        inputs: {x: {type: string}}
        outputs: {y: {type: string, reference: "${give.output}"}}
        nodes:
        - {name: give, type: python, source: {type: code, path: tool.py}, inputs: {x: "${inputs.x}"}}
        """);
    return verdicts().getFirst();
  }

  private static List<String> codes(FlowVerdict verdict) {
    return verdict.reasons().stream().map(Diagnostic::code).toList();
  }

  private List<FlowVerdict> verdicts() throws IOException {
    String home = tree.resolve("home").toString();
    var settings = FlowSettings.defaults().withEnvironment(Map.of("PF_HOME_DIRECTORY", home));
    try (var verdicts = new MigrationCheck(settings).tree(tree)) {
      return verdicts.toList();
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
