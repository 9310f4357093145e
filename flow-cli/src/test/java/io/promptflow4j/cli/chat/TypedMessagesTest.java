package io.promptflow4j.cli.chat;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A chat at a real (pseudo-)terminal, which `src/test/python/typist.py` types at.
class TypedMessagesTest {

  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String UP = "\u001bOA";
  private static final String LEFT = "\u001bOD";

  /// What the line editor writes when it begins to read a line: from here on pasting is announced.
  private static final String NEXT_LINE = "\u001b[?2004h";

  @TempDir Path folder;

  /// What the program came to, and all that appeared on the screen, without colours.
  private record Seen(int exit, String screen) {}

  private record Step(String waitFor, String keys) {}

  @BeforeEach
  void writeTheFlow() throws IOException {
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        inputs:
          question: {type: string, is_chat_input: true}
          history: {type: list, is_chat_history: true, default: []}
        outputs: {answer: {type: string, reference: "${say.output}", is_chat_output: true}}
        nodes:
        - name: say
          type: llm
          source: {type: code, path: say.jinja2}
          api: chat
          connection: nowhere
          inputs: {model: m, question: "${inputs.question}"}
        """);
    Files.writeString(folder.resolve("say.jinja2"), "# user:\n{{question}}");
    Files.writeString(
        folder.resolve("scripted.yaml"),
        """
        rules:
        - {last: count, answer: one two three four five, chunk_latency: 2s}
        - {last: broken, fault: bad-request}
        default: 'you said [{{ last }}]'
        """);
  }

  private Seen type(int columns, Step... steps) throws Exception {
    List<Value> script = new ArrayList<>();
    for (Step step : steps) {
      script.add(Value.of(List.of(Value.of(step.waitFor()), Value.of(step.keys()))));
    }
    var process =
        new ProcessBuilder(
                "python3",
                Path.of("src", "test", "python", "typist.py").toString(),
                Integer.toString(columns),
                Json.write(Value.of(script)),
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dpf.terminals=in,out,err",
                "-cp",
                classPath(),
                "io.promptflow4j.cli.Pf",
                "flow",
                "test",
                "--interactive",
                "--flow",
                folder.toString())
            .redirectErrorStream(true);
    process
        .environment()
        .putAll(
            Map.of(
                "PF_HOME_DIRECTORY",
                folder.resolve("home").toString(),
                "TERM",
                "xterm",
                "LC_ALL",
                "C.UTF-8"));
    Process typist = process.start();
    String screen =
        new String(typist.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replaceAll("\u001b\\[[0-9;?$]*[A-Za-z]|\u001b[=>]|\r", "");
    return new Seen(typist.waitFor(), screen);
  }

  /// That of this test, wherever the runner has it.
  private static String classPath() {
    return TypedMessagesTest.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs()).map(URL::getPath).collect(joining(File.pathSeparator))
        : System.getProperty("java.class.path", "");
  }

  @Test
  void whatIsTypedIsEditedRepeatedAndAnswered() throws Exception {
    Seen seen =
        type(
            80,
            new Step("User: ", "helo" + LEFT + "l\r"),
            new Step("you said [hello]", ""),
            new Step("User: ", UP + "!\r"),
            new Step("you said [hello!]", ""),
            new Step("User: ", CTRL_D));

    assertThat(seen.exit()).as(seen.screen()).isZero();
  }

  /// Several times, since an interrupt that is left over ends the chat only now and then.
  @Test
  void ctrlCDropsWhatIsTypedAndTheChatGoesOn() throws Exception {
    var steps = new ArrayList<Step>();
    steps.add(new Step("User: ", ""));
    for (int i = 0; i < 12; i++) {
      steps.add(new Step("", "drop" + i));
      steps.add(new Step("drop" + i, CTRL_C));
      steps.add(new Step(NEXT_LINE, ""));
      steps.add(new Step("User: ", ""));
    }
    steps.add(new Step("", "kept\r"));
    steps.add(new Step("you said [kept]", ""));
    steps.add(new Step("User: ", CTRL_C));

    Seen seen = type(80, steps.toArray(Step[]::new));

    assertThat(seen.exit()).as(seen.screen()).isZero();
  }

  @Test
  void ctrlCStopsAnAnswerAndTheChatGoesOn() throws Exception {
    Seen seen =
        type(
            80,
            new Step("User: ", "count\r"),
            new Step("two", CTRL_C),
            new Step("(stopped)", ""),
            new Step("User: ", "broken\r"),
            new Step("[bad-request]", ""),
            new Step("User: ", "go on\r"),
            new Step("you said [go on]", ""),
            new Step("User: ", "/exit\r"));

    assertThat(seen.exit()).as(seen.screen()).isZero();
    assertThat(seen.screen()).doesNotContain("five", "^C");
  }

  @Test
  void whatIsTypedDuringAnAnswerWaitsForItsTurn() throws Exception {
    Seen seen =
        type(
            80,
            new Step("User: ", "count\r"),
            new Step("one", "next\r"),
            new Step("you said [next]", ""),
            new Step("User: ", CTRL_D));

    assertThat(seen.exit()).as(seen.screen()).isZero();
    assertThat(seen.screen()).contains("Bot: one two three four five\n", "User: next\n");
  }

  @Test
  void theWelcomeFitsANarrowTerminal() throws Exception {
    Seen seen = type(40, new Step("User: ", CTRL_D));

    assertThat(seen.screen().lines().takeWhile(line -> !line.startsWith("User:")))
        .filteredOn(line -> !line.startsWith("Chatting with"))
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.length() <= 40);
  }
}
