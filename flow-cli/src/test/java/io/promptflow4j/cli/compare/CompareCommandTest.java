package io.promptflow4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompareCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void write() throws IOException {
    place = new Called.Place(folder);
    Experiment.write(place);
  }

  private Called compare(String... more) {
    var all =
        new ArrayList<>(
            List.of("compare", "--flow", "ask", "--data", "rows.jsonl", "--evaluator", "same"));
    all.addAll(List.of(more));
    return place.pf(all.toArray(String[]::new));
  }

  @Nested
  class WhenVariantsAreCompared {

    @Test
    void theVerdictIsTold() {
      Called called = compare();

      assertThat(called.err()).doesNotContain("error");
      assertThat(called.exit()).isZero();
      assertThat(called.out())
          .contains("brief", "long", "long is better than brief in same (+0.4)");
    }

    @Test
    void theDocumentForProgramsHasTheFigures() {
      Called called = compare("--format", "json");

      Value.Mapping difference =
          (Value.Mapping) Called.list(called.json(), "differences").getFirst();
      assertThat(difference.get("verdict")).isEqualTo(Value.of("better"));
      assertThat(difference.get("wins")).isEqualTo(Value.of(20));
      assertThat(difference.get("losses")).isEqualTo(Value.of(4));
      assertThat(called.json().get("baseline")).isEqualTo(Value.of("brief"));
    }

    @Test
    void whatCostsNothingIsSaidToCostNothing() {
      Called called = compare("--format", "json");

      assertThat(Called.list(called.json(), "variants"))
          .hasSize(2)
          .allSatisfy(variant ->
              assertThat(((Value.Mapping) variant).get("cost"))
                  .isEqualTo(Json.read("{\"amount\": 0.0, \"currency\": \"USD\"}")));
    }

    @Test
    void whatVariantsShareIsAskedOnceForEachRow() {
      Called called = compare();

      assertThat(called.err())
          .contains(
              "brief: 40 rows, 80 calls made, 0 found on record",
              "long: 40 rows, 40 calls made, 40 found on record");
    }
  }

  @Nested
  class WhenVariantsShareATool {

    private void addTool() throws IOException {
      place.write(
          "ask/Shout.java",
          "public class Shout { public static String shout(String text) { return text + \"!\"; }"
              + " }\n");
      Path file = folder.resolve("ask/flow.dag.yaml");
      String tool =
          "nodes:\n- {name: shout, type: java, source: {type: code, path: Shout.java},"
              + " inputs: {text: '${inputs.question}'}}\n";
      String flow = Files.readString(file);
      Files.writeString(file, flow.replaceFirst("nodes:\n", Matcher.quoteReplacement(tool)));
    }

    @Test
    void itIsSaidWhichLatencyHasIt() throws IOException {
      addTool();

      assertThat(compare().out())
          .contains("the latency of brief has it (shout), that of the others lacks it.");
    }

    @Test
    void nothingIsSaidWhereThereIsNone() {
      assertThat(compare().out()).doesNotContain("What the variants share");
    }
  }

  @Nested
  class WhenItMayStop {

    @Test
    void itStopsAsSoonAsItIsDecided() throws IOException {
      Experiment.writeRows(place, 400);

      Called called = compare("--stop-when-decided", "--margin", "0.1", "--format", "json");

      Value.Mapping course = called.object("sequential");
      assertThat(PythonText.str(Objects.requireNonNull(course.get("reason"))))
          .startsWith("It was decided after row ");
      assertThat(((Value.Whole) Objects.requireNonNull(course.get("used"))).clampedToInt())
          .isBetween(20, 200);
      assertThat(difference(called).get("verdict")).isEqualTo(Value.of("better"));
      assertThat(difference(called).get("p")).isEqualTo(Value.Null.NULL);
    }

    @Test
    void onlyTheRunsOfTheLastBlockStay() {
      compare("--stop-when-decided", "--margin", "0.1", "--name", "early");

      Called list = place.pf("run", "list", "--format", "json");

      assertThat(list.out().split("\"name\"", -1)).hasSizeLessThanOrEqualTo(9);
      assertThat(list.out()).contains("early_brief_", "early_long_");
    }

    @Test
    void aBudgetOfRowsIsKept() {
      Called called = compare("--budget", "15rows", "--format", "json");

      assertThat(called.json().get("rows")).isEqualTo(Value.of(15));
    }
  }

  @Nested
  class WhenRowsAreChosen {

    @Test
    void namedDataIsFound() {
      assertThat(place.pf("data", "create", "--name", "held_out", "--data", "rows.jsonl").exit())
          .isZero();

      Called called =
          place.pf(
              "compare",
              "--flow",
              "ask",
              "--data",
              "held_out:1",
              "--evaluator",
              "same",
              "--first",
              "10");

      assertThat(called.exit()).as(called.err()).isZero();
      assertThat(called.err()).contains("brief: 10 rows");
    }

    @Test
    void theyAreChosenAsForARun() {
      Called called = compare("--filter", "kind == 'old'", "--concurrency", "2");

      assertThat(called.exit()).as(called.err()).isZero();
      assertThat(called.err()).contains("brief: 20 rows");
    }

    @Test
    void whatMakesNoSenseIsToldWithTheOtherMistakes() {
      Called called = compare("--part", "train", "--repeat", "0", "--alpha", "2");

      assertThat(called.exit()).isEqualTo(2);
      assertThat(called.err()).contains("--part needs --split", "--alpha");
    }
  }

  @Nested
  class WhenRowsAreRepeated {

    @Test
    void noRowCanRunLessThanOnce() {
      Called called = compare("--repeat", "0", "--alpha", "2");

      assertThat(called.exit()).isEqualTo(2);
      assertThat(called.err()).contains("--repeat is at least 1, not 0", "--alpha");
    }

    @Test
    void repeatsOfARowAreOneRow() {
      Called called = compare("--repeat", "3", "--format", "json");

      assertThat(called.err()).contains("brief: 120 rows");
      assertThat(difference(called).get("rows")).isEqualTo(Value.of(40));
    }
  }

  @Nested
  class WhenAConditionIsSet {

    @Test
    void aConditionThatHoldsGivesItsOwnExitCode() {
      Called called = compare("--fail-if", "same < 0.95");

      assertThat(called.exit()).isEqualTo(3);
      assertThat(called.err()).contains("pf: failed: long: same is 0.9000, so same < 0.95");
    }

    @Test
    void aConditionThatDoesNotHoldIsFine() {
      assertThat(compare("--fail-if", "same < 0.5", "failed > 0", "--fail-if-worse").exit())
          .isZero();
    }

    @Test
    void aVariantThatIsWorseFails() {
      assertThat(compare("--baseline", "long", "--fail-if-worse").exit()).isEqualTo(3);
    }
  }

  @Nested
  class WhenThereAreMistakes {

    @Test
    void allAreToldBeforeTheFirstCall() {
      Called called =
          compare(
              "--by",
              "sort",
              "--margin",
              "samme=0.1",
              "--baseline",
              "short",
              "--fail-if",
              "accuracy < 1",
              "--evaluator-mapping",
              "truth=${data.thruth}");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .contains(
              "no column 'sort'",
              "'samme'",
              "Did you mean 'same'?",
              "baseline 'short'",
              "'accuracy'",
              "${data.thruth}",
              "Did you mean 'truth'?");
      assertThat(Files.exists(folder.resolve(".promptflow"))).isFalse();
    }

    @Test
    void rowsThatLackWhatAnEvaluatorReadsAreToldBeforeTheFirstCall() throws IOException {
      String row = "{\"question\": \"q %d\", \"truth\": %s}\n";
      place.write(
          "rows.jsonl",
          row.formatted(1, "\"right\"")
              + "{\"question\": \"q 2\"}\n"
              + row.formatted(3, "\"right\"")
              + "{\"truth\": \"right\"}\n"
              + row.formatted(5, "[1]"));

      Called called = compare();

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .contains(
              "rows.jsonl:2:1: error[missing-value]: evaluator same: input 'truth' gets nothing",
              "rows.jsonl:4:1: error[missing-value]: input 'question' gets nothing",
              "nothing was compared: 2 errors")
          .doesNotContain("rows,");
    }

    @Test
    void rowsOfFinishedRunsAreHeldAgainstTheEvaluatorsBeforeTheFirstOfThem() throws IOException {
      compare("--name", "first");
      String rows = Files.readString(folder.resolve("rows.jsonl"));
      place.write("rows.jsonl", rows.replace("question 7\", \"truth\"", "question 7\", \"t\""));

      Called called =
          place.pf(
              "compare",
              "first_brief",
              "first_long",
              "--evaluator",
              "builtin:f1_score",
              "same",
              "--evaluator-mapping",
              "f1_score.ground_truth=right");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .contains("rows.jsonl:8:1: error[missing-value]: evaluator same: input 'truth'")
          .doesNotContain("f1_score: 40 rows");
    }

    @Test
    void aVariantThatIsNotThereHidesNoOtherMistake() {
      Called called =
          place.pf(
              "compare",
              "--flow",
              "ask",
              "--data",
              "nowhere.jsonl",
              "--variants",
              "ask.shrt",
              "--evaluator",
              "builtin:nobody",
              "same");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .contains("no variant 'ask.shrt'", "nowhere.jsonl", "'builtin:nobody'")
          .contains("nothing was compared: 3 errors")
          .doesNotContain("unmapped-input");
    }

    @Test
    void aJudgeWithoutAConnectionIsToldBeforeTheFirstCall() {
      Called called = compare("--evaluator", "builtin:fluency");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .contains("evaluator fluency: error[missing-connection]: connection 'judge_connection'")
          .contains("nothing was compared: 1 error")
          .doesNotContain("rows,", "unexpected");
    }

    @Test
    void aMappingToNothingIsToldWithoutAPlaceThatIsNoFile() {
      Called called = compare("--column-mapping", "question=${data.nothing}");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).startsWith("column mapping: error[unresolved-mapping]:");
    }

    @Test
    void mistakesOfTheCallAreToldTogether() {
      Called called =
          compare(
              "--alpha",
              "2",
              "--correction",
              "some",
              "--budget",
              "much",
              "--fail-if",
              "worse",
              "--output",
              "pdf=x");

      assertThat(called.exit()).isEqualTo(2);
      assertThat(called.err())
          .contains("--alpha", "--correction", "--budget", "--fail-if", "--output");
    }
  }

  @Nested
  class WhenReportsAreWritten {

    @Test
    void eachKindIsWritten() throws IOException {
      Called called =
          compare(
              "--by",
              "kind",
              "--output",
              "html=out/r.html",
              "json=out/r.json",
              "markdown=out/r.md",
              "junit=out/r.xml");

      assertThat(called.exit()).isZero();
      assertThat(Files.readString(folder.resolve("out/r.html"))).contains("<!doctype html", "long");
      assertThat(Files.readString(folder.resolve("out/r.md"))).contains("long is better");
      assertThat(Files.readString(folder.resolve("out/r.xml"))).contains("<testcase");
      var json = (Value.Mapping) Json.read(Files.readString(folder.resolve("out/r.json")));
      assertThat(Called.list(json, "table")).hasSize(40);
      assertThat(Called.list(json, "slicings")).hasSize(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneThatCantBeWrittenIsToldWithTheCauseAndTheOthersAreWritten() throws IOException {
      Called called =
          compare("--output", "html=/dev/full", "json=r.json", "--fail-if", "same < 0.95");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err())
          .contains("pf: failed: long: same is 0.9000", "pf: wrote r.json")
          .contains("a report can't be written to '/dev/full': No space left on device");
      assertThat(Json.read(Files.readString(folder.resolve("r.json")))).isNotNull();
    }

    @Test
    void oneThatHasNoPlaceIsToldBeforeTheFirstCall() {
      Called called =
          compare("--output", "html=ask", "junit=rows.jsonl/r.xml", "json=r", "markdown=./r");

      assertThat(called.exit()).isEqualTo(2);
      assertThat(called.err())
          .contains("html=ask: it is a folder", "rows.jsonl' is no folder")
          .contains("markdown=./r: another report goes into the same file");
    }

    @Test
    void nothingIsLeftBesideAReport() throws IOException {
      compare("--output", "json=out/r.json");

      assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/r.json");
      try (var left = Files.list(folder.resolve("out"))) {
        assertThat(left).hasSize(1);
      }
    }
  }

  @Nested
  class WhenRunsAreFinished {

    @Test
    void theyAreComparedByTheEvaluationsTheyHave() {
      compare("--name", "first");

      Called called = place.pf("compare", "first_brief", "first_long", "--format", "json");

      assertThat(called.err()).doesNotContain("error");
      assertThat(difference(called).get("verdict")).isEqualTo(Value.of("better"));
      assertThat(called.json().get("baseline")).isEqualTo(Value.of("first_brief"));
    }

    @Test
    void theyAreEvaluatedWhereTheyWereNot() {
      compare("--name", "first");

      Called called =
          place.pf(
              "compare", "first_brief", "first_long", "--evaluator", "same", "--format", "json");

      assertThat(called.err()).doesNotContain("error");
      assertThat(difference(called).get("wins")).isEqualTo(Value.of(20));
    }

    @Test
    void underANameThatWasUsedTheComparisonGoesOn() {
      compare("--name", "first");

      Called called = compare("--name", "first");

      assertThat(called.exit()).isZero();
      assertThat(called.out()).contains("long is better than brief");
    }

    @Test
    void oneThatIsNotThereIsNamed() {
      Called called = place.pf("compare", "nobody", "--evaluator", "same");

      assertThat(called.exit()).isEqualTo(1);
      assertThat(called.err()).contains("there is no run 'nobody'");
    }
  }

  private static Value.Mapping difference(Called called) {
    return (Value.Mapping) Called.list(called.json(), "differences").getFirst();
  }
}
