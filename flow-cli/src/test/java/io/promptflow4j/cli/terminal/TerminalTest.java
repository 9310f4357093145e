package io.promptflow4j.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.terminal.Terminal.Stream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private static final String CLEARED = "\r\u001B[K";

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  private Terminal terminal(Set<Stream> terminals) {
    var stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
    return new Terminal(
        InputStream.nullInputStream(), stream, stream, Map.of(), Path.of(""), terminals);
  }

  private String lastLines() {
    String shown = screen.toString(StandardCharsets.UTF_8);
    return shown.substring(shown.indexOf("halfway") + "halfway\u001B[?7h".length());
  }

  @Test
  void aResultTakesTheLineOfTheProgress() {
    Terminal terminal = terminal(Set.of(Stream.OUT, Stream.ERR));

    terminal.progress("halfway");
    terminal.printLine("first");
    terminal.printLine("second");

    assertThat(lastLines()).isEqualTo(CLEARED + "first\nsecond\n");
  }

  @Test
  void soDoesWhatThePersonIsTold() {
    Terminal terminal = terminal(Set.of(Stream.ERR));

    terminal.progress("halfway");
    terminal.tell("a warning");

    assertThat(lastLines()).isEqualTo(CLEARED + "a warning\n");
  }

  @Test
  void aResultThatGoesElsewhereLeavesTheProgressAlone() {
    Terminal terminal = terminal(Set.of(Stream.ERR));

    terminal.progress("halfway");
    terminal.printLine("first");

    assertThat(lastLines()).isEqualTo("first\n");
  }
}
