package io.promptflow4j.core.model;

import java.util.Locale;
import java.util.Optional;

/// Which of a model's interfaces an `llm` node calls.
public enum ModelApi {
  CHAT,
  COMPLETION;

  /// The interface that a flow file calls `name`.
  public static Optional<ModelApi> named(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "chat" -> Optional.of(CHAT);
      case "completion" -> Optional.of(COMPLETION);
      default -> Optional.empty();
    };
  }
}
