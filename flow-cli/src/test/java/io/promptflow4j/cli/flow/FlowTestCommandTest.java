package io.promptflow4j.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTestCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() throws IOException {
    place = new Called.Place(folder);
    Flows.twice(place);
  }

  @Test
  void theOutputsStandAloneOnStandardOutput() {
    Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "number=21");

    assertThat(called.exit()).isZero();
    assertThat(called.out()).isEqualTo("{\n  \"result\": 42\n}\n");
    assertThat(called.err()).contains("[twice] doubling 21", "twice  ", "Completed", "ms");
  }

  @Test
  void theJsonDocumentHasTheShapeOfTheReference() {
    Called called =
        place.pf("flow", "test", "--flow", "twice", "--format", "json", "--inputs", "number=21");

    assertThat(called.out())
        .isEqualTo(
            """
            {"status":"Completed","outputs":{"result":42},"nodes":{\
            "twice":{"status":"Completed","output":42,"error":null,"logs":["doubling 21"]},\
            "show":{"status":"Completed","output":"42 none plain","error":null,"logs":[]}},\
            "metrics":{},"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0,\
            "cached_tokens":0,"reasoning_tokens":0},"saved":null,"error":null}
            """);
  }

  @Test
  void aNodeThatFailsIsNamedWithItsFileAndLine() {
    Called called =
        place.pf("flow", "test", "--flow", "twice", "--format", "json", "--inputs", "number=-1");

    assertThat(called.exit()).isEqualTo(1);
    Value.Mapping error = called.object("error");
    assertThat(called.json().get("status")).isEqualTo(Value.of("Failed"));
    assertThat(error.entries().keySet()).containsExactly("code", "message", "node", "file", "line");
    assertThat(error.get("node")).isEqualTo(Value.of("twice"));
    assertThat(error.get("file")).isEqualTo(Value.of("twice.py"));
    assertThat(error.get("line")).isEqualTo(Value.of(6));
    assertThat(Json.write(called.json())).contains("\"show\":{\"status\":\"Canceled\"");
  }

  @Test
  void peopleSeeWhyANodeFailedWithoutAStackTraceOfTheProgram() {
    Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "number=-1");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out()).isEmpty();
    assertThat(called.err())
        .contains("pf: error: node 'twice': 'twice' (twice.py:6)", "-1 is negative")
        .doesNotContain("at io.promptflow4j", "Exception in thread");
  }

  @Test
  void missingInputsAreListedInOneError() {
    Called called = place.pf("flow", "test", "--flow", "twice");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.err()).containsOnlyOnce("error").contains("'number'", "[missing-input]");
  }

  @Test
  void unknownInputsAreAWarning() {
    Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "number=1", "nmber=2");

    assertThat(called.exit()).isZero();
    assertThat(called.err()).contains("the flow has no input 'nmber'");
  }

  @Test
  void environmentVariablesOfTheCallReachTheNodes() {
    Called called =
        place.pf(
            "flow",
            "test",
            "--flow",
            "twice",
            "--format",
            "json",
            "--inputs",
            "number=1",
            "--environment-variables",
            "COLOUR=red");

    assertThat(called.out()).contains("\"2 none red\"");
  }

  @Test
  void anEnvironmentVariableOfTheCallMayBeAFieldOfAConnection() throws IOException {
    place.write(
        "shade.yaml", "{name: shade, type: custom, configs: {colour: blue}, secrets: {key: k}}");

    Called called =
        place.pf(
            "flow",
            "test",
            "--flow",
            "twice",
            "--format",
            "json",
            "--inputs",
            "number=1",
            "--connection",
            "shade.yaml",
            "--environment-variables",
            "COLOUR=${shade.colour}",
            "OTHER=${nowhere.colour}");

    assertThat(called.out()).contains("\"2 none blue\"");
    assertThat(called.err()).contains("'OTHER' can't be filled", "'nowhere' is configured nowhere");
  }

  @Test
  void aggregationNodesRunOnceOverAllLinesOfAFile() throws IOException {
    place.write(
        "mean/flow.dag.yaml",
        """
        inputs:
          score: {type: double}
        outputs: {}
        nodes:
        - name: mean
          type: java
          source: {type: code, path: Mean.java}
          inputs:
            scores: ${inputs.score}
          aggregation: true
        """);
    place.write(
        "mean/Mean.java",
        """
        import io.promptflow4j.core.tool.ToolContext;
        import java.util.List;

        public class Mean {
          public static int mean(List<Double> scores, ToolContext context) {
            context.metric("mean", scores.stream().mapToDouble(one -> one).average().orElse(-1));
            return scores.size();
          }
        }
        """);
    place.write("rows.jsonl", "{\"score\": 1}\n{\"score\": \"x\"}\n{\"score\": 4}\n");

    Called called =
        place.pf(
            "flow",
            "test",
            "--flow",
            "mean",
            "--inputs",
            "rows.jsonl",
            "--format",
            "json",
            "--detail",
            "kept");

    assertThat(called.out().lines().toList().getLast())
        .contains(
            "\"mean\":{\"status\":\"Completed\",\"output\":2",
            "\"metrics\":{\"mean\":2.5}",
            "\"lines\":2");
    assertThat(called.out().lines()).hasSize(4);
    assertThat(Files.readString(folder.resolve("kept/flow.metrics.json"))).contains("2.5");
  }

  @Test
  void aVariantIsChosenByName() throws IOException {
    Flows.choice(place);

    assertThat(place.pf("flow", "test", "--flow", "choice").out()).contains("hush");
    assertThat(place.pf("flow", "test", "--flow", "choice", "--variant", "${say.loud}").out())
        .contains("HEY");
  }

  @Test
  void ofAFloodOfLinesPeopleSeeTheFirstAndHowManyThereAre() throws IOException {
    Flows.choice(place);
    place.write(
        "choice/say.py",
        """
        from promptflow.core import tool

        @tool
        def say(word: str) -> str:
            print("\\n".join(str(number) for number in range(1200)))
            return word
        """);

    Called called = place.pf("flow", "test", "--flow", "choice");

    assertThat(called.out()).contains("hush");
    assertThat(called.err()).contains("[say] 199\n[say] … and 1,000 more lines\n");
  }

  @Test
  void aMalformedVariantIsWrongUsage() {
    Called called = place.pf("flow", "test", "--flow", "twice", "--variant", "say.loud");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("'${node.variant}'", "say.loud");
  }

  @Test
  void aConnectionWithoutANameIsWrongUsage() {
    Called called = place.pf("flow", "test", "--flow", "twice", "--connection", "say.connection=");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("--connection needs a value behind 'say.connection='");
  }

  @Test
  void aConnectionFileThatIsNotThereIsSaid() {
    Called called =
        place.pf(
            "flow",
            "test",
            "--flow",
            "twice",
            "--format",
            "json",
            "--inputs",
            "number=1",
            "--connection",
            "no.yaml");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.object("error").get("code")).isEqualTo(Value.of("file-not-found"));
  }

  @Test
  void theChatPageIsNotThereYet() {
    Called called = place.pf("flow", "test", "--flow", "twice", "--ui");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.err()).contains("--ui is not there yet");
  }

  @Nested
  class WithAFileOfInputs {

    @Test
    void aJsonFileGivesTheInputsAndTextsWinOverIt() throws IOException {
      place.write("in.json", "{\"number\": 5, \"note\": \"from file\"}");

      Called called =
          place.pf(
              "flow",
              "test",
              "--flow",
              "twice",
              "--format",
              "json",
              "--inputs",
              "in.json",
              "note=mine");

      assertThat(called.out()).contains("\"10 mine plain\"");
    }

    @Test
    void aByteOrderMarkIsNoPartOfIt() throws IOException {
      place.write("in.json", "\uFEFF{\"number\": 5}");

      Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "in.json");

      assertThat(called.err()).doesNotContain("error");
      assertThat(called.out()).contains("\"result\": 10");
    }

    @Test
    void ofAListTheFirstIsTakenAndTheRestHasToBeJson() throws IOException {
      place.write("in.json", "[{\"number\": 5}, {\"number\": 6}]");
      place.write("broken.json", "[{\"number\": 5},\n {\"number\": }]");

      Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "in.json");
      Called broken = place.pf("flow", "test", "--flow", "twice", "--inputs", "broken.json");

      assertThat(called.out()).contains("\"result\": 10");
      assertThat(broken.err()).contains("broken.json is not JSON: line 2, column 13");
    }

    @Test
    void aBrokenFileIsOneLine() throws IOException {
      place.write("in.json", "{\"number\": ");

      Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "in.json");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .startsWith("pf: error: ")
          .contains("in.json is not JSON")
          .hasLineCount(1);
    }

    @Test
    void aMissingFileIsADocumentForPrograms() {
      Called called =
          place.pf("flow", "test", "--flow", "twice", "--inputs", "no.jsonl", "--format", "json");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.out()).contains("\"status\":\"Failed\"", "\"code\":\"file-not-found\"");
    }

    @Test
    void rowsAreToldInTheirOrderAndABadOneStopsNone() throws IOException {
      place.write("rows.jsonl", "{\"number\": 1}\n\n{\"number\": -1}\nnot json\n{\"number\": 4}\n");

      Called called =
          place.pf("flow", "test", "--flow", "twice", "--format", "json", "--inputs", "rows.jsonl");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.out().lines())
          .satisfiesExactly(
              row -> assertThat(row).contains("\"outputs\":{\"result\":2}"),
              row -> assertThat(row).contains("-1 is negative"),
              row -> assertThat(row).contains("\"code\":\"bad-input\"", "line 4: this is not JSON"),
              row -> assertThat(row).contains("\"outputs\":{\"result\":8}"));
      assertThat(called.err()).contains("2 of 4 lines completed");
    }

    @Test
    void aRowThatIsNoUtf8SpoilsNoOther() throws IOException {
      Path rows = place.write("rows.jsonl", "\uFEFF{\"number\": 1, \"note\": \"é\"}\n");
      Files.write(rows, new byte[] {(byte) 0xFF, '\n'}, StandardOpenOption.APPEND);

      Called called =
          place.pf("flow", "test", "--flow", "twice", "--format", "json", "--inputs", "rows.jsonl");

      assertThat(called.out().lines())
          .satisfiesExactly(
              row -> assertThat(row).contains("2 é plain"),
              row -> assertThat(row).contains("line 2: byte 0xFF is not UTF-8"));
    }

    @Test
    void rowsForPeopleAreTheOutputsAlone() throws IOException {
      place.write("rows.jsonl", "{\"number\": 1}\n{\"number\": 2}\n");

      Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "rows.jsonl");

      assertThat(called.exit()).isZero();
      assertThat(called.out()).isEqualTo("{\"result\":2}\n{\"result\":4}\n");
    }

    @Test
    void theOutputsInAFileSayWhichRowTheyAreOf() throws IOException {
      place.write("rows.jsonl", "{\"number\": -1}\n\n{\"number\": 2}\nbroken\n{\"number\": 4}\n");

      Called called =
          place.pf(
              "flow",
              "test",
              "twice",
              "--inputs",
              "rows.jsonl",
              "--output",
              "out.jsonl",
              "--format",
              "json");

      assertThat(folder.resolve("out.jsonl"))
          .hasContent("{\"line_number\":1,\"result\":4}\n{\"line_number\":3,\"result\":8}");
      assertThat(called.out().lines())
          .extracting(line -> ((Value.Mapping) Json.read(line)).get("line_number"))
          .containsExactly(Value.of(0), Value.of(1), Value.of(2), Value.of(3));
    }
  }

  @Nested
  class OneNodeAlone {

    @Test
    void takesItsOwnInputsWithOrWithoutItsName() {
      Called called =
          place.pf(
              "flow", "test", "--flow", "twice", "--node", "twice", "--inputs", "twice.number=3");

      assertThat(called.exit()).isZero();
      assertThat(called.out()).isEqualTo("6\n");
      assertThat(folder.resolve("twice/.promptflow/flow-twice.node.detail.json")).exists();
    }

    @Test
    void takesTheOutputsOfTheNodesItReads() {
      Called called =
          place.pf(
              "flow",
              "test",
              "--flow",
              "twice",
              "--node",
              "show",
              "--inputs",
              "twice.output=8",
              "inputs.note=x",
              "--format",
              "json");

      assertThat(called.out())
          .contains("\"nodes\":{\"show\":{\"status\":\"Completed\",\"output\":\"8 x plain\"");
    }

    @Test
    void hasToBeOneOfTheFlow() {
      Called called = place.pf("flow", "test", "--flow", "twice", "--node", "thrice");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("no node 'thrice'; it has twice, show");
    }
  }

  @Nested
  class WhenTheFlowCannotRun {

    @Test
    void everyMistakeIsShownWithItsLine() throws IOException {
      Flows.broken(place);

      Called called = place.pf("flow", "test", "--flow", "broken");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .contains(
              "broken/flow.dag.yaml:3:",
              "error[",
              "    3 |   a: {type: string, reference: \"${nod.output}\"}",
              "^^^",
              "pf: the flow can't run: 2 errors");
    }

    @Test
    void programsGetTheMistakesBesideTheError() throws IOException {
      Flows.broken(place);

      Called called = place.pf("flow", "test", "--flow", "broken", "--format", "json");

      Value.Mapping error = called.object("error");
      assertThat(called.exit()).isEqualTo(1);
      assertThat(error.entries().keySet())
          .containsExactly("code", "message", "node", "file", "line", "diagnostics");
      assertThat(Called.list(error, "diagnostics")).hasSize(2);
    }

    @Test
    void aFlowThatIsNotThereIsADocumentToo() {
      Called called = place.pf("flow", "test", "--flow", "nowhere", "--format", "json");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.json().get("status")).isEqualTo(Value.of("Failed"));
    }

    @Test
    void controlCharactersOfItsFilesDoNotReachTheTerminal() throws IOException {
      place.write("evil/flow.dag.yaml", "nodes: [{name: \"\\e]0;owned\\a\", type: \"\\e[2J\"}]\n");

      Called called =
          place
              .withTerminals(Stream.ERR)
              .withVariable("NO_COLOR", "1")
              .pf("flow", "test", "--flow", "evil");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).doesNotContain("\u001B");
    }
  }

  @Nested
  class ItsRecord {

    @Test
    void isWrittenBesideTheFlow() throws IOException {
      place.pf("flow", "test", "--flow", "twice", "--inputs", "number=4");

      Path record = folder.resolve("twice/.promptflow");
      assertThat(record.resolve("flow.output.json")).hasContent("{\n  \"result\": 8\n}");
      assertThat(Files.readString(record.resolve("flow.log")))
          .contains("[twice] doubling 4", "twice Completed", "flow Completed");
      var detail = (Value.Mapping) Json.read(Files.readString(record.resolve("flow.detail.json")));
      assertThat(detail.entries().keySet()).containsExactly("flow_runs", "node_runs");
    }

    @Test
    void goesWhereDetailSays() {
      place.pf("flow", "test", "--flow", "twice", "--inputs", "number=4", "--detail", "there");

      assertThat(folder.resolve("there/flow.detail.json")).exists();
      assertThat(folder.resolve("twice/.promptflow")).doesNotExist();
    }

    @Test
    void followsNoLinkOutOfTheFlowFolder() throws IOException {
      Path outside = place.write("outside.txt", "mine");
      Files.createDirectories(folder.resolve("twice/.promptflow"));
      Files.createSymbolicLink(folder.resolve("twice/.promptflow/flow.output.json"), outside);

      place.pf("flow", "test", "--flow", "twice", "--inputs", "number=4");

      assertThat(outside).hasContent("mine");
      assertThat(folder.resolve("twice/.promptflow/flow.output.json"))
          .hasContent("{\n  \"result\": 8\n}");
    }

    @Test
    void isLeftOutWithAWarningIfItsFolderIsALink() throws IOException {
      Path outside = Files.createDirectories(folder.resolve("outside"));
      Files.createSymbolicLink(folder.resolve("twice/.promptflow"), outside);

      Called called = place.pf("flow", "test", "--flow", "twice", "--inputs", "number=4");

      assertThat(called.exit()).isZero();
      assertThat(called.err()).contains("warning: no record of this run");
      assertThat(outside).isEmptyDirectory();
    }
  }

  @Nested
  class Interactively {

    @BeforeEach
    void plantChat() throws IOException {
      Flows.echo(place);
    }

    @Test
    void eachTurnRemembersTheTurnsBeforeIt() {
      Called called =
          place
              .withTyped("one\ntwo\n\nthree\\\nfour\nquit\nnever")
              .pf("flow", "test", "--flow", "echo", "--interactive");

      assertThat(called.exit()).isZero();
      assertThat(called.out()).isEqualTo("one/0\ntwo/1\nthree\nfour/2\n");
    }

    @Test
    void aTurnThatFailsDoesNotEndTheChatAndIsForgotten() {
      Called called =
          place
              .withTyped("one\nfail\ntwo\n")
              .pf("flow", "test", "--flow", "echo", "--interactive", "--format", "json");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.out().lines())
          .satisfiesExactly(
              turn -> assertThat(turn).contains("\"outputs\":{\"answer\":\"one/0\"}"),
              turn -> assertThat(turn).contains("\"status\":\"Failed\"", "no answer"),
              turn -> assertThat(turn).contains("\"outputs\":{\"answer\":\"two/1\"}"));
    }

    @Test
    void resetForgetsTheTurns() {
      Called called =
          place
              .withTyped("one\n/reset\ntwo\n")
              .pf("flow", "test", "--flow", "echo", "--interactive");

      assertThat(called.out()).isEqualTo("one/0\ntwo/0\n");
      assertThat(folder.resolve("echo/.promptflow/chat.detail.json")).exists();
    }

    @Test
    void aFlowWithoutAChatInputIsRefused() {
      Called called = place.pf("flow", "test", "--flow", "twice", "--interactive");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("no chat flow", "is_chat_input");
    }

    @Test
    void oneLineOfAChatNeedsNoHistory() {
      Called called = place.pf("flow", "test", "--flow", "echo", "--inputs", "question=hi");

      assertThat(called.out()).contains("hi/0");
    }
  }

  @Test
  void picturesAreFilesBesideTheRecord() throws IOException {
    byte[] bytes = new byte[400];
    bytes[0] = (byte) 0x89;
    bytes[1] = 'P';
    bytes[2] = 'N';
    bytes[3] = 'G';
    String encoded = java.util.Base64.getEncoder().encodeToString(bytes);
    place.write(
        "pictures/flow.dag.yaml",
        """
        inputs: {picture: {type: image}}
        outputs: {same: {type: image, reference: "${inputs.picture}"}}
        nodes: []
        """);
    Called called =
        place.pf("flow", "test", "--flow", "pictures", "--inputs", "picture=" + encoded);

    assertThat(called.exit()).isZero();
    java.nio.file.Path record = folder.resolve("pictures/.promptflow");
    String name = io.promptflow4j.core.source.Digest.of(bytes).hex() + ".png";
    assertThat(record.resolve(name)).hasBinaryContent(bytes);
    assertThat(java.nio.file.Files.readString(record.resolve("flow.output.json")))
        .contains("\"data:image/png;path\": \"" + name + "\"");
    assertThat(java.nio.file.Files.readString(record.resolve("flow.detail.json")))
        .doesNotContain(encoded);
  }
}
