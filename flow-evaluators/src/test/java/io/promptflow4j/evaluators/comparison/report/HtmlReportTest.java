package io.promptflow4j.evaluators.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  @TempDir private Path folder;

  @Test
  void thePageNamesNoOtherAddressToLoadFrom() {
    String page = HtmlReport.of(Examples.comparison());

    assertThat(page)
        .doesNotContain("src=\"http", "href=\"http", "@import", "sourceMappingURL")
        .contains("default-src 'none'");
  }

  @Test
  void aTextOfTheDataNeverEndsTheScriptItTravelsIn() {
    String page = HtmlReport.of(Examples.hostile());

    String data = page.substring(page.indexOf("id=\"data\">") + 10);
    assertThat(data.substring(0, data.indexOf("</script>"))).doesNotContain("<", ">");
  }

  @Test
  @EnabledIf("hasBrowser")
  void theBrowserShowsVerdictVariantsAndRows() throws Exception {
    String shown = shown(HtmlReport.of(Examples.comparison()));

    assertThat(shown)
        .contains(
            "points is better in accuracy",
            "McNemar mid-p",
            "0.62 (0.546 to 0.682)",
            "https://example.org/page-0",
            "rate limited")
        .contains("<svg");
  }

  @Test
  @EnabledIf("hasBrowser")
  void hostileTextsAreShownAsTextAndDoNothing() throws Exception {
    String page =
        HtmlReport.of(Examples.hostile())
            .replace(
                "</body>",
                "<p id=\"probe\"></p></body>"); // without scripts of its own the policy lets pass

    String shown = shown(page);

    assertThat(shown)
        .contains("&lt;img src=x onerror=", "&lt;svg/onload=window.hit=1&gt;")
        .doesNotContain("<img src=\"x\"", "<svg onload", "hit=1</script><script>window");
  }

  @Test
  @EnabledIf("hasBrowser")
  void onPaperStandAllRowsNotOnlyThoseInSight() throws Exception {
    String page = HtmlReport.of(Examples.comparison());
    String withoutRows = page.replace("'beforeprint', () =>", "'never', () =>");

    assertThat(withoutRows).isNotEqualTo(page);
    assertThat(sheets(page)).isGreaterThan(sheets(withoutRows) + 1);
  }

  private long sheets(String page) throws IOException, InterruptedException {
    Path pdf = folder.resolve("report.pdf");
    browse(page, "--no-pdf-header-footer", "--print-to-pdf=" + pdf);
    return Files.readString(pdf, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.endsWith("/Type /Page"))
        .count();
  }

  static boolean hasBrowser() {
    return browser().isPresent();
  }

  private static Optional<Path> browser() {
    for (String path : List.of("/usr/bin/chromium", "/usr/bin/chromium-browser")) {
      if (Files.isExecutable(Path.of(path))) {
        return Optional.of(Path.of(path));
      }
    }
    return Optional.empty();
  }

  private String shown(String page) throws IOException, InterruptedException {
    browse(page, "--window-size=1400,2400", "--dump-dom");
    return Files.readString(folder.resolve("dom.html"), StandardCharsets.UTF_8);
  }

  private void browse(String page, String... options) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("report.html"), page);
    var command = new ArrayList<String>();
    command.add(browser().orElseThrow().toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder.resolve("profile"),
            "--virtual-time-budget=4000"));
    command.addAll(List.of(options));
    command.add(file.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("browser.log").toFile())
            .redirectOutput(folder.resolve("dom.html").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
