package io.promptflow4j.server.api;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;

/// Server-sent events as text.
public final class Events {

  /// The type of a stream of them.
  public static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

  /// A comment, which every client passes over: the connection is alive.
  public static final String HEARTBEAT = ": alive\n\n";

  private Events() {}

  /// An event without a name.
  public static String data(Value value) {
    return "data: " + Json.write(value) + "\n\n";
  }

  /// An event with a name.
  public static String named(String name, Value value) {
    return "event: " + name + "\n" + data(value);
  }
}
