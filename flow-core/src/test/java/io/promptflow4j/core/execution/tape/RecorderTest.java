package io.promptflow4j.core.execution.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("calls.jsonl");
  }

  private static CallKey key(String question) {
    var asked = new LinkedHashMap<String, Value>();
    asked.put("prompt", Value.of(question));
    return CallKey.of("ask", CallKey.Kind.MODEL, new Value.Mapping(asked));
  }

  private static void record(CallTape tape, String question, String answer)
      throws InterruptedException {
    RecordedCall call = new RecordedCall(Value.of(answer), TokenUsage.NONE, Value.Mapping.EMPTY);
    assertThat(tape.once(key(question), () -> call, () -> Redaction.NONE)).isSameAs(call);
  }

  private static Value replayed(Path recording, String question) throws InterruptedException {
    try (Replay replay = Replay.of(recording)) {
      return replay
          .once(
              key(question),
              () -> {
                throw new IllegalStateException("a service was asked");
              },
              () -> Redaction.NONE)
          .output();
    }
  }

  /// As a process leaves it that is killed: its files, and nothing done with them any more.
  private Path killed() throws IOException {
    Path left = Files.createDirectories(folder.resolve("left"));
    try (var files = Files.list(folder)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        Files.copy(one, left.resolve(one.getFileName()));
      }
    }
    return left.resolve("calls.jsonl");
  }

  @Test
  void whatCameBeforeTheProcessWasKilledIsNotLost() throws Exception {
    try (Recorder first = Recorder.into(file)) {
      record(first, "one", "old");
      record(first, "two", "kept");
    }
    Path left;
    try (Recorder second = Recorder.into(file)) {
      record(second, "one", "new");
      record(second, "three", "fresh");
      left = killed();
    }

    assertThat(replayed(left, "one")).isEqualTo(Value.of("new"));
    assertThat(replayed(left, "two")).isEqualTo(Value.of("kept"));
    assertThat(replayed(left, "three")).isEqualTo(Value.of("fresh"));

    try (Recorder again = Recorder.into(left)) {
      record(again, "four", "later");
    }
    assertThat(Files.readAllLines(left)).hasSize(4);
    assertThat(left.resolveSibling("calls.jsonl.part")).doesNotExist();
    assertThat(replayed(left, "three")).isEqualTo(Value.of("fresh"));
  }

  @Test
  void anAnswerThatWasCutOffIsNone() throws Exception {
    Path left;
    try (Recorder recorder = Recorder.into(file)) {
      record(recorder, "one", "whole");
      record(recorder, "two", "cut off in the middle");
      left = killed();
    }
    Path part = left.resolveSibling("calls.jsonl.part");
    byte[] bytes = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(bytes, bytes.length - 20));

    assertThat(replayed(left, "one")).isEqualTo(Value.of("whole"));
    assertThatThrownBy(() -> replayed(left, "two")).hasMessageContaining("has no answer");
    Recorder.into(left).close();
    assertThat(Files.readAllLines(left)).hasSize(1);
  }

  @Test
  void anInterruptWhileItIsWrittenLosesNothing() throws Exception {
    try (Recorder recorder = Recorder.into(file)) {
      Thread.currentThread().interrupt();
      record(recorder, "one", "first");
      assertThat(Thread.interrupted()).isTrue();
      record(recorder, "two", "second");
    }

    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void twoDoNotRecordIntoOneFileAtATime() throws Exception {
    try (Recorder recorder = Recorder.into(file)) {
      assertThatThrownBy(() -> Recorder.into(file))
          .isInstanceOf(TapeException.class)
          .hasMessageContaining("calls.jsonl")
          .hasMessageContaining("somebody else");
      record(recorder, "one", "first");
    }

    assertThat(replayed(file, "one")).isEqualTo(Value.of("first"));
  }

  @Test
  void whereNothingCanBeWrittenIsToldBeforeTheFirstCall() {
    assertThatThrownBy(() -> Recorder.into(folder.resolve("nowhere/calls.jsonl")))
        .isInstanceOf(TapeException.class)
        .hasMessageContaining("can't be written");
  }

  @Test
  void aFileThatIsNoRecordingStaysAsItIs() throws Exception {
    Files.writeString(file, "a diary\n", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Recorder.into(file)).hasMessageContaining("calls.jsonl:1: not JSON");

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(file).hasContent("a diary");
  }
}
