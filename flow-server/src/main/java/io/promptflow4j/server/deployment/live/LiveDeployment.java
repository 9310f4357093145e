package io.promptflow4j.server.deployment.live;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.engine.deployment.FlowVersions.LoadedVersion;
import io.promptflow4j.core.engine.variant.NodeVariants;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.deployment.ServedFlow;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A deployment that is loaded. It is closed when it has been retired and the last call that began
/// with it has ended.
public final class LiveDeployment {

  private static final int LONGEST_HEADER = 200;

  private final Deployment deployment;
  private final LoadedVersion loaded;
  private final ServedFlow flow;
  private final Optional<Semaphore> places;
  private final Runnable closed;
  private final String variants;

  /// Calls inside, and one more as long as it is not retired.
  private final AtomicInteger users = new AtomicInteger(1);

  LiveDeployment(Deployment deployment, LoadedVersion loaded, ServedFlow flow, Runnable closed) {
    this.deployment = deployment;
    this.loaded = loaded;
    this.flow = flow;
    this.places = deployment.limits().concurrency().map(Semaphore::new);
    this.closed = closed;
    this.variants = variants(deployment, loaded);
  }

  private static String variants(Deployment deployment, LoadedVersion loaded) {
    var all = new TreeMap<String, String>();
    NodeVariants.of(loaded.path())
        .forEach(node -> node.standard().ifPresent(standard -> all.put(node.node(), standard)));
    all.putAll(deployment.binding().variants());
    String text =
        String.join(
            ",", all.entrySet().stream().map(one -> one.getKey() + "." + one.getValue()).toList());
    String harmless = text.replaceAll("[^\\x21-\\x7E]", "?");
    return harmless.substring(0, Math.min(LONGEST_HEADER, harmless.length()));
  }

  public Deployment deployment() {
    return deployment;
  }

  public String name() {
    return deployment.name();
  }

  /// The flow.
  public ServedFlow flow() {
    return flow;
  }

  /// The digest of the flow, as people compare it.
  public String version() {
    return FlowVersion.brief(deployment.version());
  }

  /// The variants that answer, as `node.variant`, with commas between them; may be empty.
  public String variants() {
    return variants;
  }

  /// How many calls are inside.
  public int calls() {
    return Math.max(0, users.get() - (isRetired() ? 0 : 1));
  }

  private volatile boolean retired;

  private boolean isRetired() {
    return retired;
  }

  /// A call begins. Empty if it is closed already.
  Optional<Lease> enter() {
    int now = users.get();
    while (now > 0) {
      if (users.compareAndSet(now, now + 1)) {
        return Optional.of(new Lease());
      }
      now = users.get();
    }
    return Optional.empty();
  }

  /// Lets no more calls in.
  void retire() {
    if (!retired) {
      retired = true;
      leave();
    }
  }

  private void leave() {
    if (users.decrementAndGet() == 0) {
      Thread.ofVirtual()
          .name("close-flow")
          .start(() -> {
            loaded.close();
            closed.run();
          });
    }
  }

  /// The right of one call to use the flow until it is closed. Used by one thread.
  public final class Lease implements AutoCloseable {

    private boolean hasPlace;

    private Lease() {}

    public LiveDeployment live() {
      return LiveDeployment.this;
    }

    /// Waits for its turn, if the deployment takes only so many calls at a time.
    ///
    /// @throws FaultException if there is no place in time
    public void awaitPlace() {
      if (places.isEmpty()) {
        return;
      }
      Duration wait = deployment.limits().queue().orElse(Duration.ofMillis(500));
      try {
        hasPlace = places.get().tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      if (!hasPlace) {
        throw new FaultException(
            Fault.of(503, "busy", "The deployment has as many calls as it takes.").retryAfter(1));
      }
    }

    @Override
    public void close() {
      if (hasPlace) {
        hasPlace = false;
        places.orElseThrow().release();
      }
      leave();
    }
  }
}
