package io.promptflow4j.core.template.chat;

/// A rendered prompt is not a chat. The message says what is wrong and what to write instead; the
/// line counts from 1 in the rendered text.
public final class ChatPromptException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final int line;

  /// @param code stable name: `empty-prompt`, `text-before-role`, `function-format`, `tool-format`
  public ChatPromptException(String code, String message, int line) {
    super(message);
    this.code = code;
    this.line = line;
  }

  public String code() {
    return code;
  }

  public int line() {
    return line;
  }
}
