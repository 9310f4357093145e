package io.promptflow4j.server.deployment.live;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.deployment.live.LiveDeployment.Lease;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// All endpoints of a store, served as the store says, and changed while they are served.
///
/// One thread looks every now and then whether the store has changed, and puts new deployments in
/// place of old ones. A call keeps the deployment it began with; that is closed when its last call
/// has ended. What can't be loaded leaves in place what was there.
public final class LiveEndpoints implements AutoCloseable {

  private static final int MOST_ATTEMPTS = 50;

  private final Endpoints stored;
  private final Loading loading;
  private final EndpointLog log;
  private final Draw draw;
  private final ReentrantLock changing = new ReentrantLock();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Duration pause;
  private final Thread watcher;
  private volatile SortedMap<String, LiveEndpoint> served = new TreeMap<>();
  private long seen = -1; // guarded by the lock
  private boolean isStoreLost; // guarded by the lock

  /// Loads what the store has, and follows it from now on.
  ///
  /// @param pause how long to wait between looks at the store
  /// @param beginning what the draw of calls begins with
  public LiveEndpoints(Loading loading, EndpointLog log, Duration pause, long beginning) {
    this.stored = loading.store().endpoints();
    this.loading = loading;
    this.log = log;
    this.draw = new Draw(beginning);
    this.pause = pause;
    follow();
    this.watcher = Thread.ofVirtual().name("endpoints").start(this::watch);
  }

  private void watch() {
    try {
      while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        followOn();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void followOn() {
    try {
      follow();
    } catch (RuntimeException defect) { // or nobody would look at the store any more
      log.ofServer("endpoints stay as they are: " + defect);
    }
  }

  /// Looks now whether the store has changed, and returns when what it says is in force.
  public void follow() {
    changing.lock();
    try {
      long last = stored.lastChange();
      if (last != seen && end.getCount() > 0) {
        change(stored.list());
        seen = last;
      }
      isStoreLost = false;
    } catch (RunStoreException lost) {
      if (!isStoreLost) {
        isStoreLost = true;
        log.ofServer("endpoints stay as they are, the store can't be read: " + lost.getMessage());
      }
    } finally {
      changing.unlock();
    }
  }

  private void change(List<Endpoint> wanted) {
    SortedMap<String, LiveEndpoint> before = served;
    var after = new TreeMap<String, LiveEndpoint>();
    for (Endpoint endpoint : wanted) {
      after.put(endpoint.name(), next(Optional.ofNullable(before.get(endpoint.name())), endpoint));
    }
    served = after;
    Set<LiveDeployment> kept = new HashSet<>();
    after.values().forEach(one -> kept.addAll(one.running().values()));
    for (LiveEndpoint old : before.values()) {
      old.running().values().stream()
          .filter(one -> !kept.contains(one))
          .forEach(LiveDeployment::retire);
    }
  }

  private LiveEndpoint next(Optional<LiveEndpoint> before, Endpoint endpoint) {
    var running = new TreeMap<String, LiveDeployment>();
    var failed = new TreeMap<String, String>();
    Map<String, LiveDeployment> old = before.map(LiveEndpoint::running).orElseGet(TreeMap::new);
    for (Deployment deployment : endpoint.deployments().values()) {
      Optional<LiveDeployment> was = Optional.ofNullable(old.get(deployment.name()));
      try {
        running.put(
            deployment.name(),
            was.isPresent() && was.get().deployment().equals(deployment)
                ? was.get()
                : loaded(endpoint, deployment));
      } catch (Loading.NotLoaded wrong) {
        failed.put(deployment.name(), wrong.reason());
        was.ifPresent(one -> running.put(deployment.name(), one));
        log.of(
            endpoint.name(),
            Optional.of(deployment.name()),
            "can't be loaded, %s: %s"
                .formatted(
                    was.map(one -> "version " + one.version() + " stays in place")
                        .orElse("it gets no calls"),
                    wrong.reason()));
      }
    }
    return new LiveEndpoint(endpoint, split(before, endpoint, running), running, failed);
  }

  private LiveDeployment loaded(Endpoint endpoint, Deployment deployment) throws Loading.NotLoaded {
    Optional<String> name = Optional.of(deployment.name());
    LiveDeployment live =
        loading.load(
            endpoint.name(),
            deployment,
            () -> log.of(endpoint.name(), name, "a version is drained and closed"));
    log.of(
        endpoint.name(),
        name,
        "version %s is loaded%s"
            .formatted(
                live.version(), live.variants().isEmpty() ? "" : " with " + live.variants()));
    return live;
  }

  /// The split of the store if all who are in it are loaded; else the one that was in force.
  private SortedMap<String, Integer> split(
      Optional<LiveEndpoint> before, Endpoint endpoint, SortedMap<String, LiveDeployment> running) {
    var loaded = new TreeMap<>(endpoint.traffic());
    loaded.keySet().retainAll(running.keySet());
    if (loaded.equals(endpoint.traffic())) {
      before
          .filter(one -> !one.traffic().equals(loaded))
          .ifPresent(one ->
              log.of(endpoint.name(), Optional.empty(), "traffic is " + text(endpoint.traffic())));
      return endpoint.traffic();
    }
    SortedMap<String, Integer> kept =
        before
            .map(LiveEndpoint::traffic)
            .filter(split -> running.keySet().containsAll(split.keySet()))
            .orElse(loaded);
    log.of(
        endpoint.name(),
        Optional.empty(),
        "traffic stays %s, since not all of %s are loaded"
            .formatted(text(kept), text(endpoint.traffic())));
    return kept;
  }

  private static String text(SortedMap<String, Integer> split) {
    return split.isEmpty() ? "stopped" : Split.write(split);
  }

  /// All endpoints, by name.
  public SortedMap<String, LiveEndpoint> all() {
    return served;
  }

  /// The endpoint of that name.
  ///
  /// @throws FaultException if there is none
  public LiveEndpoint endpoint(String name) {
    LiveEndpoint found = served.get(name);
    if (found == null) {
      throw new FaultException(
          Fault.of(404, "no-such-endpoint", "There is no endpoint of that name."));
    }
    return found;
  }

  /// A call of an endpoint begins.
  ///
  /// @param wanted the deployment that the caller names
  /// @param caller what the call is known by, if the endpoint keeps callers with a deployment
  /// @throws FaultException if nobody can answer it
  public Lease enter(String name, Optional<String> wanted, Optional<String> caller) {
    Optional<String> chosen = Optional.empty();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      LiveEndpoint endpoint = endpoint(name);
      chosen = wanted.or(() -> endpoint.choose(draw, caller));
      LiveDeployment live = chosen.isEmpty() ? null : endpoint.running().get(chosen.get());
      if (live == null) {
        throw nobody(wanted, chosen);
      }
      Optional<Lease> lease = live.enter();
      if (lease.isPresent()) {
        return lease.get();
      }
      Thread.onSpinWait(); // it was replaced just now
    }
    throw nobody(Optional.empty(), chosen);
  }

  private static FaultException nobody(Optional<String> wanted, Optional<String> chosen) {
    if (wanted.isPresent()) {
      return new FaultException(
          Fault.of(404, "no-such-deployment", "The endpoint has no such deployment."));
    }
    return new FaultException(
        chosen.isPresent()
            ? Fault.of(503, "not-loaded", "The deployment is not loaded.").retryAfter(1)
            : Fault.of(503, "no-traffic", "No deployment of the endpoint gets calls.")
                .retryAfter(10));
  }

  /// Whether chance says yes to a share of calls.
  public boolean happens(double share) {
    return share > 0 && (share >= 1 || draw.next() < share);
  }

  /// A call of a deployment besides the one that answers; empty if it is not loaded.
  public Optional<Lease> enterBeside(String endpoint, String deployment) {
    return Optional.ofNullable(served.get(endpoint))
        .flatMap(one -> Optional.ofNullable(one.running().get(deployment)))
        .flatMap(LiveDeployment::enter);
  }

  /// Closes all deployments when their last calls have ended.
  @Override
  public void close() {
    end.countDown();
    watcher.interrupt();
    changing.lock();
    try {
      change(List.of());
    } finally {
      changing.unlock();
    }
  }
}
