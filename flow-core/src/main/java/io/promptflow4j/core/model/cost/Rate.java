package io.promptflow4j.core.model.cost;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a price is asked for.
public enum Rate {
  /// A million tokens read.
  INPUT,
  /// A million tokens written.
  OUTPUT,
  /// A million tokens read from the provider's cache.
  CACHE_READ,
  /// A million tokens put into the provider's cache.
  CACHE_WRITE,
  /// A million tokens spent on reasoning; those cost as much as others where this is not said.
  REASONING,
  /// A million tokens of sound read.
  AUDIO_INPUT,
  /// A million tokens of sound written.
  AUDIO_OUTPUT,
  /// A million tokens read in the provider's batch mode.
  BATCH_INPUT,
  /// A million tokens written in the provider's batch mode.
  BATCH_OUTPUT,
  /// One request, besides its tokens.
  PER_REQUEST,
  /// One image.
  PER_IMAGE,
  /// One second of sound or video.
  PER_SECOND,
  /// One page of a document.
  PER_PAGE,
  /// One search on the web.
  PER_SEARCH;

  private static final Map<String, Rate> NAMED =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Rate::written, one -> one));

  private final String written = name().toLowerCase(Locale.ROOT);

  /// The name in catalog files: `cache_read`.
  public String written() {
    return written;
  }

  public static Optional<Rate> named(String written) {
    return Optional.ofNullable(NAMED.get(written));
  }
}
