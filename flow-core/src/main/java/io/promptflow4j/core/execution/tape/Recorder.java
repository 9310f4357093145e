package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.execution.CallJournal.Call;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Writes down what models answer. The file is written when the recorder is closed: requests that
/// it has already and that were made again get their new answers, others stay. What failed is not
/// in it, and no secret.
public final class Recorder implements CallTape {

  private final TapeFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Digest, Entry> made = new LinkedHashMap<>();

  private Recorder(TapeFile file) {
    this.file = file;
  }

  /// Records into `file`, which may be there already.
  ///
  /// @throws TapeException if there is a file that is no recording
  public static Recorder into(Path file) {
    var tape = new TapeFile(file);
    if (tape.exists()) {
      var _ = tape.read();
    }
    return new Recorder(tape);
  }

  @Override
  public RecordedCall once(CallKey key, Call call, Supplier<Redaction> redaction)
      throws InterruptedException {
    RecordedCall result = call.make();
    if (key.kind() == CallKey.Kind.MODEL) {
      Redaction now = redaction.get();
      Entry asked = Entry.of(key, now);
      lock.lock();
      try {
        made.compute(asked.key(), (_, known) -> (known == null ? asked : known).with(result, now));
      } finally {
        lock.unlock();
      }
    }
    return result;
  }

  @Override
  public Models over(Models models) {
    return models;
  }

  /// How many different requests were recorded.
  public int requests() {
    lock.lock();
    try {
      return made.size();
    } finally {
      lock.unlock();
    }
  }

  /// Writes the file, if anything was recorded.
  ///
  /// @throws TapeException if it can't be written; it is as it was then
  @Override
  public void close() {
    lock.lock();
    try {
      if (!made.isEmpty()) {
        var all = new LinkedHashMap<Digest, Entry>();
        if (file.exists()) {
          file.read().forEach((key, known) -> all.put(key, known.entry()));
        }
        all.putAll(made);
        file.write(new ArrayList<>(all.values()));
      }
    } finally {
      lock.unlock();
    }
  }
}
