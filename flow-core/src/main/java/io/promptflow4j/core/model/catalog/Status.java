package io.promptflow4j.core.model.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where an offering is in its life.
public enum Status {
  PREVIEW,
  GA,
  DEPRECATED,
  RETIRED,
  UNKNOWN;

  private static final Map<String, Status> NAMED =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Status::written, one -> one));

  private final String written = name().toLowerCase(Locale.ROOT);

  /// The name in files: `preview`.
  public String written() {
    return written;
  }

  public static Optional<Status> named(String written) {
    return Optional.ofNullable(NAMED.get(written));
  }

  /// All names, for messages.
  public static List<String> names() {
    return Stream.of(values()).map(Status::written).toList();
  }
}
