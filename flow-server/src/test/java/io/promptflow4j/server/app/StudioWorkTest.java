package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an author does with files and flows over the studio's routes.
class StudioWorkTest {

  private static final String FLOW =
      """
      inputs:
        name: {type: string, default: Ada}
      outputs:
        text: {type: string, reference: "${say.output}"}
      nodes:
      - name: first
        type: llm
        source: {type: code, path: first.jinja2}
        inputs: {model: m, name: "${inputs.name}"}
        connection: c
        api: chat
      - name: say
        type: llm
        source: {type: code, path: say.jinja2}
        inputs: {model: m, text: "${first.output}"}
        connection: c
        api: chat
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeFlow() throws Exception {
    Path flow = Files.createDirectories(folder.resolve("two"));
    Files.writeString(flow.resolve("flow.dag.yaml"), FLOW);
    Files.writeString(flow.resolve("first.jinja2"), "user:\nName {{name}}\n");
    Files.writeString(flow.resolve("say.jinja2"), "user:\nSay {{text}}\n");
    Files.writeString(flow.resolve("scripted.yaml"), "rules: []\ndefault: \"<{{ last }}>\"\n");
  }

  @Test
  void aTextIsSavedOnlyOverTheVersionThatWasSeen() throws Exception {
    try (var open = OpenStudio.signedIn(folder)) {
      String where = "/api/studio/file?path=two/say.jinja2";
      String seen = open.get(where).headers().firstValue("ETag").orElseThrow();
      String body = "{\"text\":\"user:\\nMine\\n\"}";

      assertThat(open.ask("PUT", where, body).statusCode()).isEqualTo(428);
      assertThat(open.ask("PUT", where, body, "If-None-Match", "*").statusCode()).isEqualTo(412);
      var saved = open.ask("PUT", where, body, "If-Match", seen);
      assertThat(saved.statusCode()).isEqualTo(200);
      assertThat(open.ask("PUT", where, body, "If-Match", seen).statusCode()).isEqualTo(412);
      assertThat(Files.readString(folder.resolve("two/say.jinja2"))).isEqualTo("user:\nMine\n");
      assertThat(saved.headers().firstValue("ETag"))
          .isEqualTo(open.get(where).headers().firstValue("ETag"));
      assertThat(names(folder.resolve("two"))).noneMatch(name -> name.startsWith(".studio"));
    }
  }

  @Test
  void textsThatAreNotSavedAreCheckedAndNothingIsLeftBehind() throws Exception {
    try (var open = OpenStudio.signedIn(folder)) {
      String wrong = Json.write(Value.of(FLOW.replace("${first.output}", "${frist.output}")));

      String answer =
          open.ask(
                  "POST",
                  "/api/studio/flow/check",
                  "{\"flow\":\"two/flow.dag.yaml\",\"files\":{\"two/flow.dag.yaml\":%s}}"
                      .formatted(wrong))
              .body();

      assertThat(answer).contains("\"valid\":false", "Did you mean 'first'?", "\"line\":15");
      assertThat(
              open.ask("POST", "/api/studio/flow/check", "{\"flow\":\"two/flow.dag.yaml\"}").body())
          .contains("\"valid\":true");
      assertThat(names(folder)).containsExactly("two");
    }
  }

  @Test
  void flowsAreListedWithWhatIsWrongWithThem() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("bad")).resolve("flow.dag.yaml"), "[");
    try (var open = OpenStudio.signedIn(folder)) {
      String flows = open.get("/api/studio/flows").body();

      assertThat(flows)
          .contains("\"path\":\"two/flow.dag.yaml\"", "\"nodes\":2", "\"errors\":0")
          .containsPattern("\"path\":\"bad/flow.dag.yaml\"[^}]*\"errors\":[1-9]");
    }
  }

  @Test
  void whatComesBeforeANodeIsNotCalledAgain() throws Exception {
    try (var open = OpenStudio.signedIn(folder)) {
      String flow = "\"flow\":\"two/flow.dag.yaml\",\"inputs\":{\"name\":\"Bo\"}";

      List<Value.Mapping> first = open.run("{" + flow + "}");
      List<Value.Mapping> again = open.run("{" + flow + ",\"from\":\"say\"}");
      List<Value.Mapping> whole = open.run("{" + flow + ",\"cached\":true}");

      assertThat(calls(first)).contains("first began", "first ended", "say began", "say ended");
      assertThat(calls(again))
          .contains("first recalled", "say began")
          .doesNotContain("first began");
      assertThat(calls(whole)).containsExactly("first recalled", "say recalled");
      assertThat(Json.write(again.getLast())).contains("\"text\":\"<Say <Name Bo>>\"");
    }
  }

  @Test
  void aRunStopsBeforeANodeAndGoesOnWithAnOutputOfTheAuthor() throws Exception {
    try (var open = OpenStudio.signedIn(folder)) {
      String flow = "\"flow\":\"two/flow.dag.yaml\",\"inputs\":{}";

      List<Value.Mapping> stopped = open.run("{" + flow + ",\"until\":\"say\"}");
      List<Value.Mapping> on =
          open.run("{" + flow + ",\"cached\":true,\"outputs\":{\"first\":\"Changed\"}}");

      assertThat(calls(stopped)).doesNotContain("say began");
      assertThat(stopped.stream().map(Json::write))
          .anyMatch(event -> event.contains("stopped") && event.contains("Say <Name Ada>"));
      assertThat(calls(on)).contains("first given");
      assertThat(Json.write(on.getLast())).contains("\"text\":\"<Say Changed>\"");
    }
  }

  @Test
  void aPromptIsPreviewedWithoutACallAndBeforeItIsSaved() throws Exception {
    try (var open = OpenStudio.signedIn(folder)) {
      String answer =
          open.ask(
                  "POST",
                  "/api/studio/flow/preview",
                  """
                  {"flow": "two/flow.dag.yaml", "node": "say", "inputs": {"first.output": "Eve"},
                   "files": {"two/say.jinja2": "user:\\nPraise {{text}}\\n"}}\
                  """)
              .body();

      assertThat(answer).contains("\"content\":\"Praise Eve\"").containsPattern("\"tokens\":[1-9]");
    }
  }

  @Test
  void inputsAreKeptUnderNamesBesideTheFlow() throws Exception {
    try (var open = OpenStudio.signedIn(folder)) {
      String where = "/api/studio/flow/inputs?flow=two/flow.dag.yaml";

      open.ask("PUT", where, "{\"short\":{\"name\":\"Bo\"}}");

      assertThat(open.get(where).body()).isEqualTo("{\"short\":{\"name\":\"Bo\"}}");
      assertThat(folder.resolve("two/.promptflow/studio-inputs.json")).exists();
    }
  }

  private static List<String> calls(List<Value.Mapping> events) {
    return events.stream()
        .filter(event -> Value.of("call").equals(event.get("event")))
        .map(event -> text(event, "node") + " " + text(event, "what"))
        .toList();
  }

  private static String text(Value.Mapping event, String field) {
    return event.get(field) instanceof Value.Text(var text) ? text : "";
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
