package io.promptflow4j.core.model.provider.openmodel;

import java.util.Locale;
import java.util.Optional;

/// A family of models that are asked in the same way.
enum ModelFamily {
  /// Llama 2: chats and completions.
  LLAMA,
  /// A text that is gone on with.
  DOLLY,
  /// As Dolly.
  GPT2,
  /// As Dolly.
  FALCON;

  static final String NAMES = "LLaMa, Dolly, GPT-2, Falcon";

  /// As connections write it, in any case.
  static Optional<ModelFamily> named(String written) {
    return switch (written.strip().toLowerCase(Locale.ROOT)) {
      case "llama" -> Optional.of(LLAMA);
      case "dolly" -> Optional.of(DOLLY);
      case "gpt-2", "gpt2" -> Optional.of(GPT2);
      case "falcon" -> Optional.of(FALCON);
      default -> Optional.empty();
    };
  }
}
