package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.terminal.Keyboard;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.Secret;
import java.io.Console;

/// Asks the person at the keyboard for what a connection still needs; secrets are not shown while
/// they are typed. Where nobody sits, nothing is asked.
final class Questions {

  private final Terminal terminal;

  Questions(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The draft with the answers in it.
  ConnectionDraft complete(ConnectionDraft draft) {
    return new Keyboard(terminal).console().map(console -> complete(draft, console)).orElse(draft);
  }

  private static ConnectionDraft complete(ConnectionDraft draft, Console console) {
    ConnectionDraft answered = draft;
    for (String field : draft.fieldsToAsk()) {
      answered = ask(answered, field, console);
    }
    return answered;
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
