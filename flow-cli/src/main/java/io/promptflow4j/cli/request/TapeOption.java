package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.execution.tape.CallTape;
import io.promptflow4j.core.execution.tape.Recorder;
import io.promptflow4j.core.execution.tape.Replay;
import io.promptflow4j.core.execution.tape.TapeException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether model calls are recorded, or answered from a recording.
public final class TapeOption {

  @Option(
      names = "--record",
      paramLabel = "FILE.jsonl",
      description = "Write the model calls that are made, and their answers, into this file.")
  private @Nullable Path record;

  @Option(
      names = "--replay",
      paramLabel = "FILE.jsonl",
      description = {
        "Answer model calls from this recording: no connection, no network, no cost. A call that"
            + " is not in it fails."
      })
  private @Nullable Path replay;

  /// As if none of them was given.
  public TapeOption() {}

  /// Whether one of them was given.
  public boolean isGiven() {
    return record != null || replay != null;
  }

  /// Does `work` with the recorder or the recording, and keeps what was recorded however it ends.
  ///
  /// @throws UsageFailure if both were given
  /// @throws CommandFailure if the file can't be used
  public int with(Terminal terminal, Function<Optional<CallTape>, Integer> work) {
    if (record != null && replay != null) {
      throw new UsageFailure("--record and --replay exclude each other");
    }
    try {
      return record != null
          ? recording(terminal, terminal.path(record), work)
          : work.apply(Optional.ofNullable(replay).map(file -> Replay.of(terminal.path(file))));
    } catch (TapeException unusable) {
      throw new CommandFailure("bad-recording", String.valueOf(unusable.getMessage()), unusable);
    }
  }

  private static int recording(
      Terminal terminal, Path file, Function<Optional<CallTape>, Integer> work) {
    Recorder recorder = Recorder.into(file);
    int exit;
    try (recorder) {
      exit = work.apply(Optional.of(recorder));
    }
    int requests = recorder.requests();
    terminal.tell(
        "pf: %d %s recorded in %s"
            .formatted(requests, requests == 1 ? "request" : "requests", file));
    return exit;
  }
}
