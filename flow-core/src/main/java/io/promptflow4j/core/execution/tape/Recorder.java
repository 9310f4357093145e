package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.execution.CallJournal.Call;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.Digest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Writes down what models answer, and services that tools ask.
///
/// Each answer is on disk, in a file beside the recording, before the node gets it; the recording
/// itself is replaced when the recorder is closed, or when somebody records into it again. Requests
/// that it has already and that were made again get their new answers, others stay. What failed is
/// not in it, and no secret.
public final class Recorder implements CallTape {

  private final TapeDraft draft;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Digest> asked = new HashSet<>();
  private Optional<TapeException> broken = Optional.empty();

  private Recorder(TapeDraft draft) {
    this.draft = draft;
  }

  /// Records into `file`, which may be there already.
  ///
  /// @throws TapeException if there is a file that is no recording, if it can't be written, or if
  ///   somebody else records into it
  public static Recorder into(Path file) {
    return new Recorder(TapeDraft.of(new TapeFile(file)));
  }

  @Override
  public RecordedCall once(CallKey key, Call call, Supplier<Redaction> redaction)
      throws InterruptedException {
    RecordedCall result = call.make();
    if (key.kind() != CallKey.Kind.TOOL) {
      Redaction now = redaction.get();
      Entry entry = Entry.of(key, now).with(result, now);
      lock.lock();
      try {
        asked.add(entry.key());
        add(entry);
      } finally {
        lock.unlock();
      }
    }
    return result;
  }

  /// An answer that is paid goes to its node in any case.
  private void add(Entry entry) {
    if (broken.isEmpty()) {
      try {
        draft.add(entry);
      } catch (TapeException failed) {
        broken = Optional.of(failed);
      }
    }
  }

  @Override
  public Models over(Models models) {
    return models;
  }

  /// How many different requests were recorded.
  public int requests() {
    lock.lock();
    try {
      return asked.size();
    } finally {
      lock.unlock();
    }
  }

  /// Makes the recording complete.
  ///
  /// @throws TapeException if it can't be written, or an answer could not be; what was written
  ///   stays
  @Override
  public void close() {
    lock.lock();
    try {
      draft.finish();
      if (broken.isPresent()) {
        throw broken.get();
      }
    } finally {
      lock.unlock();
    }
  }
}
