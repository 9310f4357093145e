package io.promptflow4j.core.tool;

/// A function that a node calls.
///
/// Implementations are thread-safe: rows run at the same time. A call that is interrupted ends soon
/// and leaves nothing running.
public interface Tool {

  /// What it takes; known without running it.
  ToolSignature signature();

  /// Whether what it gives was made by code that belongs to the flow. What comes from elsewhere is
  /// data: in a prompt it opens no role.
  default boolean isCode() {
    return true;
  }

  /// Calls it once and waits for the result.
  ///
  /// @throws ToolException if the tool fails, in the words of its own language
  /// @throws InterruptedException if the calling thread is interrupted; the work is stopped
  ToolResult call(ToolCall call) throws InterruptedException;
}
