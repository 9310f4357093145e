package io.promptflow4j.core.tool.mcp;

/// A server could not be reached, did not answer, or answered what is none of the protocol's
/// answers. The message goes on after "the MCP server '…' ".
public final class McpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// What went wrong.
  public enum Kind {
    /// It is not there, or not any more.
    GONE,
    TIMEOUT,
    /// It refused in the protocol's own way.
    REFUSED,
    /// What it sent is not the protocol, or too much.
    NONSENSE
  }

  private final Kind kind;

  McpException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  McpException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
