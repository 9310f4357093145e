package io.promptflow4j.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Canaries in every kind of secret, and tools that give them away in every way they can: none may
/// be found in what a run prints or leaves behind. A value that is no secret goes the same ways,
/// which shows that the search would find one.
class SecretsTest {

  private static final String TOKEN = "canary/t0ken+of=a connection";
  private static final String KEY = "sk-canary-of-the-environment-91";
  private static final String MODEL_KEY = "canary.of.the.model.7733";
  private static final String HARMLESS = "plain/v4lue+of=nobody special";

  private static final String TELLING =
      """
      import base64, os, sys, urllib.parse
      from promptflow.core import tool
      from promptflow.connections import CustomConnection
      from promptflow.tracing import trace

      def forms(text):
          raw = text.encode()
          yield text
          yield raw.hex()
          yield urllib.parse.quote(text)
          yield urllib.parse.quote_plus(text)
          yield repr([text])
          for before in ("", "u", "us", "user:"):
              yield base64.b64encode((before + text + "!").encode()).decode()

      @trace
      def inner(text):
          return text

      @tool
      def tell(c: CustomConnection, fail: bool) -> dict:
          shared = [os.environ[name] for name in ("OPENAI_API_KEY", "THE_MODEL", "HARMLESS")]
          all = [form for text in [c.token, *shared] for form in forms(text)]
          for form in all:
              print("printed", form)
              print("complained", form, file=sys.stderr)
              inner(form)
          if fail:
              raise ValueError(" ".join(all))
          return {"all": all, all[0]: "as a key", "token": c.token}
      """;

  private static final String CHECKING =
      """
      from promptflow.core import tool

      @tool
      def check(told: dict) -> str:
          return "the right one" if told["token"] == "%s" else "another one"
      """
          .formatted(TOKEN);

  @TempDir private Path folder;
  private Called.Place place;

  @BeforeEach
  void write() throws IOException {
    place = new Called.Place(folder);
    place.withVariable("OPENAI_API_KEY", KEY);
    place.withVariable("THE_MODEL", MODEL_KEY);
    place.withVariable("HARMLESS", HARMLESS);
    place.withVariable("PF_MODEL_RETRIES", "0");
    place.write(
        "c.yaml", "name: c\ntype: custom\nconfigs: {}\nsecrets: {token: '" + TOKEN + "'}\n");
    place.write(
        "m.yaml",
        """
        name: m
        type: open_ai
        api_key: env:THE_MODEL
        base_url: http://127.0.0.1:9/v1
        """);
    place.write("leaky/tell.py", TELLING);
    place.write("leaky/check.py", CHECKING);
    place.write("leaky/ask.jinja2", "user:\n{{told}}\n");
  }

  private void writeFlow(boolean fails) throws IOException {
    place.write(
        "leaky/flow.dag.yaml",
        """
        inputs: {}
        outputs:
          told: {type: object, reference: "${tell.output}"}
          right: {type: string, reference: "${check.output}"}
        nodes:
        - name: tell
          type: python
          source: {type: code, path: tell.py}
          inputs: {c: c, fail: %s}
        - name: check
          type: python
          source: {type: code, path: check.py}
          inputs: {told: "${tell.output}"}
        - name: ask
          type: llm
          source: {type: code, path: ask.jinja2}
          connection: m
          api: chat
          inputs: {model: gpt-x, told: nothing}
          activate: {when: "${tell.output.token}", is: never}
        """
            .formatted(fails));
  }

  private Called run(String... more) {
    var args =
        new ArrayList<>(
            List.of("flow", "test", "--flow", "leaky", "--connection", "c.yaml", "--connection"));
    args.addAll(List.of("m.yaml", "--output", "out.json"));
    args.addAll(List.of(more));
    return place.pf(args.toArray(String[]::new));
  }

  /// Everything the run said, by where it said it.
  private List<String> said(Called run) throws IOException {
    var said = new ArrayList<>(List.of("out:" + run.out(), "err:" + run.err()));
    for (Path root : List.of(folder.resolve("leaky/.promptflow"), folder.resolve("out.json"))) {
      if (Files.exists(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            said.add(file.getFileName() + ":" + Files.readString(file));
          }
        }
      }
    }
    return said;
  }

  private static List<String> formsOf(String secret) {
    byte[] raw = secret.getBytes(StandardCharsets.UTF_8);
    var forms = new ArrayList<>(List.of(secret, HexFormat.of().formatHex(raw)));
    forms.add(secret.replace("+", "%2B").replace("=", "%3D").replace(" ", "%20"));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + raw.length];
      System.arraycopy(raw, 0, shifted, offset, raw.length);
      String encoded = Base64.getEncoder().encodeToString(shifted);
      forms.add(encoded.substring(4, 4 + (raw.length - 4) / 3 * 4));
    }
    return forms;
  }

  private static void assertNoneIsIn(List<String> said) {
    for (String secret : List.of(TOKEN, KEY, MODEL_KEY)) {
      for (String form : formsOf(secret)) {
        assertThat(said).as("%s as %s", secret, form).noneMatch(text -> text.contains(form));
      }
    }
  }

  @Test
  void stayOutOfEverythingThatACompletedRunSays() throws IOException {
    writeFlow(false);

    var run = run();
    List<String> said = said(run);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(said)
        .filteredOn(text -> text.contains(HARMLESS))
        .extracting(text -> text.substring(0, text.indexOf(':')))
        .containsExactlyInAnyOrder(
            "out", "err", "flow.detail.json", "flow.log", "flow.output.json", "out.json");
    assertNoneIsIn(said);
  }

  @Test
  void stayOutOfTheJsonDocumentToo() throws IOException {
    writeFlow(false);

    List<String> said = said(run("--format", "json"));

    assertThat(said.getFirst()).contains(HARMLESS, "******");
    assertNoneIsIn(said);
  }

  @Test
  void reachTheNodesThatReadThem() throws IOException {
    writeFlow(false);

    assertThat(run().out()).contains("the right one");
  }

  @Test
  void stayOutOfAFailedRun() throws IOException {
    writeFlow(true);

    var run = run();
    List<String> said = said(run);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(said)
        .filteredOn(text -> text.contains(HARMLESS))
        .extracting(text -> text.substring(0, text.indexOf(':')))
        .contains("err", "flow.detail.json", "flow.log");
    assertNoneIsIn(said);
  }
}
