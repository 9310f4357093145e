package io.promptflow4j.core.model.provider.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Says each thing once for as long as a connection is open. Thread-safe.
final class Notices {

  private final String connection;
  private final Consumer<String> reader;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  Notices(String connection, Consumer<String> reader) {
    this.connection = connection;
    this.reader = reader;
  }

  void tell(String what) {
    if (said.add(what)) {
      reader.accept("connection '%s': %s".formatted(connection, what));
    }
  }
}
