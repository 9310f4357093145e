package io.promptflow4j.server.deployment.witness;

import io.promptflow4j.core.deployment.Collecting;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedRequest.Role;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.deployment.live.LiveDeployment;
import io.promptflow4j.server.deployment.live.LiveDeployment.Lease;
import io.promptflow4j.server.deployment.live.LiveEndpoint;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Hears every answer of every endpoint. Thread-safe; hearing takes no time to speak of.
public final class Witness implements AutoCloseable {

  private final LiveEndpoints endpoints;
  private final Collector collector;
  private final Semaphore shadows;
  private final AtomicLong skipped = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Consumer<Answer>> listeners = new CopyOnWriteArrayList<>();

  /// @param mostShadows how many mirrored calls run at a time; those beyond are not made
  public Witness(LiveEndpoints endpoints, Collector collector, int mostShadows) {
    this.endpoints = endpoints;
    this.collector = collector;
    this.shadows = new Semaphore(mostShadows);
  }

  /// Has somebody told of each answer that a caller gets, on the thread of the call: it must not
  /// take long.
  public void tell(Consumer<Answer> listener) {
    listeners.add(listener);
  }

  /// An answer is there, and goes to its caller next.
  public void answered(LiveDeployment live, Answer answer) {
    boolean mirrored = mirror(answer);
    Collecting collecting = live.deployment().collecting();
    if (mirrored || endpoints.happens(collecting.rate())) {
      collector.add(kept(live, answer, Role.ANSWER));
    }
    listeners.forEach(listener -> listener.accept(answer));
  }

  private boolean mirror(Answer answer) {
    LiveEndpoint endpoint = endpoints.all().get(answer.endpoint());
    Map<String, Integer> mirrors = endpoint == null ? Map.of() : endpoint.endpoint().mirror();
    boolean any = false;
    for (Map.Entry<String, Integer> mirror : mirrors.entrySet()) {
      if (!mirror.getKey().equals(answer.deployment())
          && endpoints.happens(mirror.getValue() / 100.0)) {
        any |= start(mirror.getKey(), answer);
      }
    }
    return any;
  }

  private boolean start(String deployment, Answer answer) {
    if (!shadows.tryAcquire()) {
      skipped.incrementAndGet();
      return false;
    }
    Optional<Lease> lease = endpoints.enterBeside(answer.endpoint(), deployment);
    if (lease.isEmpty() || threads.isShutdown()) {
      lease.ifPresent(Lease::close);
      shadows.release();
      return false;
    }
    threads.execute(() -> shadow(lease.get(), answer));
    return true;
  }

  private void shadow(Lease lease, Answer answer) {
    try (lease) {
      LiveDeployment live = lease.live();
      FlowResult result = live.flow().run(answer.inputs(), Optional.empty(), Optional.empty());
      var given =
          new Answer(
              answer.id(), answer.trace(), answer.endpoint(), live.name(), answer.inputs(), result);
      collector.add(kept(live, given, Role.SHADOW));
    } finally {
      shadows.release();
    }
  }

  /// How many mirrored calls were not made because too many were running.
  public long skipped() {
    return skipped.get();
  }

  private static ServedRequest kept(LiveDeployment live, Answer answer, Role role) {
    Collecting collecting = live.deployment().collecting();
    FlowResult result = answer.result();
    return new ServedRequest(
        answer.id(),
        answer.endpoint(),
        live.name(),
        role,
        live.deployment().version(),
        result.trace().start().truncatedTo(ChronoUnit.MICROS),
        result.trace().duration(),
        result.failure().map(FlowResult.Failure::code),
        result.usage().total(),
        collecting.inputs()
            ? Redaction.of(answer.inputs(), collecting.redacted())
            : Value.Mapping.EMPTY,
        collecting.outputs()
            ? Redaction.of(live.flow().shown(result.outputs()), collecting.redacted())
            : Value.Mapping.EMPTY,
        answer.trace());
  }

  /// Ends mirrored calls.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
