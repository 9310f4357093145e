package io.promptflow4j.core.run;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps runs in memory, for tests of what is above the store.
public final class InMemoryRunStore implements RunStore {

  private static final class Kept {
    private Run run;
    private final TreeMap<RowKey, RowResult> rows = new TreeMap<>();
    private final List<LogEntry> log = new ArrayList<>();
    private final Set<CallId> claims = ConcurrentHashMap.newKeySet();
    private final Map<String, byte[]> artefacts = new HashMap<>();
    private List<SnapshotFile> snapshot = List.of();
    private boolean cancelRequested;
    private long token;
    private boolean owned;

    Kept(Run run) {
      this.run = run;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RunName, Kept> runs = new LinkedHashMap<>();
  private final Map<CallId, RecordedCall> calls = new HashMap<>();
  private final Map<Digest, byte[]> contents = new HashMap<>();

  /// Keeps nothing yet.
  public InMemoryRunStore() {}

  private interface Work<T extends @Nullable Object> {
    T run();
  }

  private <T extends @Nullable Object> T locked(Work<T> work) {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  private Kept kept(RunName name) {
    Kept kept = runs.get(name);
    if (kept == null) {
      throw new RunStoreException.NoSuchRun("there is no run '%s'".formatted(name));
    }
    return kept;
  }

  @Override
  public void create(Run run) {
    locked(() -> {
      if (runs.putIfAbsent(run.name(), new Kept(run)) != null) {
        throw new RunStoreException.RunExists("there is a run '%s' already".formatted(run.name()));
      }
      return true;
    });
  }

  @Override
  public Optional<Run> find(RunName name) {
    return locked(() -> Optional.ofNullable(runs.get(name)).map(kept -> kept.run));
  }

  @Override
  public List<Run> list(RunFilter filter) {
    return locked(() ->
        runs.values().stream().map(kept -> kept.run).limit(filter.most()).toList().reversed());
  }

  @Override
  public void relabel(RunName name, RunLabels labels) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void archive(RunName name, boolean archived) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(RunName name) {
    locked(() -> runs.remove(name));
  }

  @Override
  public void requestCancel(RunName name) {
    locked(() -> kept(name).cancelRequested = true);
  }

  @Override
  public boolean isOwned(RunName name) {
    return locked(() -> kept(name).owned);
  }

  @Override
  public RunWriter own(RunName name, RunOwner owner) {
    return locked(() -> {
      Kept kept = kept(name);
      if (kept.owned) {
        throw new RunStoreException.RunOwned("another process works on '%s'".formatted(name));
      }
      kept.owned = true;
      kept.cancelRequested = false;
      long inDoubt = kept.claims.size();
      var writer = new Writer(kept, ++kept.token, inDoubt, kept.run);
      kept.claims.clear();
      Run run = kept.run;
      RunProgress was = run.progress();
      var progress =
          new RunProgress(
              was.rows(),
              was.completed(),
              was.failed(),
              was.usage(),
              was.bill(),
              was.calls(),
              was.recalled(),
              was.inDoubt() + inDoubt,
              was.worked(),
              was.metrics(),
              was.error());
      kept.run = with(run, RunStatus.RUNNING, progress, Optional.of(Instant.now()), run.ended());
      return writer;
    });
  }

  private static Run with(
      Run run,
      RunStatus status,
      RunProgress progress,
      Optional<Instant> started,
      Optional<Instant> ended) {
    return new Run(
        run.name(),
        run.labels(),
        run.plan(),
        run.pinned(),
        status,
        progress,
        run.parent(),
        run.resumedFrom(),
        run.created(),
        started,
        ended,
        run.archived());
  }

  /// As if the process that owns the run had been killed.
  public void kill(RunName name) {
    locked(() -> {
      kept(name).token++;
      kept(name).owned = false;
      return true;
    });
  }

  @Override
  public List<SnapshotFile> artefacts(RunName name) {
    return locked(() ->
        new TreeMap<>(kept(name).artefacts)
            .entrySet().stream()
                .map(entry ->
                    new SnapshotFile(
                        entry.getKey(),
                        Digest.of(entry.getValue()),
                        entry.getValue().length,
                        false))
                .toList());
  }

  public int callCount() {
    return locked(calls::size);
  }

  @Override
  public Stream<RowResult> rows(RunName name, RowFilter filter) {
    return locked(() -> List.copyOf(kept(name).rows.values())).stream()
        .filter(row -> filter.status().isEmpty() || filter.status().get() == row.status())
        .filter(row -> row.key().line() >= filter.from())
        .limit(filter.most() == 0 ? Long.MAX_VALUE : filter.most());
  }

  @Override
  public Optional<RowResult> row(RunName name, RowKey key) {
    return locked(() -> Optional.ofNullable(kept(name).rows.get(key)));
  }

  @Override
  public Stream<RowKey> ended(RunName name, RowResult.Status status) {
    return rows(name, new RowFilter(Optional.of(status), 0, 0)).map(RowResult::key);
  }

  @Override
  public Optional<RecordedCall> call(CallId id) {
    return locked(() -> Optional.ofNullable(calls.get(id)));
  }

  @Override
  public Stream<Digest> calls(String scope) {
    return locked(() ->
        calls.keySet().stream().filter(id -> id.scope().equals(scope)).map(CallId::digest).toList())
        .stream();
  }

  @Override
  public List<LogEntry> log(RunName name, long after, int most) {
    return locked(() ->
        kept(name).log.stream().filter(entry -> entry.position() > after).limit(most).toList());
  }

  @Override
  public Digest keep(byte[] content) {
    return locked(() -> {
      Digest digest = Digest.of(content);
      contents.put(digest, content);
      return digest;
    });
  }

  @Override
  public Optional<byte[]> content(Digest digest) {
    return locked(() -> Optional.ofNullable(contents.get(digest)));
  }

  @Override
  public List<SnapshotFile> snapshot(RunName name) {
    return locked(() -> kept(name).snapshot);
  }

  @Override
  public void close() {}

  private final class Writer implements RunWriter {
    private final Kept kept;
    private final long token;
    private final long inDoubt;
    private final Run before;

    Writer(Kept kept, long token, long inDoubt, Run before) {
      this.kept = kept;
      this.token = token;
      this.inDoubt = inDoubt;
      this.before = before;
    }

    @Override
    public void setting(String setting, Value value) {
      locked(() -> {
        mine();
        kept.run =
            new Run(
                kept.run.name(),
                kept.run.labels(),
                kept.run.plan().withSetting(setting, value),
                kept.run.pinned(),
                kept.run.status(),
                kept.run.progress(),
                kept.run.parent(),
                kept.run.resumedFrom(),
                kept.run.created(),
                kept.run.started(),
                kept.run.ended(),
                kept.run.archived());
        return true;
      });
    }

    private void mine() {
      if (kept.token != token) {
        throw new RunStoreException.LostOwnership("somebody else took the run over");
      }
    }

    @Override
    public Run run() {
      return before;
    }

    @Override
    public long inDoubt() {
      return inDoubt;
    }

    @Override
    public CompletableFuture<Void> post(List<? extends RunEvent> events) {
      try {
        locked(() -> {
          mine();
          events.forEach(this::add);
          return true;
        });
        return CompletableFuture.completedFuture(null);
      } catch (RuntimeException refused) {
        return CompletableFuture.failedFuture(refused);
      }
    }

    private void add(RunEvent event) {
      switch (event) {
        case RunEvent.RowEnded(var row) ->
            kept.rows.merge(
                row.key(),
                row,
                (old, fresh) -> old.status() == RowResult.Status.COMPLETED ? old : fresh);
        case RunEvent.CallClaimed claimed -> kept.claims.add(claimed.id());
        case RunEvent.CallEnded ended -> {
          kept.claims.remove(ended.id());
          if (calls.put(ended.id(), ended.call()) != null) {
            throw new IllegalStateException("a call was made twice: " + ended);
          }
          if (ended.model()) {
            pay(ended.call());
          }
        }
        case RunEvent.CallFailed(var id) -> kept.claims.remove(id);
        case RunEvent.CallRecalled _ -> {}
        case RunEvent.CallCached cached -> calls.putIfAbsent(cached.id(), cached.call());
        case RunEvent.AnswerKept _ -> {}
        case RunEvent.Logged line -> kept.log.add(new LogEntry(kept.log.size() + 1L, line));
      }
    }

    private void pay(RecordedCall call) {
      RunProgress known = kept.run.progress();
      kept.run =
          with(
              kept.run,
              kept.run.status(),
              new RunProgress(
                  known.rows(),
                  known.completed(),
                  known.failed(),
                  known.usage().plus(call.usage()),
                  known.bill().plus(CostValue.read(call.facts().get("cost"))),
                  known.calls() + 1,
                  known.recalled(),
                  known.inDoubt(),
                  known.worked(),
                  known.metrics(),
                  known.error()),
              kept.run.started(),
              kept.run.ended());
    }

    @Override
    public void snapshot(List<SnapshotFile> files) {
      locked(() -> kept.snapshot = List.copyOf(files));
    }

    @Override
    public void counted(long rows) {
      locked(() -> {
        mine();
        update(Optional.of(rows), Value.Mapping.EMPTY, Optional.empty(), RunStatus.RUNNING);
        return true;
      });
    }

    private void update(
        Optional<Long> rows, Value.Mapping metrics, Optional<String> error, RunStatus status) {
      long completed =
          kept.rows.values().stream()
              .filter(row -> row.status() == RowResult.Status.COMPLETED)
              .count();
      RunProgress known = kept.run.progress();
      kept.run =
          with(
              kept.run,
              status,
              new RunProgress(
                  rows,
                  completed,
                  kept.rows.size() - completed,
                  known.usage(),
                  known.bill(),
                  known.calls(),
                  known.recalled(),
                  known.inDoubt(),
                  known.worked(),
                  metrics,
                  error),
              kept.run.started(),
              status == RunStatus.RUNNING ? Optional.empty() : Optional.of(Instant.now()));
    }

    @Override
    public void artefact(String name, byte[] content) {
      locked(() -> {
        contents.put(Digest.of(content), content);
        return kept.artefacts.put(name, content);
      });
    }

    @Override
    public boolean cancelRequested() {
      return locked(() -> kept.cancelRequested);
    }

    @Override
    public void finish(RunStatus status, Value.Mapping metrics, Optional<String> error) {
      locked(() -> {
        mine();
        update(kept.run.progress().rows(), metrics, error, status);
        return true;
      });
    }

    @Override
    public void close() {
      locked(() -> {
        if (kept.token == token) {
          kept.owned = false;
        }
        return true;
      });
    }
  }
}
