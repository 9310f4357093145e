package io.promptflow4j.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.run.progress.BatchProgress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressViewTest {

  private static final BatchProgress HALF =
      new BatchProgress(
          1_000,
          488,
          12,
          0,
          16,
          500,
          20,
          Map.of("m", new TokenUsage(40_000, 8_000, 48_000, 0, 0)),
          Bill.of(new Cost.Known(Money.of("0.4213", "USD"))),
          Duration.ofSeconds(25));

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ProgressView view(Set<Stream> terminals, int width) {
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new ProgressView(
        new Terminal(
            InputStream.nullInputStream(), stream, stream, Map.of(), Path.of(""), terminals, width),
        false);
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8).replaceAll("\\u001B\\[(K|\\?7[hl])|\\r", "");
  }

  @Test
  void aTerminalHasABarThatNeverWraps() {
    view(Set.of(Stream.ERR), 120).progress(HALF);

    assertThat(told())
        .isEqualTo(
            "[==========>         ] 500/1000 rows  20.0/s  48.0k tokens  0.421 USD  20 recalled  12"
                + " failed  0:25 left");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\u001B[?7l").endsWith("\u001B[?7h");
  }

  @ParameterizedTest
  @CsvSource({
    "100, '[====>   ] 500/1000 rows  20.0/s  48.0k tokens  0.421 USD  20 recalled  12 failed  0:25"
        + " left'",
    "90, '500/1000 rows  20.0/s  48.0k tokens  0.421 USD  20 recalled  12 failed  0:25 left'",
    "80, '[====>   ] 500/1000 rows  12 failed  0:25 left'",
    "60, '[====>   ] 500/1000 rows  12 failed  0:25 left'",
    "40, '500/1000 rows  12 failed  0:25 left'",
    "20, '500/1000 rows  12 f'"
  })
  void aNarrowTerminalHasLess(int width, String line) {
    view(Set.of(Stream.ERR), width).progress(HALF);

    assertThat(told()).isEqualTo(line).hasSizeLessThan(width);
  }

  @Test
  void aPipeHasALineEveryTenSecondsAndNoBar() {
    ProgressView view = view(Set.of(), 80);

    view.progress(HALF);
    view.progress(HALF);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "500/1000 rows  20.0/s  48.0k tokens  0.421 USD  20 recalled  12 failed  0:25 left\n");
  }
}
