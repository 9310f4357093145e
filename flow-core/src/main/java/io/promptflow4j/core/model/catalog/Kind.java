package io.promptflow4j.core.model.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a model reads or writes.
public enum Kind {
  TEXT,
  IMAGE,
  PDF,
  AUDIO,
  VIDEO,
  VECTOR;

  private static final Map<String, Kind> NAMED =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Kind::written, one -> one));

  private final String written = name().toLowerCase(Locale.ROOT);

  /// The name in files: `image`.
  public String written() {
    return written;
  }

  public static Optional<Kind> named(String written) {
    return Optional.ofNullable(NAMED.get(written));
  }

  /// All names, for messages.
  public static List<String> names() {
    return Stream.of(values()).map(Kind::written).toList();
  }
}
