package io.promptflow4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.CountingService;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Counts what comparisons ask a service over HTTP.
@Timeout(180)
class CallCountTest {

  @TempDir Path folder;

  private final CountDownLatch longAsked = new CountDownLatch(1);
  private volatile boolean holdsBrief;
  private volatile boolean unmet;
  private Called.Place place;
  private CountingService service;

  @BeforeEach
  void open() throws IOException {
    service = new CountingService(this::answer);
    place = new Called.Place(folder).withVariable("LAB_KEY", "k");
    Experiment.write(place);
    Files.delete(folder.resolve("ask/scripted.yaml"));
    place.write(
        "lab.yaml",
        "name: lab\ntype: open_ai\napi_key: env:LAB_KEY\nbase_url: %s\n".formatted(service.url()));
  }

  @AfterEach
  void close() {
    service.close();
  }

  /// If told so, does not answer the brief variant before the long one has asked.
  private String answer(String question) {
    if (question.startsWith("at length")) {
      longAsked.countDown();
    } else if (holdsBrief && question.startsWith("briefly")) {
      try {
        if (!longAsked.await(30, TimeUnit.SECONDS)) {
          unmet = true;
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    return rightOrWrong(question);
  }

  private static String rightOrWrong(String question) {
    if (question.startsWith("topic")) {
      return "thing";
    }
    boolean right =
        question.startsWith("briefly")
            ? question.matches("(?s).*[02468]")
            : question.matches("(?s).*[1-9]");
    return right ? "right" : "wrong";
  }

  private Called compare(String... more) {
    var all =
        new ArrayList<>(
            List.of("compare", "--flow", "ask", "--data", "rows.jsonl", "--evaluator", "same"));
    all.addAll(List.of("--connections", "lab.yaml"));
    all.addAll(List.of(more));
    return place.pf(all.toArray(String[]::new));
  }

  @Test
  void aPrefixThatVariantsShareIsAskedOnceForEachRow() {
    Called called = compare();

    assertThat(called.err()).doesNotContain("error");
    assertThat(service.takeAsked()).hasSize(3 * Experiment.ROWS).doesNotHaveDuplicates();
  }

  @Test
  void withoutACacheEachVariantAsksForItselfAndSoDoesTheNextComparison() {
    compare("--cache", "off");
    assertThat(service.takeAsked()).hasSize(4 * Experiment.ROWS);

    compare("--cache", "off");
    assertThat(service.takeAsked()).hasSize(4 * Experiment.ROWS);
  }

  @Test
  void anEarlyStopPaysForNoRowTwiceWithOrWithoutACache() {
    long used = rowsUsed(compare("--stop-when-decided", "--cache", "off", "--format", "json"));
    assertThat(service.takeAsked()).hasSize((int) (4 * used));

    used = rowsUsed(compare("--stop-when-decided", "--format", "json"));
    assertThat(service.takeAsked()).hasSize((int) (3 * used)).doesNotHaveDuplicates();
  }

  @Test
  void whatRowsTookIsAMetricLikeAnyOtherForVariantsAndForRuns() {
    String[] measures = {
      "--evaluator", "builtin:latency", "--evaluator", "builtin:tokens_used", "--format", "json"
    };
    Called variants =
        compare(with(measures, "--name", "took", "--price", "*=1,2", "--cache", "off"));
    assertThat(differences(variants)).containsExactlyInAnyOrder("same", "latency", "tokens_used");
    assertThat(variants.out())
        .contains("\"metric\":\"tokens_used\"")
        .doesNotContain("not_comparable");

    Called runs =
        place.pf(
            with(measures, "compare", "took_brief", "took_long", "--evaluator", "builtin:cost"));
    assertThat(runs.exit()).as(runs.err()).isZero();
    assertThat(differences(runs)).contains("latency", "tokens_used", "cost");

    Called shown = place.pf("run", "show-metrics", "-n", "took_brief_tokens_used");
    assertThat(shown.out()).contains("tokens_used_total");
  }

  @Test
  void theTimeOfRowsThatFindTheirCallsOnRecordIsNotScored() {
    compare("--name", "first");

    Called again = compare("--evaluator", "builtin:latency", "--format", "json");

    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("\"not_comparable\"")
        .doesNotContain("\"verdict\":\"equivalent");
  }

  @Test
  void anEarlyStopKnowsHowLongRowsTookAtFirst() {
    Called called =
        compare("--stop-when-decided", "--evaluator", "builtin:latency", "--format", "json");

    assertThat(called.exit()).as(called.err()).isZero();
    assertThat(differences(called)).contains("latency");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(more), Stream.of(some)).toArray(String[]::new);
  }

  private static List<String> differences(Called called) {
    var names = new ArrayList<String>();
    for (Value one :
        ((Value.Sequence) Objects.requireNonNull(called.json().get("differences"))).items()) {
      names.add(PythonText.str(Objects.requireNonNull(((Value.Mapping) one).get("metric"))));
    }
    return names;
  }

  private static long rowsUsed(Called called) {
    Value.Whole used =
        (Value.Whole) Objects.requireNonNull(called.object("sequential").get("used"));
    return used.clampedToInt();
  }

  @Test
  void aComparisonThatIsMadeAgainAsksNothing() {
    compare();
    service.takeAsked();

    Called again = compare();

    assertThat(again.exit()).isZero();
    assertThat(service.takeAsked()).isEmpty();
  }

  @Test
  void afterAnEditOfOneVariantOnlyThatVariantAsks() throws IOException {
    compare();
    service.takeAsked();
    place.write("ask/long.jinja2", "# user:\nat great length {{topic}} {{question}}\n");

    Called again = compare();

    assertThat(again.exit()).isZero();
    assertThat(service.takeAsked())
        .hasSize(Experiment.ROWS)
        .allMatch(question -> question.startsWith("at great length"));
  }

  @Nested
  class WithAJudge {

    @BeforeEach
    void addJudge() throws IOException {
      place.write(
          "judge/flow.dag.yaml",
          """
          type: evaluation
          inputs:
            answer: {type: string}
            question: {type: string}
          outputs:
            fine: {type: string, reference: '${judge.output}'}
          nodes:
          - {name: judge, type: llm, source: {type: code, path: judge.jinja2}, api: chat,
             connection: lab, inputs: {model: m, answer: '${inputs.answer}',
             question: '${inputs.question}'}}
          """);
      place.write("judge/judge.jinja2", "# user:\njudge {{answer}} to {{question}}\n");
    }

    @Test
    void afterAnEditOfAnEvaluatorOnlyTheEvaluatorAsks() throws IOException {
      compare("--evaluator", "judge");
      assertThat(service.takeAsked()).filteredOn(one -> one.startsWith("judge")).isNotEmpty();
      place.write(
          "judge/judge.jinja2", "# user:\nbe strict and judge {{answer}} to {{question}}\n");

      Called again = compare("--evaluator", "judge");

      assertThat(again.exit()).as(again.err()).isZero();
      assertThat(service.takeAsked())
          .hasSizeBetween(Experiment.ROWS, 2 * Experiment.ROWS)
          .doesNotHaveDuplicates()
          .allMatch(question -> question.startsWith("be strict"));
    }

    @Test
    void afterAnEditOfOneVariantOnlyItsNewAnswersAreJudged() throws IOException {
      compare("--evaluator", "judge");
      int before = service.takeAsked().size();
      place.write("ask/long.jinja2", "# user:\nat great length {{topic}} {{question}}\n");

      Called again = compare("--evaluator", "judge");

      assertThat(again.exit()).as(again.err()).isZero();
      assertThat(before).isGreaterThan(3 * Experiment.ROWS);
      assertThat(service.takeAsked()) // the answers are the same, so their judgements are on record
          .hasSize(Experiment.ROWS)
          .allMatch(question -> question.startsWith("at great length"));
    }

    @Test
    void nothingIsAskedAgainAfterAnEditIsTakenBack() throws IOException {
      compare("--evaluator", "judge");
      String original = Files.readString(folder.resolve("ask/long.jinja2"));
      place.write("ask/long.jinja2", "# user:\nat great length {{topic}} {{question}}\n");
      compare("--evaluator", "judge");
      service.takeAsked();
      place.write("ask/long.jinja2", original);

      assertThat(compare("--evaluator", "judge").exit()).isZero();
      assertThat(service.takeAsked()).isEmpty();
    }
  }

  @Test
  void whatAnEvaluatorAsksForVectorsIsCountedWithItsTokens() throws IOException {
    place.write(
        "vectors.yaml",
        "name: embedding_connection\ntype: open_ai\napi_key: env:LAB_KEY\nbase_url: %s\n"
            .formatted(service.url()));
    String[] more = {
      "--connections", "vectors.yaml", "--evaluator", "builtin:semantic_similarity",
      "--evaluator-mapping", "semantic_similarity.ground_truth=${data.truth}", "--name", "v"
    };

    Called called = compare(more);

    assertThat(called.exit()).as(called.err()).isZero();
    assertThat(called.err()) // as often as an answer was given before, it is found on record
        .contains("brief / semantic_similarity: 40 rows, 40 calls made, 0 found on record")
        .contains("long / semantic_similarity: 40 rows, 16 calls made, 24 found on record");
    assertThat(service.takeAsked()).filteredOn(asked -> asked.startsWith("embed")).hasSize(56);
    assertThat(place.pf("run", "show", "--name", "v_brief_semantic_similarity").out())
        .contains("\"total_tokens\": 160", "\"model_calls\": 40");
  }

  @Test
  void rowsOfAllVariantsAreUnderWayInTurnAndNothingIsAskedTwice() {
    holdsBrief = true;

    Called called = compare("--stop-when-decided", "--margin", "0.1", "--concurrency", "1");

    assertThat(called.exit()).as(called.err()).isZero();
    List<String> asked = service.takeAsked();
    assertThat(asked).doesNotHaveDuplicates();
    assertThat(asked.stream().filter(question -> !question.startsWith("topic")).limit(20))
        .filteredOn(question -> question.startsWith("briefly"))
        .hasSize(10);
    assertThat(unmet).isFalse();
    assertThat(called.out()).doesNotContain("long were found on record");
  }

  @Test
  void aBudgetOfCallsIsKept() {
    Called called = compare("--budget", "60calls");

    assertThat(called.out()).contains("The budget is used up.");
    assertThat(service.takeAsked()).hasSizeBetween(45, 60);
  }

  @Test
  void whereNobodyKnowsWhatCallsCostABudgetOfMoneyEndsItAtOnce() {
    Called called = compare("--budget", "0.01");

    assertThat(called.out()).contains("What the calls cost is not known", "It took 4 rows of 40.");
    assertThat(service.takeAsked()).hasSize(12);
  }

  @Test
  void aBudgetOfMoneyIsKept() {
    Called called = compare("--budget", "0.0101", "--price", "m=1,10");

    assertThat(called.out()).contains("The budget is used up.");
    assertThat(service.takeAsked()).hasSizeBetween(36, 50);
  }
}
