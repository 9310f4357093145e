package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths in a flow file that want out of its folder, or to something that is no file.
class HostilePathTest {

  private static final String SECRET = "{{ the secret";

  @TempDir private Path root;
  private Path flow;

  @BeforeEach
  void aSecretBesideTheFlow() throws IOException {
    flow = Files.createDirectory(root.resolve("flow"));
    Files.writeString(root.resolve("secret.jinja2"), SECRET);
    Files.createDirectories(flow.resolve("folder"));
    Files.createSymbolicLink(flow.resolve("link.jinja2"), root.resolve("secret.jinja2"));
    Files.createSymbolicLink(flow.resolve("linked"), root);
    Files.createSymbolicLink(flow.resolve("loop"), flow.resolve("loop"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.jinja2",
        "folder/../../secret.jinja2",
        "./../secret.jinja2",
        "..\\\\secret.jinja2",
        "linked/secret.jinja2",
        "link.jinja2",
        "loop",
        "loop/x",
        "/etc/passwd",
        "//etc/passwd",
        "C:\\\\secret.jinja2",
        "C:secret.jinja2",
        "\\\\\\\\host\\\\share\\\\x",
        "file:///etc/passwd",
        "http://localhost/x",
        "%2e%2e/secret.jinja2",
        "..%2fsecret.jinja2",
        "a\\0b",
        "secret.jinja2\\n",
        " ",
        ".",
        "..",
        "folder",
        "folder/",
        "~/x",
        "$HOME/x",
        "\\u202Exfdp.jinja2"
      })
  void isRefusedWithoutReadingIt(String path) throws IOException {
    refuse(path);
  }

  @Test
  void aVeryLongPathIsRefused() throws IOException {
    refuse("a/".repeat(5_000) + "x");
    refuse("x".repeat(100_000));
  }

  @Test
  void aPipeIsNotWaitedFor() throws Exception {
    assumeTrue(
        new ProcessBuilder("mkfifo", flow.resolve("pipe.jinja2").toString()).start().waitFor()
            == 0);

    refuse("pipe.jinja2");
  }

  @Test
  void aVeryLargeToolIsNotHandedToPython() throws IOException {
    Files.writeString(flow.resolve("large.py"), "x = 1\n".repeat(1 << 20));
    Files.writeString(
        flow.resolve("flow.dag.yaml"),
        "nodes:\n- {name: b, type: python, source: {type: code, path: large.py}}\n");

    Flow.Check check = Flow.check(flow, FlowSettings.defaults());

    assertThat(check.diagnostics())
        .singleElement()
        .asString()
        .contains(":2:", "error[unreadable-file]: 'large.py' is larger than 4 MiB");
  }

  private void refuse(String path) throws IOException {
    Files.writeString(
        flow.resolve("flow.dag.yaml"),
        """
        nodes:
        - {name: a, type: prompt, source: {type: code, path: "%s"}}
        - {name: b, type: python, source: {type: code, path: "%s.py"}}
        """
            .formatted(path, path));

    Flow.Check check =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> Flow.check(flow, FlowSettings.defaults()));

    assertThat(check.isValid()).isFalse();
    assertThat(check.diagnostics()).allMatch(found -> found.place().line() >= 2);
    assertThat(check.diagnostics()).allMatch(found -> found.message().length() < 400);
    assertThat(check.diagnostics().toString()).doesNotContain("the secret");
  }
}
