package io.promptflow4j.core.run.file;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The keys of a run file.
enum RunFileKey {
  NAME,
  DISPLAY_NAME,
  DESCRIPTION,
  TAGS,
  PROPERTIES,
  EXPERIMENT,
  FLOW,
  DATA,
  RUN,
  COLUMN_MAPPING,
  VARIANT,
  CONNECTIONS,
  ENVIRONMENT_VARIABLES,
  RESUME_FROM,
  MODEL,
  REPEAT,
  CONCURRENCY,
  ON_ERROR,
  SCOPE,
  TIMEOUT,
  RUN_TIMEOUT,
  BUDGET,
  CACHE,
  CACHE_TTL,
  LIMIT,
  SAMPLE,
  SEED,
  FILTER,
  SPLIT,
  PART,
  ID,
  FORMAT;

  /// Keys of prompt flow that mean something only in its cloud, or nothing at all.
  static final Set<String> WITHOUT_MEANING =
      Set.of("$schema", "type", "resources", "identity", "runtime", "output_path");

  /// Keys that go into the settings of the run's plan as they are.
  static final List<RunFileKey> SETTINGS =
      List.of(
          TIMEOUT,
          RUN_TIMEOUT,
          BUDGET,
          CACHE,
          CACHE_TTL,
          LIMIT,
          SAMPLE,
          SEED,
          FILTER,
          SPLIT,
          PART,
          ID,
          FORMAT);

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> all() {
    return Stream.of(values()).map(RunFileKey::key).toList();
  }
}
