package io.promptflow4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What runs read from files and what they write to them.
@Timeout(120)
class RunFilesTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() throws IOException {
    place = new Called.Place(folder);
    Rows.ask(place);
  }

  @Nested
  class ARunFile {

    @BeforeEach
    void write() throws IOException {
      place.write(
          "runs/run.yaml",
          """
          $schema: https://azuremlschemas.azureedge.net/promptflow/latest/Run.schema.json
          name: filed
          display_name: From a file
          flow: ../ask
          data: ../data.jsonl
          column_mapping:
            question: ${data.truth}
            style: calm
          tags:
            team: blue
          """);
    }

    @Test
    void saysEverythingThatOptionsSay() {
      Called called = place.pf("run", "create", "-f", "runs/run.yaml");

      assertThat(called.exit()).isZero();
      assertThat(called.json().get("name")).isEqualTo(Value.of("filed"));
      assertThat(called.json().get("display_name")).isEqualTo(Value.of("From a file"));
      assertThat(called.object("tags").get("team")).isEqualTo(Value.of("blue"));
      assertThat(Rows.outputs(place, "filed", "answer").get(1)).isEqualTo("answer to calm 2");
    }

    @Test
    void isOverruledByOptions() throws IOException {
      place.write("runs/other.jsonl", "{\"truth\": \"other\"}\n");

      Called called =
          place.pf(
              "run",
              "create",
              "--file",
              "runs/run.yaml",
              "--data",
              "other.jsonl",
              "--name",
              "mine",
              "--set",
              "column_mapping.style=loud",
              "tags.kind=x");

      assertThat(called.json().get("name")).isEqualTo(Value.of("mine"));
      assertThat(Rows.outputs(place, "mine", "answer")).containsExactly("answer to loud other");
    }

    @Test
    void withMistakesIsRefusedWithItsLines() throws IOException {
      place.write("runs/bad.yaml", "flow: ../ask\ndata: [1]\nrepeat: none\n");

      Called called = place.pf("run", "create", "-f", "runs/bad.yaml");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("runs/bad.yaml:2:", "runs/bad.yaml:3:");
    }

    @Test
    void thatIsNotThereIsTold() {
      Called called = place.pf("run", "create", "-f", "none.yaml", "--format", "json");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("none.yaml");
      assertThat(called.json().entries()).containsKey("error");
    }
  }

  @Test
  void namedDataCanBeRun() {
    place.pf("data", "create", "--name", "questions", "--data", "data.jsonl");

    Called called = place.pf("run", "create", "--flow", "ask", "--data", "questions:1");

    assertThat(called.exit()).isZero();
    assertThat(called.json().get("data")).isEqualTo(Value.of("questions:1"));
  }

  @Test
  void builtInFlowsAreFoundByTheirNames() {
    Called known = place.pf("run", "create", "--flow", "builtin:relevance", "--data", "data.jsonl");
    Called unknown = place.pf("run", "create", "--flow", "builtin:none", "--data", "data.jsonl");

    assertThat(known.err()).doesNotContain("no flow is called");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("no flow is called 'builtin:none'");
  }

  @Test
  void anExportedRunIsAFolderOfPromptFlow() {
    place.pf("run", "create", "--flow", "ask", "--data", "data.jsonl", "--name", "a");

    Called called = place.pf("run", "export", "--name", "a", "--output", "out");
    Called again = place.pf("run", "export", "--name", "a", "--output", "out");

    assertThat(called.exit()).isZero();
    assertThat(folder.resolve("out/flow_outputs/output.jsonl")).isRegularFile();
    assertThat(folder.resolve("out/snapshot/flow.dag.yaml")).isRegularFile();
    assertThat(place.pf("run", "show", "a").json().get("output"))
        .isEqualTo(Value.of(folder.resolve("out/flow_outputs").toString()));
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).hasLineCount(1);
  }

  @Test
  void aPageShowsRunsSideBySide() throws IOException {
    place.pf("run", "create", "--flow", "ask", "--data", "data.jsonl", "--name", "a");
    place.pf(
        "run",
        "create",
        "--flow",
        "ask",
        "--data",
        "data.jsonl",
        "--name",
        "b",
        "--variant",
        "${ask.brief}");

    Called called = place.pf("run", "visualize", "--names", "a, b", "--html-path", "runs.html");

    assertThat(called.exit()).isZero();
    assertThat(Files.readString(folder.resolve("runs.html")))
        .contains("answer to plain one", "answer to briefly one")
        .doesNotContain("src=\"http");
    assertThat(place.pf("run", "visualize", "--names", "a,zz").exit()).isEqualTo(1);
    assertThat(place.pf("run", "visualize").exit()).isEqualTo(2);
  }
}
