package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of `docs/reference/java-tools.md` do what the page says.
///
/// A Java block starts with the name of its file; a JSON block names a tool, its inputs and what it
/// gives.
class JavaToolsReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "java-tools.md");
  private static final Pattern JAVA =
      Pattern.compile("```java\\n// (package )?(\\S+\\.java)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CALL = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path root;
  private JavaFolder folder;
  private String page;

  @BeforeEach
  void readThePage() throws IOException {
    folder = new JavaFolder(root);
    page = Files.readString(PAGE);
    var blocks = JAVA.matcher(page);
    while (blocks.find()) {
      folder.with(blocks.group(2), blocks.group(3));
    }
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void everyCallGivesWhatThePageSays() throws Exception {
    List<Value.Mapping> calls = calls();

    assertThat(calls).hasSizeGreaterThanOrEqualTo(4);
    for (Value.Mapping call : calls) {
      if (call.get("tool") instanceof Value.Text(var path)
          && call.get("inputs") instanceof Value.Mapping(var inputs)) {
        var arguments = new LinkedHashMap<String, Argument>();
        inputs.forEach((name, value) -> arguments.put(name, new Argument.Data(value)));
        Value given =
            folder.tool(path).call(new ToolCall("node", arguments, Duration.ofSeconds(30))).value();
        assertThat(given).as(path).isEqualTo(call.get("output"));
      }
    }
  }

  private List<Value.Mapping> calls() {
    var calls = new ArrayList<Value.Mapping>();
    var blocks = CALL.matcher(page);
    while (blocks.find()) {
      if (Json.read(blocks.group(1)) instanceof Value.Mapping call) {
        calls.add(call);
      }
    }
    return calls;
  }

  @Test
  void theDescriptionIsAsThePageSays() {
    assertThat(folder.tool("Shout.java").signature().description())
        .hasLineCount(3)
        .startsWith("Says it loudly.")
        .contains("text: what to say", "times: how often; once if nothing is given");
  }

  @Test
  void theMessageForAnArgumentThatDoesNotFitIsAsThePageSays() {
    Tool invoice = folder.tool("Invoice.java");
    String json =
        """
        {"items": [{"name": "cup", "price": 1}, {"name": "tray", "price": "free"}], "currency": "eur"}
        """;

    assertThat(page.replaceAll("\\s+", " "))
        .contains(
            String.valueOf(catchThrowable(() -> JavaFolder.call(invoice, json)).getMessage()));
  }

  @Test
  void theExampleOfAPackageWorks() throws Exception {
    JarFolder.compile(
        root, "acme/AcmeTools.java", Files.readString(root.resolve("acme/AcmeTools.java")));
    JarFolder.provide(root, "acme.AcmeTools");

    assertThat(called("acme.reverse", "{\"text\": \"flow\", \"mark\": \"!\"}"))
        .isEqualTo(Value.of("wolf!"));
    assertThat(called("acme.length", "{\"text\": \"flow\"}")).isEqualTo(Value.of(4));
  }

  private Value called(String id, String json) throws Exception {
    if (JarFolder.find(root, folder.tools(), id) instanceof Lookup.Found(Tool tool)) {
      return JavaFolder.call(tool, json).value();
    }
    throw new AssertionError("there is no " + id);
  }
}
