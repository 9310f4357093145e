package io.promptflow4j.evaluators.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TextReportsTest {

  private static final Comparison COMPARISON = Examples.comparison();

  @Test
  void aTerminalShowsVariantsDifferencesAndTheVerdictLast() {
    String text = TextReport.of(COMPARISON, String::length);

    assertThat(text)
        .startsWith("VARIANT   ROWS  FAILED  accuracy")
        .contains(
            "sentence  39    1       0.62 [0.5456, 0.682]",
            "36900   0.01107 USD  0.25 USD",
            "points   accuracy  better        +0.23 [+0.08, +0.37]",
            "12/24/3        4 (odds ratio)",
            "! points is 0.3 better on en than on de.",
            "de     15    points   accuracy  too few rows  +0.1 [-0.2, +0.4]   571 rows, 0.3931"
                + " USD")
        .endsWith("points is better in accuracy (+0.23); for clarity there are too few rows.\n");
  }

  @Test
  void columnsAreAsWideAsTheTerminalShowsTheirTexts() {
    String text =
        new TextTable(cell -> cell.codePoints().map(c -> c > 0x2E80 ? 2 : 1).sum())
            .row("name", "n")
            .row("日本語", "1")
            .row("a\tb", "2")
            .text();

    assertThat(text)
        .isEqualTo(
            """
            name    n
            ------  -
            日本語  1
            a b     2
            """);
  }

  @Nested
  class AsMarkdown {

    @Test
    void aTableForTheDifferencesAndOneForTheVariants() {
      String text = MarkdownReport.of(COMPARISON);

      assertThat(text)
          .startsWith("### Classify pages: sentence and points\n")
          .contains(
              "| variant | metric | verdict | difference | adjusted p | won/tied/lost | effect |",
              "| points | accuracy | better | +0.23 \\[+0.08, +0.37\\] | 0.0080 | 12/24/3 | 4 (odds"
                  + " ratio) |");
    }

    @Test
    void eachGroupHasItsMeansAndVerdicts() {
      assertThat(MarkdownReport.of(COMPARISON))
          .contains(
              "**By language.** points is 0.3 better on en than on de.",
              "| group | rows | variant | metric | mean | verdict | difference | more it takes |",
              "| de | 15 | sentence | accuracy | 0.5 \\[0.44, 0.55\\] | baseline | – |  |",
              "| de | 15 | points | accuracy | 0.6 \\[0.528, 0.66\\] | too few rows |"
                  + " +0.1 \\[-0.2, +0.4\\] | 571 rows, 0.3931 USD |",
              "> Decided: the interval left zero out. It took 40 rows of 100.");
    }

    @Test
    void textsFromDataStartNoMarkup() {
      String text = MarkdownReport.of(Examples.hostile());

      assertThat(text).doesNotContain("<script", "<img", "<svg", "]]>");
    }
  }

  @Nested
  class AsJUnit {

    @Test
    void aBuildServerSeesATestForEachDifferenceAndCondition() throws Exception {
      String xml =
          JUnitReport.of(
              COMPARISON,
              List.of(new JUnitReport.Condition("accuracy < 0.9", true, "accuracy is 0.85")),
              one -> one.verdict() == Verdict.WORSE);

      Element suite = read(xml).getDocumentElement();
      assertThat(suite.getAttribute("tests")).isEqualTo("3");
      assertThat(suite.getAttribute("failures")).isEqualTo("1");
      assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
          .isEqualTo("accuracy is 0.85");
    }

    @Test
    void controlCharactersDoNotBreakIt() throws Exception {
      String xml =
          JUnitReport.of(
              Examples.hostile(),
              List.of(new JUnitReport.Condition("a\u0000b", false, "\uD800")),
              _ -> true);

      assertThat(read(xml).getElementsByTagName("testcase").getLength()).isEqualTo(3);
    }

    private static Document read(String xml) throws Exception {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void asJsonItHasEverythingButTheRowsUnlessTheyAreAsked() {
    assertThat(ComparisonJson.summaryOf(COMPARISON).entries()).doesNotContainKey("table");
    String json = Json.write(ComparisonJson.of(COMPARISON));
    assertThat(json)
        .contains(
            "\"verdict\":\"better\"",
            "\"latency_ms\":{\"mean\":412.5,\"median\":380.2,\"p95\":902.4}",
            "\"scores\":{\"accuracy\":{\"value\":1.0,");
  }
}
