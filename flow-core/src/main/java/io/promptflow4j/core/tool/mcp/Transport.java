package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.value.Value;

/// Carries messages of JSON-RPC to one server. Thread-safe.
interface Transport extends AutoCloseable {

  /// The longest message that is taken, in bytes.
  int MOST_BYTES = 16 * 1024 * 1024;

  /// Sends a request and waits for the answer to it.
  ///
  /// @param deadline as of [System#nanoTime]
  /// @return the whole message, with `result` or `error`
  /// @throws McpException if there is none
  Value.Mapping request(long id, Value.Mapping message, long deadline) throws InterruptedException;

  /// Sends a message that nobody answers; what goes wrong shows with the next request.
  void tell(Value.Mapping message);

  /// Tells which version of the protocol was agreed on.
  default void agreed(String version) {}

  /// Whether no request can be answered any more.
  boolean isOver();

  @Override
  void close();
}
