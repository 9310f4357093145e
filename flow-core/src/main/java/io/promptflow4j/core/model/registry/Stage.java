package io.promptflow4j.core.model.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How far a version has come.
public enum Stage {
  DEVELOPMENT,
  STAGING,
  PRODUCTION;

  /// `production`
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Stage> named(String written) {
    return Stream.of(values()).filter(one -> one.written().equals(written)).findFirst();
  }

  /// All names, for messages.
  public static List<String> names() {
    return Stream.of(values()).map(Stage::written).toList();
  }
}
