package io.promptflow4j.cli.terminal;

import io.promptflow4j.cli.terminal.Terminal.Stream;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/// The keyboard at which a person sits, if one does.
public final class Keyboard {

  private final Terminal terminal;

  public Keyboard(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Where questions can be asked; empty if nobody sits there.
  @SuppressWarnings("SystemConsoleNull") // that of JDK 25 is null without a terminal
  public Optional<Console> console() {
    return terminal.isTerminal(Stream.IN)
        ? Optional.ofNullable(System.console())
        : Optional.empty();
  }

  /// Whether the person says yes; yes where nobody sits who could say no.
  public boolean isMeant(String question) {
    return console()
        .map(console -> console.readLine("%s", question + " [y/N] "))
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
        .orElse(true);
  }
}
