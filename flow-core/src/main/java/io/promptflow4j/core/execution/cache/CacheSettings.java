package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether answers are given again, and how old they may be.
///
/// @param longest how old an answer of another run may be; any age if empty
/// @param most how many bytes of answers a workspace keeps
public record CacheSettings(CacheMode mode, Optional<Duration> longest, long most) {

  /// The setting of a run that says the mode.
  public static final String MODE = "cache";

  /// The setting of a run that says how old an answer may be.
  public static final String TTL = "cache_ttl";

  /// The variable that says how much a workspace keeps, such as `500MB`.
  public static final String LIMIT_VARIABLE = "PF_CACHE_SIZE";

  /// How many bytes a workspace keeps if nobody says it: a gibibyte.
  public static final long DEFAULT_LIMIT = 1L << 30;

  /// No answer is given again.
  public static final CacheSettings OFF = new CacheSettings(CacheMode.OFF, Optional.empty());

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kmg]?)i?b?");

  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*([smhdw])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  /// With the usual limit.
  public CacheSettings(CacheMode mode, Optional<Duration> longest) {
    this(mode, longest, DEFAULT_LIMIT);
  }

  /// What the settings of a run say.
  ///
  /// @throws IllegalArgumentException if they say something else
  public static CacheSettings of(Value.Mapping settings) {
    return new CacheSettings(
        text(settings, MODE).map(CacheMode::named).orElse(CacheMode.OFF),
        text(settings, TTL).map(CacheSettings::time));
  }

  /// Of the settings of a run those that are about the cache, for another run.
  public static Value.Mapping only(Value.Mapping settings) {
    var own = new LinkedHashMap<>(settings.entries());
    own.keySet().retainAll(Set.of(MODE, TTL));
    return new Value.Mapping(own);
  }

  /// As settings of a run.
  public Map<String, Value> toSettings() {
    return Map.of(
        MODE,
        Value.of(mode.written()),
        TTL,
        longest.<Value>map(time -> Value.of(time.toSeconds() + "s")).orElse(Value.Null.NULL));
  }

  /// Whether the settings of a run say that no answer is to be shared, instead of saying nothing.
  public static boolean refused(Value.Mapping settings) {
    return settings.get(MODE) != null && !of(settings).isOn();
  }

  private static Optional<String> text(Value.Mapping settings, String name) {
    return switch (settings.get(name)) {
      case null -> Optional.empty();
      case Value.Null _ -> Optional.empty();
      case Value.Text(String text) -> Optional.of(text);
      case Value.Bool off when off == Value.Bool.FALSE ->
          Optional.of("off"); // YAML 1.1 reads `off`
      case Value other -> Optional.of(other.toString());
    };
  }

  /// A time such as `90s`, `30m`, `12h`, `7d` or `2w`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Duration time(String written) {
    Matcher parts = TIME.matcher(written.strip());
    if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
      throw new IllegalArgumentException(
          "'%s' is no time; write 90s, 30m, 12h, 7d or 2w".formatted(written));
    }
    return UNITS
        .getOrDefault(parts.group(2), Duration.ZERO)
        .multipliedBy(Long.parseLong(parts.group(1)));
  }

  /// The same with the limit that the environment says, if it says one.
  public CacheSettings limitedBy(Map<String, String> environment) {
    return limit(environment.getOrDefault(LIMIT_VARIABLE, ""))
        .map(bytes -> new CacheSettings(mode, longest, bytes))
        .orElse(this);
  }

  /// A size such as `500MB` or `2 GiB`, in units of 1024; empty if it is none.
  public static Optional<Long> limit(String written) {
    Matcher parts = SIZE.matcher(written.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (parts.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    return Optional.of(Long.parseLong(parts.group(1)) << shift);
  }

  /// Whether answers are given to others than the row that asked.
  public boolean isOn() {
    return mode != CacheMode.OFF;
  }

  /// Whether answers are given to other runs.
  public boolean isShared() {
    return mode == CacheMode.SHARED;
  }

  /// Answers that were given before are too old.
  public Instant notBefore(Instant now) {
    return longest.map(now::minus).orElse(Instant.EPOCH);
  }
}
