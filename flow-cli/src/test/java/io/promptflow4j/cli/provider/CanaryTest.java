package io.promptflow4j.cli.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A canary in every kind of secret; tools and a service that give them away in every form; and
/// then every byte that was written, searched. Only the files that the user wrote, in `sources`,
/// may hold them.
class CanaryTest {

  private static final String PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7canary01
      aGVsbG8gd29ybGQgdGhpcyBpcyBub3QgYSByZWFsIGtleSBhdCBhbGwhcanary02
      -----END PRIVATE KEY-----\
      """;

  private static final String LEAK =
      """
      import base64, json, os, sys, urllib.parse
      from promptflow.core import tool
      from promptflow.connections import CustomConnection

      def forms(text):
          raw = text.encode()
          yield text
          yield from text.splitlines()
          yield raw.hex()
          yield raw.hex().upper()
          yield urllib.parse.quote(text)
          yield urllib.parse.quote_plus(text)
          yield json.dumps(text)
          yield repr([text])
          for before in ("", "u", "us"):
              yield base64.b64encode((before + text + "!").encode()).decode()
              yield base64.urlsafe_b64encode((before + text + "!").encode()).decode()

      @tool
      def leak(c: CustomConnection, f: CustomConnection, how: str) -> dict:
          given = [*c.secrets.values(), *f.secrets.values()]
          names = ("OPENAI_API_KEY", "PGPASSWORD", "SERVICE_TOKEN", "SOME_PASSWORD", "HARMLESS")
          given += [os.environ[name] for name in names]
          told = [form for text in given for form in forms(text)]
          for form in told:
              print("printed", form)
              print("complained", form, file=sys.stderr)
          if how == "raise":
              raise ValueError(" ".join(told))
          return {"told": told, told[0]: "as a key"}
      """;

  @TempDir private Path folder;
  private final VendorMock service = new VendorMock();
  private final Map<String, String> canaries = new LinkedHashMap<>();
  private final List<String> said = new ArrayList<>();
  private Called.Place place;

  @BeforeEach
  void plant() throws IOException {
    place = new Called.Place(folder);
    place.withVariable("PF_MODEL_RETRIES", "0").withVariable("PF_WORKSPACE", "work");
    place.withVariable("CLAUDE_BASE_URL", service.address());
    canaries.put("provider key", "sk-prov-canary-7Qw9Zx2Lk4");
    canaries.put("custom secret", "t0ken/with+plus=and canary");
    canaries.put("regex characters", "a.b*c[d]+(e)?$^{9}|\\canary");
    canaries.put("PEM", PEM);
    canaries.put("eight characters", "Zq8!kW3p");
    canaries.put("quotes and Unicode", "schl\"üss'el-ключ-canary");
    canaries.put("file reference", "canary-in-a-file-55aa");
    canaries.put("variable reference", "canary-in-a-variable-77bb");
    canaries.put("given on the command line", "canary-typed-by-hand-11dd");
    variable("environment key", "OPENAI_API_KEY", "sk-canary-of-the-environment-91");
    variable("database password", "PGPASSWORD", "canary+pg/passw0rd");
    variable("inbound key", "SERVICE_TOKEN", "canary.inbound.key.0xC0FFEE");
    variable("other password", "SOME_PASSWORD", "canary%20percent%41password");
    place.withVariable("THE_REFERENCE", canaries.get("variable reference"));
    place.withVariable("HARMLESS", "plain/v4lue+of=nobody special");
    writeSources();
    writeFlow();
  }

  private void variable(String what, String name, String value) {
    canaries.put(what, value);
    place.withVariable(name, value);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private void writeSources() throws IOException {
    place.write("sources/secret.txt", canaries.get("file reference") + "\n");
    place.write(
        "sources/claude.yaml",
        "name: claude\ntype: anthropic\napi_key: " + quoted(canaries.get("provider key")) + "\n");
    place.write(
        "sources/c.yaml",
        """
        name: c
        type: custom
        configs: {}
        secrets:
          token: %s
          pattern: %s
          short: %s
          odd: %s
          pem: |-
            %s
        """
            .formatted(
                quoted(canaries.get("custom secret")),
                quoted(canaries.get("regex characters")),
                quoted(canaries.get("eight characters")),
                quoted(canaries.get("quotes and Unicode")),
                PEM.replace("\n", "\n    ")));
    place.write(
        "sources/f.yaml",
        """
        name: f
        type: custom
        configs: {}
        secrets: {file: 'file:secret.txt', variable: 'env:THE_REFERENCE', asked: <user-input>}
        """);
  }

  private void writeFlow() throws IOException {
    place.write("flow/leak.py", LEAK);
    place.write("flow/ask.jinja2", "# user:\n{{question}}\n");
    place.write(
        "flow/flow.dag.yaml",
        """
        inputs: {how: {type: string, default: return}}
        outputs:
          told: {type: object, reference: "${leak.output}"}
          answer: {type: string, reference: "${ask.output}"}
        nodes:
        - name: leak
          type: python
          source: {type: code, path: leak.py}
          inputs: {c: c, f: f, how: "${inputs.how}"}
        - name: ask
          type: llm
          api: chat
          source: {type: code, path: ask.jinja2}
          connection: claude
          inputs: {model: claude-x, question: "${leak.output.told}"}
        """);
    place.write("rows.jsonl", "{\"how\": \"return\"}\n{\"how\": \"raise\"}\n");
  }

  @AfterEach
  void close() {
    service.close();
  }

  private Called pf(String... args) {
    Called called = place.pf(args);
    said.add("> pf %s\n%s\n%s".formatted(String.join(" ", args), called.out(), called.err()));
    return called;
  }

  private void keepConnections() {
    for (String name : List.of("claude", "c")) {
      assertThat(pf("connection", "create", "--file", "sources/" + name + ".yaml").exit()).isZero();
    }
    Called given =
        place.pf(
            "connection",
            "create",
            "--file",
            "sources/f.yaml",
            "--set",
            "asked=" + canaries.get("given on the command line"));
    said.add("> pf connection create --set\n%s\n%s".formatted(given.out(), given.err()));
    assertThat(given.exit()).as(said.getLast()).isZero();
    pf("connection", "list", "--format", "json");
    for (String name : List.of("claude", "c", "f")) {
      pf("connection", "show", "--name", name);
      pf("connection", "show", "--name", name, "--format", "json");
    }
    pf("connection", "update", "--name", "claude", "--set", "api_kee=x");
    pf("connection", "rotate-key");
    pf("connection", "create", "--file", "sources/secret.txt");
  }

  private void runEverything() {
    assertThat(pf("flow", "test", "--flow", "flow").exit()).as(said.getLast()).isZero();
    pf("flow", "test", "--flow", "flow", "--format", "json", "--verbose");
    pf("flow", "test", "--flow", "flow", "--inputs", "how=raise", "--verbose");
    assertThat(pf("run", "create", "--flow", "flow", "--data", "rows.jsonl", "-n", "r1").exit())
        .as(said.getLast())
        .isBetween(0, 1);
    service.refuseRepeatingTheKey();
    pf("flow", "test", "--flow", "flow", "--verbose");
    pf("flow", "test", "--flow", "flow", "--format", "json");
    pf("run", "create", "--flow", "flow", "--data", "rows.jsonl", "-n", "r2", "--stream");
    for (String run : List.of("r1", "r2")) {
      assertThat(pf("run", "show", "-n", run, "--format", "json").exit()).isZero();
      pf("run", "show-details", "-n", run);
      pf("run", "export", "-n", run, "--output", "exported-" + run);
      pf("run", "visualize", "--names", run, "--html-path", run + ".html");
    }
  }

  private List<String> found(SecretScan scan) throws IOException {
    var found = new ArrayList<String>();
    for (String call : said) {
      found.addAll(scan.in(call.lines().findFirst().orElse(""), call.getBytes(UTF_8)));
    }
    found.addAll(scan.in(folder, file -> !file.startsWith(folder.resolve("sources"))));
    return found;
  }

  @Test
  void noneIsFoundInAnythingThatWasWritten() throws IOException {
    keepConnections();
    runEverything();
    Path key = folder.resolve("home/connections.key");
    String master = Files.readString(key);

    assertThat(canaries).hasSizeGreaterThanOrEqualTo(12);
    assertThat(found(new SecretScan(canaries))).isEmpty();
    var masters =
        new SecretScan(
            Map.of(
                "master key",
                master,
                "its bytes",
                new String(Base64.getDecoder().decode(master), UTF_8)));
    assertThat(found(masters)).allMatch(one -> one.startsWith("home/connections.key"));
    // and they were really there to be found
    assertThat(said.toString()).contains("******");
    assertThat(service.heard()).isNotEmpty();
    assertThat(service.heard().getFirst().headers().values())
        .contains(List.of(canaries.get("provider key")));
  }

  /// The same search for a value that is no secret and went the same ways.
  @Test
  void aValueThatIsNoSecretIsFoundEverywhere() throws IOException {
    keepConnections();
    runEverything();

    List<String> found = found(new SecretScan(Map.of("harmless", "plain/v4lue+of=nobody special")));

    assertThat(found)
        .extracting(one -> one.substring(0, one.indexOf(':')))
        .contains("> pf flow test --flow flow", "> pf run show-details -n r1", "r1.html")
        .anyMatch(where -> where.startsWith("exported-r1/"))
        .anyMatch(where -> where.contains(".sqlite"));
    assertThat(found).anyMatch(one -> one.contains(" as cGxhaW4v"));
    assertThat(found).anyMatch(one -> one.contains(" as 706c61696e2f"));
    assertThat(found).anyMatch(one -> one.contains(" as plain%2Fv4lue%2Bof%3Dnobody"));
  }

  /// The search sees each canary in each of its forms.
  @Test
  void theSearchSeesEachForm() {
    var scan = new SecretScan(canaries);

    for (String secret : canaries.values()) {
      for (String form : SecretScan.forms(secret)) {
        assertThat(scan.in("here", ("x" + form + "y").getBytes(UTF_8))).as(form).isNotEmpty();
      }
    }
  }
}
