package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Where an answer comes from: it was asked for once, by a row of a run.
///
/// @param run the run's name; empty if a flow was tried out
/// @param line the number of the row, counted from 0; -1 for an aggregation
/// @param when the answer was there
/// @param took how long it was waited for
public record Origin(Optional<String> run, long line, int repeat, Instant when, Duration took) {

  /// The fact of a recorded call that says who made it.
  private static final String MADE = "made";

  /// The fact of a recorded call that says that its row found it, and who had made it.
  private static final String FOUND = "cached";

  /// Who made the call, if that was noted.
  public static Optional<Origin> maker(RecordedCall call) {
    return read(call, MADE);
  }

  /// Whose answer the call was given; empty if it was made.
  public static Optional<Origin> source(RecordedCall call) {
    return read(call, FOUND);
  }

  /// The call with a note of who made it.
  public RecordedCall onto(RecordedCall call) {
    return with(call, MADE, toValue());
  }

  /// The call as it is given to somebody who did not make it: with a note of who did.
  public static RecordedCall given(RecordedCall call) {
    Value source = call.facts().get(FOUND);
    Value made = source == null ? call.facts().get(MADE) : source;
    RecordedCall recalled = call.asRecalled();
    return made == null ? recalled : with(recalled, FOUND, made);
  }

  private static RecordedCall with(RecordedCall call, String name, Value fact) {
    var facts = new LinkedHashMap<>(call.facts().entries());
    facts.put(name, fact);
    return new RecordedCall(call.output(), call.usage(), new Value.Mapping(facts), call.recalled());
  }

  /// As data: `{run, line, repeat, when, took_ms}`.
  public Value.Mapping toValue() {
    var entries = new LinkedHashMap<String, Value>();
    run.ifPresent(name -> entries.put("run", Value.of(name)));
    entries.put("line", Value.of(line));
    entries.put("repeat", Value.of(repeat));
    entries.put("when", Value.of(when.toString()));
    entries.put("took_ms", Value.of(took.toMillis()));
    return new Value.Mapping(entries);
  }

  private static Optional<Origin> read(RecordedCall call, String name) {
    return call.facts().get(name) instanceof Value.Mapping written
            && written.get("when") instanceof Value.Text(var when)
        ? Optional.of(
            new Origin(
                written.get("run") instanceof Value.Text(var run)
                    ? Optional.of(run)
                    : Optional.empty(),
                number(written, "line"),
                (int) number(written, "repeat"),
                Instant.parse(when),
                Duration.ofMillis(number(written, "took_ms"))))
        : Optional.empty();
  }

  private static long number(Value.Mapping written, String name) {
    return written.get(name) instanceof Value.Whole(var number) ? number.longValue() : 0;
  }

  /// `run 'x', line 3, 2026-11-21T20:15:00Z`.
  @Override
  public String toString() {
    return run.map(name -> "run '%s', line %d, ".formatted(name, line)).orElse("") + when;
  }
}
