package io.promptflow4j.core.model.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a model is for.
public enum Task {
  CHAT,
  COMPLETION,
  EMBEDDING,
  RERANK,
  IMAGE,
  VIDEO,
  SPEECH,
  TRANSCRIPTION,
  MODERATION;

  private static final Map<String, Task> NAMED =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Task::written, one -> one));

  private final String written = name().toLowerCase(Locale.ROOT);

  /// The name in files: `embedding`.
  public String written() {
    return written;
  }

  public static Optional<Task> named(String written) {
    return Optional.ofNullable(NAMED.get(written));
  }

  /// All names, for messages.
  public static List<String> names() {
    return Stream.of(values()).map(Task::written).toList();
  }
}
