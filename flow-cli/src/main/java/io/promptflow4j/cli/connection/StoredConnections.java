package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import java.util.List;

/// The user's stored connections, and what to say about one that is not there.
final class StoredConnections {

  private final ConnectionStore store;

  StoredConnections(Terminal terminal) {
    this.store = ConnectionStore.ofUser(terminal.environment());
  }

  ConnectionStore store() {
    return store;
  }

  /// The connection called `name`.
  ///
  /// @throws CommandFailure if there is none; the message lists those that are there
  ConnectionDraft find(String name) {
    return store.find(name).orElseThrow(() -> missing(name));
  }

  CommandFailure missing(String name) {
    List<String> names = store.names();
    String there =
        names.isEmpty()
            ? "none is stored; make one with pf connection create"
            : "stored are " + String.join(", ", names);
    return new CommandFailure(
        "missing-connection",
        "there is no connection '%s'; %s".formatted(Printable.line(name), there));
  }
}
