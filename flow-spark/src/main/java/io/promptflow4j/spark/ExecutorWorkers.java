package io.promptflow4j.spark;

import io.promptflow4j.core.engine.RowWorker;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeJob;
import io.promptflow4j.core.run.compute.RowSlice;
import io.promptflow4j.core.run.compute.SliceReport;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.run.store.Workspace;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/// The workers of this executor, one for each run: tasks of an executor have nothing in common but
/// its process. One that nobody needs for a while is closed.
@SuppressWarnings("ImmutableEnumChecker") // the one of its process, which is what it is for
enum ExecutorWorkers {
  OF_THIS_PROCESS;

  private static final Duration IDLE = Duration.ofSeconds(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Open> workers = new HashMap<>(); // under the lock
  private final Map<String, Supplier<Compute.Worker>> lent = new ConcurrentHashMap<>();

  /// A worker with what goes with it.
  private static final class Open {
    private final Compute.Worker worker;
    private final AutoCloseable store;
    private int tasks; // under the lock
    private long lastUse = System.nanoTime(); // under the lock

    Open(Compute.Worker worker, AutoCloseable store) {
      this.worker = worker;
      this.store = store;
    }

    void close() {
      try (store) {
        worker.close();
      } catch (RuntimeException broken) {
        throw broken;
      } catch (Exception broken) {
        throw new IllegalStateException(broken);
      }
    }
  }

  /// Says how workers are made where executors are part of the owner's process.
  void lend(WorkerReference reference, Supplier<Compute.Worker> here) {
    lent.put(reference.key(), here);
  }

  /// Closes the worker of a run that is over.
  void end(WorkerReference reference) {
    lent.remove(reference.key());
    Open known;
    lock.lock();
    try {
      known = workers.remove(reference.key());
    } finally {
      lock.unlock();
    }
    if (known != null) {
      known.close();
    }
  }

  /// Makes the worker ready.
  void prepare(WorkerReference reference) {
    release(enter(reference));
  }

  SliceReport run(WorkerReference reference, RowSlice slice) throws InterruptedException {
    Open open = enter(reference);
    try {
      return open.worker.run(slice);
    } finally {
      release(open);
    }
  }

  private Open enter(WorkerReference reference) {
    lock.lock();
    try {
      Open known = workers.get(reference.key());
      if (known != null && known.worker.isBroken()) {
        workers.remove(reference.key());
        Open broken = known;
        Thread _ = Thread.startVirtualThread(broken::close);
        known = null;
      }
      if (known == null) {
        known = open(reference);
        workers.put(reference.key(), known);
        Open watched = known;
        Thread _ = Thread.startVirtualThread(() -> watch(reference.key(), watched));
      }
      known.tasks++;
      return known;
    } finally {
      lock.unlock();
    }
  }

  private void release(Open open) {
    lock.lock();
    try {
      open.tasks--;
      open.lastUse = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  private Open open(WorkerReference reference) {
    Supplier<Compute.Worker> here = lent.get(reference.key());
    if (here != null) {
      return new Open(here.get(), () -> {});
    }
    ComputeJob job = reference.read();
    RunStore store = store(reference);
    try {
      return new Open(RowWorker.open(store, job, title(), host(job)), store);
    } catch (RuntimeException | Error failed) {
      store.close();
      throw failed;
    }
  }

  private static String title() {
    SparkEnv env = SparkEnv.get();
    return "executor %s on %s"
        .formatted(
            env.executorId(),
            env.rpcEnv().address() == null ? "a worker" : env.rpcEnv().address().host());
  }

  private static RunStore store(WorkerReference reference) {
    var environment = new HashMap<>(System.getenv());
    if (reference.store().contains("://")) {
      environment.putIfAbsent(StoreAddress.VARIABLE, reference.store());
      Workspace none = new Workspace(Path.of(""));
      return RunStores.open(StoreAddress.of(none, environment));
    }
    return RunStores.open(new StoreAddress.Sqlite(Path.of(reference.store())));
  }

  private static RunHost host(ComputeJob job) {
    RunHost host = RunHost.ofProcess().withFlows(Evaluators.ofUser(System.getenv())::folder);
    return job.python().map(ExecutorWorkers::shipped).map(host::withPython).orElse(host);
  }

  /// A relative path may be in an archive that Spark has unpacked for this executor.
  private static Path shipped(String python) {
    Path written = Path.of(python);
    if (written.isAbsolute() || written.getNameCount() == 1) {
      return written;
    }
    Path unpacked = Path.of(SparkFiles.getRootDirectory()).resolve(written);
    return Files.exists(unpacked) ? unpacked : written.toAbsolutePath();
  }

  private void watch(String key, Open open) {
    var never = new CountDownLatch(1);
    try {
      while (!isLeft(key, open)) {
        boolean _ = never.await(IDLE.toMillis() / 4, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether it is closed, because nobody needed it.
  private boolean isLeft(String key, Open open) {
    lock.lock();
    try {
      if (workers.get(key) != open) {
        return true;
      }
      if (open.tasks > 0 || System.nanoTime() - open.lastUse < IDLE.toNanos()) {
        return false;
      }
      workers.remove(key);
    } finally {
      lock.unlock();
    }
    open.close();
    return true;
  }
}
