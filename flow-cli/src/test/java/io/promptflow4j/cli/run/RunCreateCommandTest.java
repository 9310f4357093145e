package io.promptflow4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunCreateCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() throws IOException {
    place = new Called.Place(folder);
    Rows.ask(place);
  }

  private Called create(String... more) {
    String[] all = new String[more.length + 6];
    System.arraycopy(
        new String[] {"run", "create", "--flow", "ask", "--data", "data.jsonl"}, 0, all, 0, 6);
    System.arraycopy(more, 0, all, 6, more.length);
    return place.pf(all);
  }

  @Test
  void theRunIsWrittenAsPromptFlowWritesIt() {
    Called called = create("--name", "first");

    assertThat(called.exit()).isZero();
    assertThat(called.json().entries().keySet())
        .containsSubsequence(
            "name",
            "created_on",
            "status",
            "display_name",
            "description",
            "tags",
            "properties",
            "flow_name",
            "data",
            "output");
    assertThat(called.json().get("name")).isEqualTo(Value.of("first"));
    assertThat(called.json().get("status")).isEqualTo(Value.of("Completed"));
    assertThat(called.json().get("flow_name")).isEqualTo(Value.of("ask"));
    assertThat(called.json().get("data"))
        .isEqualTo(Value.of(folder.resolve("data.jsonl").toString()));
    assertThat(called.out()).contains("\"__pf__.lines.completed\": 3", "\"flow_path\": ");
    assertThat(called.err()).contains("Run 'first' is Completed: 3 of 3 rows completed");
  }

  @Test
  void everyRowIsKept() {
    create("--name", "first");

    assertThat(Rows.outputs(place, "first", "answer"))
        .containsExactly("answer to plain one", "answer to plain two", "answer to plain three");
  }

  @Test
  void aMappingGivesColumnsAndConstantsToInputs() {
    create("--name", "m", "--column-mapping", "question=${data.truth}", "style=in verse");

    assertThat(Rows.outputs(place, "m", "answer").get(1)).isEqualTo("answer to in verse 2");
  }

  @Test
  void aMappingThatNothingReadsIsWarnedOf() {
    Called called =
        create("--name", "m", "--column-mapping", "question=${data.truth}", "stile=in verse");

    assertThat(called.exit()).isZero();
    assertThat(called.err())
        .contains("pf: warning: column mapping: the flow has no input 'stile'", "'style'");
  }

  @Test
  void aRunFolderIsTakenOver() {
    create("--name", "first");
    place.pf("run", "export", "--name", "first", "--output", "exported");

    Called called =
        place.pf("run", "create", "--source", "exported", "--name", "old", "--tags", "from=there");

    assertThat(called.exit()).as(called.err()).isZero();
    assertThat(called.object("tags").get("from")).isEqualTo(Value.of("there"));
    assertThat(Rows.outputs(place, "old", "answer"))
        .isEqualTo(Rows.outputs(place, "first", "answer"));
  }

  @Test
  void aVariantCanBeChosen() {
    Called called = create("--name", "brief", "--variant", "${ask.brief}");

    assertThat(Rows.outputs(place, "brief", "answer").getFirst())
        .isEqualTo("answer to briefly one");
    assertThat(called.object("properties").get("node_variant")).isEqualTo(Value.of("${ask.brief}"));
  }

  @Test
  void anEvaluationReadsARunAndLogsMetrics() throws IOException {
    Rows.grade(place);
    create("--name", "first");

    Called called =
        place.pf(
            "run",
            "create",
            "--flow",
            "grade",
            "--data",
            "data.jsonl",
            "--run",
            "first",
            "--name",
            "graded",
            "--column-mapping",
            "truth=${data.truth}",
            "answer=${run.outputs.answer}");

    assertThat(called.exit()).isZero();
    assertThat(called.json().get("run")).isEqualTo(Value.of("first"));
    assertThat(Rows.outputs(place, "graded", "right")).containsExactly("yes", "no", "yes");
    assertThat(place.pf("run", "show-metrics", "--name", "graded").json().get("rows"))
        .isEqualTo(Value.of(3));
    assertThat(place.pf("run", "list", "--parent-run", "first").out())
        .contains("\"graded\"")
        .doesNotContain("\"name\": \"first\"");
  }

  @Test
  void anAggregationNodeThatFailsFailsTheCommand() throws IOException {
    Rows.grade(place);
    place.write(
        "grade/share.py",
        """
        from promptflow.core import tool

        @tool
        def share(grades: list):
            raise ValueError("no share today")
        """);

    Called called =
        place.pf(
            "run",
            "create",
            "--flow",
            "grade",
            "--data",
            "data.jsonl",
            "--column-mapping",
            "answer=${data.question}");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.json().get("status")).isEqualTo(Value.of("Completed"));
    assertThat(called.object("error").get("code")).isEqualTo(Value.of("aggregation-failed"));
    assertThat(called.err()).contains("Aggregation node 'share' failed", "no share today");
  }

  @Test
  void thatAScriptAnswersIsTold() {
    assertThat(create().err()).contains("pf: warning: connection 'lab' is configured nowhere");
  }

  @Test
  void labelsCanBeWrittenInBothWays() {
    Called called =
        create(
            "--name",
            "l",
            "--display-name",
            "Try ${variant_id}",
            "--tags",
            "team=blue",
            "kind=a",
            "--set",
            "description=why not",
            "tags.kind=b");

    assertThat(called.json().get("display_name")).isEqualTo(Value.of("Try variant_0"));
    assertThat(called.json().get("description")).isEqualTo(Value.of("why not"));
    assertThat(Json.write(called.object("tags"))).isEqualTo("{\"team\":\"blue\",\"kind\":\"b\"}");
  }

  @Test
  void setReachesEveryPropertyOfARun() {
    Called called =
        create(
            "--set",
            "name=s",
            "variant=${ask.long}",
            "column_mapping.style=rude",
            "environment_variables.COLOUR=red",
            "connections.ask.model=other");

    assertThat(called.exit()).isZero();
    assertThat(Rows.outputs(place, "s", "answer").getFirst()).isEqualTo("answer to rude one");
    assertThat(called.object("properties").get("connections"))
        .hasToString(Json.read("{\"ask\": {\"model\": \"other\"}}").toString());
  }

  @Test
  void rowsCanBeChosen() {
    create("--name", "odd", "--filter", "kind == 'odd'");
    create("--name", "first-two", "--first", "2");
    create("--name", "sample", "--sample", "1", "--seed", "7");
    create("--name", "again", "--sample", "1", "--seed", "7");

    assertThat(Rows.of(place, "odd")).hasSize(2);
    assertThat(Rows.of(place, "first-two")).hasSize(2);
    assertThat(Rows.outputs(place, "sample", "answer"))
        .hasSize(1)
        .isEqualTo(Rows.outputs(place, "again", "answer"));
  }

  @Test
  void aBudgetStopsTheRunAndALargerOneEndsIt() {
    Called stopped = create("--budget", "1 call", "--name", "thrifty");
    Called resumed =
        place.pf("run", "resume", "--name", "thrifty", "--budget", "9 calls", "--format", "json");

    assertThat(stopped.exit()).isEqualTo(1);
    assertThat(stopped.err())
        .contains("the budget of 1 call is used up after 1 of", "pf run resume --name thrifty");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
  }

  @Test
  void callsAreTakenFromTheRunsOfTheScope() {
    create("--name", "first");
    Called second = create("--name", "second", "--scope", "first");

    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.err()).contains("3 calls recalled").doesNotContain("tokens in");
  }

  @Test
  void aBudgetThatIsNoneIsWrongUsage() {
    assertThat(create("--budget", "a lot").exit()).isEqualTo(2);
  }

  @Test
  void rowsCanBeRepeated() {
    create("--name", "twice", "--repeat", "2", "--concurrency", "1");

    assertThat(Rows.of(place, "twice")).hasSize(6);
  }

  @Test
  void dataCanComeFromStandardInput() {
    place.withTyped("{\"question\": \"typed\"}\n");

    Called called = place.pf("run", "create", "--flow", "ask", "--data", "-", "--name", "typed");

    assertThat(called.exit()).isZero();
    assertThat(Rows.outputs(place, "typed", "answer")).containsExactly("answer to plain typed");
  }

  @Nested
  class WhenRowsFail {

    @BeforeEach
    void addRow() throws IOException {
      place.write(
          "data.jsonl",
          "{\"question\": \"one\"}\n{\"question\": \"fails\"}\n{\"question\": \"three\"}\n");
    }

    @Test
    void theRunIsCompletedButTheCommandIsNot() {
      Called called = create("--name", "partly");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.json().get("status")).isEqualTo(Value.of("Completed"));
      assertThat(called.object("error").get("code")).isEqualTo(Value.of("rows-failed"));
      assertThat(called.err())
          .contains("2 of 3 rows completed, 1 failed", "1 of 3 rows failed; the first is line 1");
    }

    @Test
    void theRunCanBeToldToStopThere() {
      Called called = create("--name", "strict", "--on-error", "fail", "--concurrency", "1");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.json().get("status")).isEqualTo(Value.of("Failed"));
      assertThat(called.err()).contains("pf run resume --name strict");
      assertThat(Rows.of(place, "strict")).hasSize(2);
    }

    @Test
    void resumingTriesOnlyThem() throws IOException {
      create("--name", "partly");
      Rows.rules(place);

      Called resumed = place.pf("run", "resume", "--name", "partly", "--format", "json");

      // the run goes on with the flow as it was, scripted answers included
      assertThat(resumed.exit()).isEqualTo(1);
      assertThat(resumed.err()).contains("2 of 3 rows completed, 1 failed");
    }

    @Test
    void aRunResumedFromItTakesTheOthersOver() {
      create("--name", "partly");

      Called called =
          place.pf("run", "create", "--resume-from", "partly", "--name", "second", "--tags", "a=b");

      assertThat(called.json().get("name")).isEqualTo(Value.of("second"));
      assertThat(called.object("properties").get("resume_from")).isEqualTo(Value.of("partly"));
      assertThat(called.object("tags").get("a")).isEqualTo(Value.of("b"));
      assertThat(Rows.of(place, "second")).hasSize(3);
    }
  }

  @Nested
  class WhenSomethingIsWrong {

    @Test
    void allMistakesAreToldBeforeAnythingRuns() throws IOException {
      place.write("bad.jsonl", "{\"question\": \"one\"}\nnot json\n{\"style\": \"x\"}\n");

      Called called =
          place.pf("run", "create", "--flow", "ask", "--data", "bad.jsonl", "--name", "bad");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.out()).isEmpty();
      assertThat(called.err())
          .contains("bad.jsonl:2:", "bad.jsonl:3:", "pf: error: the run can't be made: 2 errors")
          .doesNotContain("at io.promptflow4j", "Exception");
      assertThat(place.pf("run", "show", "--name", "bad").exit()).isEqualTo(1);
    }

    @Test
    void programsGetTheMistakesAsJson() {
      Called called =
          place.pf("run", "create", "--flow", "ask", "--data", "none.jsonl", "--format", "json");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.object("error").get("code")).isEqualTo(Value.of("missing-data"));
      assertThat(Called.list(called.object("error"), "diagnostics")).hasSize(1);
    }

    @Test
    void mistakesOfTheFlowAreShownInItsFile() throws IOException {
      place.write(
          "ask/flow.dag.yaml", "inputs: {a: {type: string}}\nnodes:\n- name: x\n  type: python\n");

      Called called = create();

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("ask/flow.dag.yaml:3:", "    3 | - name: x");
    }

    @Test
    void mistakesOfABuiltInFlowAreNotSaidToBeInAFileOfTheFolder() {
      Called called =
          place.pf(
              "run",
              "create",
              "--flow",
              "builtin:fluency",
              "--data",
              "data.jsonl",
              "--column-mapping",
              "answer=${data.question}");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .startsWith("builtin:fluency/flow.dag.yaml:")
          .contains("error[missing-connection]");
    }

    @Test
    void aMappingToNothingIsToldWithoutAPlaceThatIsNoFile() {
      Called called = create("--column-mapping", "question=${data.nope}");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("nope").doesNotContain("column mapping:1:1");
    }

    @Test
    void aRunWithoutCompletedRowsIsToldWithoutAPlaceThatIsNoFile() throws IOException {
      Rows.grade(place);
      Rows.rules(place, "- {last: '.', fault: bad-request}");
      create("--name", "none");

      Called called =
          place.pf(
              "run",
              "create",
              "--flow",
              "grade",
              "--run",
              "none",
              "--column-mapping",
              "truth=x",
              "answer=${run.outputs.answer}");

      assertThat(called.err()).startsWith("inputs of run 'none': error[empty-source]:");
    }

    @Test
    void anUnknownRunIsToldWithTheOneThatMayBeMeant() {
      create("--name", "first");

      Called called = place.pf("run", "create", "--flow", "ask", "--run", "frist", "--name", "x");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("no run 'frist'", "first");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
      create("--name", "first");

      Called called = create("--name", "first");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("first");
    }

    @Test
    void exclusiveOptionsAreWrongUsage() {
      assertThat(create("--resume-from", "x").exit()).isEqualTo(2);
      assertThat(place.pf("run", "create").exit()).isEqualTo(2);
      assertThat(place.pf("run", "create", "--flow", "ask").exit()).isEqualTo(2);
      assertThat(create("--part", "a").exit()).isEqualTo(2);
      assertThat(create("--set", "colour=red").err()).contains("can't change 'colour'");
    }

    @Test
    void aConnectionWithoutANameIsWrongUsage() {
      Called called = create("--set", "connections.ask.connection=");

      assertThat(called.exit()).isEqualTo(2);
      assertThat(called.err()).contains("--set needs a value behind 'connections.ask.connection='");
    }

    @Test
    void ofManyMistakesTheFirstHundredAreShown() throws IOException {
      place.write(
          "ask/flow.dag.yaml", "outputs: {}\nnodes:\n" + "- {name: a, type: odd}\n".repeat(250));

      assertThat(create().err().lines()).filteredOn(line -> line.contains("error[")).hasSize(100);
      assertThat(create().err()).containsPattern("(?m)^\\.\\.\\. and \\d+ more$");
    }
  }
}
