package io.promptflow4j.cli.workspace;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.execution.cache.CallMemory;
import io.promptflow4j.core.execution.cache.LateCache;
import io.promptflow4j.core.execution.cache.TrialCache;
import io.promptflow4j.core.execution.tape.CallTape;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/// What remembers the calls of a flow that is tried out. The workspace is opened only if its
/// answers are shared.
public final class TrialMemory {

  private TrialMemory() {}

  /// Does `work` with it.
  public static int with(
      Optional<CacheSettings> cache,
      Optional<CallTape> tape,
      Terminal terminal,
      ToIntFunction<CallMemory> work) {
    CacheSettings settings = cache.orElse(CacheSettings.OFF).limitedBy(terminal.environment());
    return switch (settings.mode()) {
      case OFF -> work.applyAsInt(new CallMemory(Optional.empty(), tape));
      case RUN -> with(settings, nothing(), tape, terminal, work);
      case SHARED -> {
        try (var workspace = OpenWorkspace.of(terminal)) {
          yield with(settings, workspace.store().answers(), tape, terminal, work);
        }
      }
    };
  }

  private static AnswerCache nothing() {
    return new LateCache(
        Optional::empty,
        () -> {
          throw new IllegalStateException("without sharing, no answer is kept");
        });
  }

  private static int with(
      CacheSettings settings,
      AnswerCache answers,
      Optional<CallTape> tape,
      Terminal terminal,
      ToIntFunction<CallMemory> work) {
    Set<String> told = ConcurrentHashMap.newKeySet();
    var trial =
        new TrialCache(
            settings,
            answers,
            InstantSource.system(),
            notice -> {
              if (told.add(notice)) {
                terminal.tell("pf: note: " + Printable.line(notice));
              }
            });
    int exit = work.applyAsInt(new CallMemory(Optional.of(trial), tape));
    trial.trim();
    return exit;
  }
}
