package io.promptflow4j.core.run.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan.OnError;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileReaderTest {

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectories(temp.toRealPath().resolve("runs"));
  }

  private RunFileRead read(String text) throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, text);
    return RunFileReader.read(file);
  }

  private RunFile run(String text) throws IOException {
    RunFileRead read = read(text);
    assertThat(read.diagnostics()).filteredOn(Diagnostic::isError).isEmpty();
    return read.run().orElseThrow();
  }

  /// `line:column code`, in the order of the file.
  private List<String> findings(String text) throws IOException {
    return read(text).diagnostics().stream()
        .map(found ->
            "%d:%d %s".formatted(found.place().line(), found.place().column(), found.code()))
        .toList();
  }

  @Nested
  class AFitFile {

    @Test
    void givesAllThatPromptFlowKnows() throws IOException {
      RunFile run =
          run(
              """
              $schema: https://example.org/Run.schema.json
              name: base_1
              display_name: base of ${variant_id}
              description: the first
              tags: {team: search, round: 2}
              properties: {p: q}
              flow: ../web-classification
              data: data.jsonl
              run: earlier
              column_mapping:
                url: ${data.url}
                answer: ${run.outputs.category}
                k: 3
              variant: ${summarize.variant_1}
              environment_variables:
                KEY: value
                NUMBER: 7
                YES: true
              connections:
                classify: {connection: mine, deployment_name: gpt-4o-mini}
              """);

      assertThat(run.name()).contains(new RunName("base_1"));
      assertThat(run.labels().displayName()).isEqualTo("base of ${variant_id}");
      assertThat(run.labels().description()).isEqualTo("the first");
      assertThat(run.labels().tags()).containsExactly(Map.entry("team", "search"), two("round"));
      assertThat(run.labels().properties()).containsEntry("p", "q");
      assertThat(run.flow()).contains(folder.resolveSibling("web-classification").toString());
      assertThat(run.data().orElseThrow().base().resolve("data.jsonl"))
          .isEqualTo(folder.resolve("data.jsonl"));
      assertThat(run.over()).contains(new RunName("earlier"));
      assertThat(run.mapping().entries())
          .containsEntry("url", Value.of("${data.url}"))
          .containsEntry("k", Value.of(3));
      assertThat(run.mapping().place().line()).isEqualTo(11);
      assertThat(run.variants()).containsExactly(Map.entry("summarize", "variant_1"));
      assertThat(run.environment())
          .containsExactly(
              Map.entry("KEY", "value"), Map.entry("NUMBER", "7"), Map.entry("YES", "True"));
      assertThat(run.connections().get("classify"))
          .containsEntry("connection", "mine")
          .containsEntry("deployment_name", "gpt-4o-mini");
    }

    private Map.Entry<String, String> two(String key) {
      return Map.entry(key, "2");
    }

    @Test
    void givesWhatIsOurs() throws IOException {
      RunFile run =
          run(
              """
              flow: builtin:relevance
              variant: [a.v1, '${b.v2}']
              repeat: 3
              concurrency: 16
              on_error: fail
              scope: shared
              model: gpt-4o
              experiment: e
              limit: 10
              sample: 5
              seed: 7
              filter: x > 3
              timeout: 30
              """);

      assertThat(run.flow()).contains("builtin:relevance");
      assertThat(run.variants()).isEqualTo(Map.of("a", "v1", "b", "v2"));
      assertThat(run.repeats()).isEqualTo(3);
      assertThat(run.concurrency()).contains(16);
      assertThat(run.onError()).isEqualTo(OnError.FAIL);
      assertThat(run.scope()).contains("shared");
      assertThat(run.model()).contains("gpt-4o");
      assertThat(run.labels().experiment()).contains("e");
      assertThat(run.settings().entries())
          .containsEntry("limit", Value.of(10))
          .containsEntry("filter", Value.of("x > 3"))
          .containsOnlyKeys("timeout", "limit", "sample", "seed", "filter");
    }

    @Test
    void takesVariablesOfAnEnvFileBesideIt() throws IOException {
      Files.writeString(folder.resolve("my.env"), "A=1\n# comment\nexport B='two words'\n");

      RunFile run = run("flow: .\nenvironment_variables: my.env\n");

      assertThat(run.environment())
          .containsExactly(Map.entry("A", "1"), Map.entry("B", "two words"));
      assertThat(run.flow()).contains(folder.toString());
    }

    @Test
    void mayResumeARunInsteadOfNamingAFlow() throws IOException {
      RunFile run = run("name: again\nresume_from: base\n");

      assertThat(run.resumeFrom()).contains(new RunName("base"));
      assertThat(run.flow()).isEmpty();
    }

    @Test
    void takesAnEmptyKeyAsNotWritten() throws IOException {
      RunFile run = run("flow: .\ndata:\nvariant:\ncolumn_mapping:\nenvironment_variables:\n");

      assertThat(run.data()).isEmpty();
      assertThat(run.mapping().entries()).isEmpty();
    }
  }

  @Nested
  class AFileWithMistakes {

    @Test
    void tellsAllOfThemWithTheirPlaces() throws IOException {
      assertThat(
              findings(
                  """
                  name: 'not a name'
                  flow: [a]
                  column_mapping: text
                  variant: summarize
                  connections:
                    classify: mine
                  environment_variables: nowhere.env
                  on_error: panic
                  repeat: 0
                  tags: [a]
                  run: -r
                  """))
          .containsExactly(
              "1:7 bad-setting",
              "2:7 wrong-shape",
              "3:17 wrong-shape",
              "4:10 bad-setting",
              "6:13 wrong-shape",
              "7:24 missing-file",
              "8:11 bad-setting",
              "9:9 bad-setting",
              "10:7 wrong-shape",
              "11:6 bad-setting");
    }

    @Test
    void hintsAtKeysThatAreMisspelt() throws IOException {
      RunFileRead read = read("flow: .\ncolumn_maping: {}\nruntime: cloud\n");

      assertThat(read.run()).isPresent();
      assertThat(read.diagnostics())
          .singleElement()
          .hasToString(
              folder.resolve("run.yaml")
                  + ":2:1: hint[unknown-key]: a run file has no key 'column_maping'; it is"
                  + " ignored. Did you mean 'column_mapping'?");
    }

    @Test
    void needsAFlowOrARunToResumeAndNotBoth() throws IOException {
      assertThat(findings("name: a\n")).containsExactly("1:1 missing-flow");
      assertThat(findings("flow: .\nresume_from: b\n")).containsExactly("1:7 bad-setting");
    }

    @Test
    void saysWhatItCantRead() throws IOException {
      assertThat(findings("")).containsExactly("1:1 wrong-shape");
      assertThat(findings("- a\n")).containsExactly("1:1 wrong-shape");
      assertThat(findings("flow: .\nflow: x\n")).containsExactly("2:1 duplicate-key");
      assertThat(findings("flow: {\n")).contains("2:1 yaml-syntax");
      assertThat(RunFileReader.read(folder.resolve("nowhere.yaml")).diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("missing-file");
      assertThat(RunFileReader.read(folder).diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("unreadable-file");
    }

    @Test
    void warnsThatFlowsWhichAreClassesCantBeRun() throws IOException {
      assertThat(findings("flow: .\ninit: {a: 1}\n")).containsExactly("2:1 unsupported-key");
    }
  }
}
