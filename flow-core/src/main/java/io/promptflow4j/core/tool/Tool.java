package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.Value;
import java.util.List;

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

  /// A tool that somebody else describes, or several behind one address.
  interface Remote extends Tool {

    /// What there is to call, as far as this tool stands for it.
    ///
    /// @param call whose connection and time count
    /// @throws ToolException if it can't be told
    List<Described> described(ToolCall call) throws InterruptedException;

    /// The one of them called `name`.
    Tool named(String name);
  }

  /// What can be called, as a model is told.
  ///
  /// @param schema of the arguments, a JSON schema of an object
  record Described(String name, String description, Value.Mapping schema) {}
}
