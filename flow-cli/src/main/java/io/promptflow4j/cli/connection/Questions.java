package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.Secret;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/// Asks the person at the keyboard for what a connection still needs; secrets are not shown while
/// they are typed. Where nobody sits, nothing is asked.
final class Questions {

  private final Terminal terminal;

  Questions(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The draft with the answers in it.
  ConnectionDraft complete(ConnectionDraft draft) {
    return keyboard().map(console -> complete(draft, console)).orElse(draft);
  }

  private static ConnectionDraft complete(ConnectionDraft draft, Console console) {
    ConnectionDraft answered = draft;
    for (String field : draft.fieldsToAsk()) {
      answered = ask(answered, field, console);
    }
    return answered;
  }

  /// Whether the person says yes; yes where nobody sits who could say no.
  boolean isMeant(String question) {
    return keyboard()
        .map(console -> console.readLine("%s", question + " [y/N] "))
        .map(answer -> answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
        .orElse(true);
  }

  @SuppressWarnings("SystemConsoleNull") // that of JDK 25 is null without a terminal
  private Optional<Console> keyboard() {
    return terminal.isTerminal(Stream.IN)
        ? Optional.ofNullable(System.console())
        : Optional.empty();
  }

  private static ConnectionDraft ask(ConnectionDraft draft, String field, Console console) {
    String question = draft.name() + " " + field + ": ";
    if (draft.settings().containsKey(field)) {
      String answer = console.readLine("%s", question);
      return answer == null ? draft : draft.with(field, answer);
    }
    char[] answer = console.readPassword("%s", question);
    return answer == null ? draft : draft.withSecret(field, new Secret(new String(answer)));
  }
}
