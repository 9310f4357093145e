package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.execution.cache.CacheMode;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which answers may be given again.
public final class CacheOption {

  @Option(
      names = "--cache",
      paramLabel = "off|run|shared",
      description = {
        "Ask a model once for equal requests of the same node: within the run, or of all runs of"
            + " the workspace. Repeats stay apart. Off if not said."
      })
  private @Nullable String mode;

  @Option(
      names = "--cache-ttl",
      paramLabel = "TIME",
      description = "With --cache shared: take no answer that is older, such as 30m, 12h or 7d.")
  private @Nullable String longest;

  /// As if it was not given.
  public CacheOption() {}

  /// What was given; empty if nothing was.
  ///
  /// @throws UsageFailure if it is none
  public Optional<CacheSettings> read() {
    return Optional.ofNullable(mode)
        .map(CacheOption::mode)
        .map(wanted -> new CacheSettings(wanted, time(wanted)))
        .or(this::withoutMode);
  }

  private Optional<CacheSettings> withoutMode() {
    if (longest != null) {
      throw new UsageFailure("--cache-ttl is of use with --cache shared alone");
    }
    return Optional.empty();
  }

  private static CacheMode mode(String written) {
    try {
      return CacheMode.named(written);
    } catch (IllegalArgumentException none) {
      throw new UsageFailure("--cache: " + none.getMessage());
    }
  }

  private Optional<Duration> time(CacheMode wanted) {
    if (longest != null && wanted != CacheMode.SHARED) {
      throw new UsageFailure("--cache-ttl is of use with --cache shared alone");
    }
    try {
      return Optional.ofNullable(longest).map(CacheSettings::time);
    } catch (IllegalArgumentException none) {
      throw new UsageFailure("--cache-ttl: " + none.getMessage());
    }
  }

  /// The run with this cache in place of its own, if one was given.
  ///
  /// @throws UsageFailure if it is none
  public RunSpec over(RunSpec spec) {
    Optional<CacheSettings> given = read();
    if (given.isEmpty()) {
      return spec;
    }
    var settings = new LinkedHashMap<>(spec.settings().entries());
    settings.put(CacheSettings.MODE, Value.of(given.get().mode().written()));
    settings.remove(CacheSettings.TTL);
    if (longest != null) {
      settings.put(CacheSettings.TTL, Value.of(longest));
    }
    return spec.withSettings(new Value.Mapping(settings));
  }
}
