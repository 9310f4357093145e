package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.execution.cache.CacheLimit;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.execution.cache.KeptAnswer;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Which answers the rows of a run may take from others, and leave for them. Thread-safe.
///
/// @param answers those of the workspace; asked for only if they are shared
/// @param limit of the workspace
public record Reuse(
    CacheSettings settings,
    Supplier<AnswerCache> answers,
    RunName run,
    InstantSource clock,
    CacheLimit limit) {

  /// With the limit that the settings say.
  public Reuse(
      CacheSettings settings, Supplier<AnswerCache> answers, RunName run, InstantSource clock) {
    this(settings, answers, run, clock, new CacheLimit(settings.most(), answers));
  }

  /// Whether equal rows get one answer, instead of one each.
  boolean joins(CallKey key) {
    return settings.isOn() && key.shareable();
  }

  /// Under what the workspace knows the answer; empty if it is not to know it.
  Optional<Digest> answer(CallKey key, Digest code, RowKey row) {
    return settings.isShared() && key.shareable()
        ? Optional.of(
            KeptAnswer.key(key, key.kind() == CallKey.Kind.TOOL ? code.hex() : "", row.repeat()))
        : Optional.empty();
  }

  /// What the workspace has, with a note of where it comes from.
  Optional<RecordedCall> find(Digest answer) {
    return answers.get().find(answer, settings.notBefore(clock.instant())).map(Origin::given);
  }

  /// A call that the row has made, with a note of that if others may get its answer.
  RecordedCall signed(CallKey key, RowKey row, RecordedCall made, Duration took) {
    return joins(key) ? origin(row, clock.instant(), took).onto(made) : made;
  }

  /// A call on record as this row gets it: one that another row made says so.
  RecordedCall given(RecordedCall found, RowKey row) {
    return isOfAnother(found, row) ? Origin.given(found) : found.asRecalled();
  }

  /// What a call on record saves this row: nothing if it was the row's own.
  Savings saved(RecordedCall found, RowKey row) {
    return isOfAnother(found, row) ? Savings.of(Origin.given(found)) : Savings.NONE;
  }

  private boolean isOfAnother(RecordedCall found, RowKey row) {
    return settings.isOn() && Origin.maker(found).filter(maker -> !isOf(row, maker)).isPresent();
  }

  /// A call that the row was given from the workspace, as it goes on the run's record.
  RecordedCall taken(RecordedCall given, RowKey row) {
    return origin(row, clock.instant(), Duration.ZERO).onto(given);
  }

  private boolean isOf(RowKey row, Origin maker) {
    return maker.run().equals(Optional.of(run.value()))
        && maker.line() == row.line()
        && maker.repeat() == row.repeat();
  }

  private Origin origin(RowKey row, Instant when, Duration took) {
    return new Origin(Optional.of(run.value()), row.line(), row.repeat(), when, took);
  }
}
