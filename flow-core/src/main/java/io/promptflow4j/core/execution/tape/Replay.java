package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.execution.CallJournal.Call;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.tape.TapeFile.Numbered;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.Digest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Answers from a recording, and never asks a service: `llm` nodes need no connection. What tools
/// ask models and services for is answered too. A request that was recorded several times gets its
/// answers in their order, then the last one again.
public final class Replay implements CallTape {

  private final Path path;
  private final Map<Digest, Numbered> entries;
  private final Map<Digest, AtomicInteger> asked = new ConcurrentHashMap<>();

  private Replay(Path path, Map<Digest, Numbered> entries) {
    this.path = path;
    this.entries = entries;
  }

  /// Answers from `file`.
  ///
  /// @throws TapeException if there is none, or if it is no recording
  public static Replay of(Path file) {
    return new Replay(file, new TapeFile(file).read());
  }

  /// Where the recording is.
  public Path file() {
    return path;
  }

  @Override
  public RecordedCall once(CallKey key, Call call, Supplier<Redaction> redaction)
      throws InterruptedException {
    if (key.kind() == CallKey.Kind.TOOL) {
      return call.make();
    }
    Entry wanted = Entry.of(key, redaction.get());
    Numbered found = entries.get(wanted.key());
    if (found == null) {
      throw new ModelException(
          "replay-miss", new Nearest(entries.values()).message(wanted, path), false);
    }
    int number = asked.computeIfAbsent(wanted.key(), _ -> new AtomicInteger()).getAndIncrement();
    return found.entry().answer(number);
  }

  @Override
  public Models over(Models models) {
    return new Models() {
      @Override
      public LanguageModel open(Optional<String> name) {
        return new Recorded(listsByLine(name));
      }

      @Override
      public Connection connection(String name) {
        return models.connection(name);
      }

      @Override
      public Redaction redaction() {
        return models.redaction();
      }
    };
  }

  private boolean listsByLine(Optional<String> connection) {
    return entries.values().stream()
        .map(Numbered::entry)
        .anyMatch(entry -> entry.listsByLine() && entry.connection().equals(connection));
  }

  /// Holds no file open.
  @Override
  public void close() {}

  /// A connection whose answers are all in the recording.
  private record Recorded(boolean printsListsByLine) implements LanguageModel {

    @Override
    public String identity() {
      return "a recording";
    }

    @Override
    public Optional<EmbeddingModel> embeddings() {
      return Optional.of(_ -> {
        throw new IllegalStateException("a recording answers before a model is asked");
      });
    }

    @Override
    public ModelReply call(ModelRequest request) {
      throw new IllegalStateException("a recording answers before a model is asked");
    }

    @Override
    public ModelReply stream(ModelRequest request, Consumer<String> chunks) {
      return call(request);
    }
  }
}
