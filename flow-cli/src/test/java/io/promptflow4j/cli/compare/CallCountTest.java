package io.promptflow4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.CountingService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Counts what comparisons ask a service over HTTP.
@Timeout(180)
class CallCountTest {

  @TempDir Path folder;

  private Called.Place place;
  private CountingService service;

  @BeforeEach
  void open() throws IOException {
    service = new CountingService(CallCountTest::answer);
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

  private static String answer(String question) {
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

  @Test
  void aBudgetOfCallsIsKept() {
    Called called = compare("--budget", "60calls");

    assertThat(called.out()).contains("The budget is used up.");
    assertThat(service.takeAsked()).hasSizeBetween(45, 60);
  }

  @Test
  void aBudgetOfMoneyIsKept() {
    Called called = compare("--budget", "0.0101", "--price", "m=1,10");

    assertThat(called.out()).contains("The budget is used up.");
    assertThat(service.takeAsked()).hasSizeBetween(36, 50);
  }
}
