package io.promptflow4j.core.engine.deployment;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.EndpointChange.What;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.deployment.file.DeploymentFile;
import io.promptflow4j.core.deployment.file.EndpointFile;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Makes and changes endpoints in a store, for one who asks for it.
///
/// ```java
/// var deployer = new Deployer(store, FlowSettings.defaults(), InstantSource.system(), "ada");
/// Endpoint now = deployer.rollback("shop", Optional.empty());
/// ```
public final class Deployer {

  private static final int HISTORY = 1_000;

  private final Endpoints endpoints;
  private final FlowVersions versions;
  private final PinnedModels pinned;
  private final FlowSettings around;
  private final InstantSource clock;
  private final String who;

  /// @param around what this machine gives to flows, to check them with
  /// @param who stands in the history
  public Deployer(RunStore store, FlowSettings around, InstantSource clock, String who) {
    this.endpoints = store.endpoints();
    this.versions = new FlowVersions(store);
    this.pinned = new PinnedModels(store.models());
    this.around = around;
    this.clock = clock;
    this.who = who;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Endpoint change(String name, What what, String note, UnaryOperator<Endpoint> change) {
    return endpoints.change(name, new Endpoints.Act(what, note, who, now()), change);
  }

  /// Makes an endpoint.
  ///
  /// @throws EndpointException if there is one of that name, or traffic goes to nobody
  public Endpoint create(String name, EndpointFile file) {
    Endpoint made = file.onto(Endpoint.of(name, Endpoint.Settings.NONE, now()));
    endpoints.create(made, who);
    return made;
  }

  /// Changes what a file names.
  ///
  /// @throws EndpointException if there is no such endpoint, or traffic goes to nobody
  public Endpoint update(String name, EndpointFile file) {
    boolean split = file.traffic().isPresent() || file.mirror().isPresent();
    return change(
        name,
        split ? What.TRAFFIC : What.UPDATED,
        file.traffic().map(Split::write).orElse(""),
        file::onto);
  }

  /// Splits the traffic.
  ///
  /// @throws EndpointException if there is no such endpoint, or the split is wrong
  public Endpoint traffic(String name, SortedMap<String, Integer> split) {
    return change(name, What.TRAFFIC, Split.write(split), before -> before.withTraffic(split));
  }

  /// Removes an endpoint that gets no traffic.
  ///
  /// @throws EndpointException if there is no such endpoint
  public void delete(String name) {
    endpoints.delete(name, who, now());
  }

  /// Puts a flow behind an endpoint, as it is now.
  ///
  /// @param fresh whether it may not be there yet; else it has to be
  /// @param allTraffic whether it gets all traffic at once
  /// @throws FlowLoadException if the flow has mistakes
  /// @throws SnapshotException if its files can't be kept
  /// @throws EndpointException if the endpoint is not there, or the deployment is or is not
  public Deployment deploy(
      String endpoint, String name, DeploymentFile file, boolean fresh, boolean allTraffic) {
    return deploy(endpoint, name, file, Optional.empty(), fresh, allTraffic);
  }

  /// As above, with the flow of a deployment that is there already.
  ///
  /// @param like what the file does not name is as with it
  public Deployment deploy(
      String endpoint,
      String name,
      DeploymentFile file,
      Optional<Deployment> like,
      boolean fresh,
      boolean allTraffic) {
    Endpoint before = endpoints.find(endpoint).orElseThrow(() -> Endpoints.missing(endpoint));
    Optional<Deployment> there = before.deployment(name);
    check(endpoint, name, fresh, there.isPresent());
    Kept kept = kept(file, like.or(() -> there), endpoint, name);
    Digest version = kept.version();
    Instant now = now();
    Endpoint after =
        change(
            endpoint,
            What.DEPLOYED,
            "%s, version %s".formatted(name, FlowVersion.brief(version)),
            one -> {
              Deployment made =
                  file.onto(name, one.deployment(name), version, now).withBinding(kept.binding());
              Endpoint with = one.withDeployment(made);
              return allTraffic ? with.withTraffic(Split.all(name)) : with;
            });
    return after.deployment(name).orElseThrow();
  }

  private static void check(String endpoint, String name, boolean fresh, boolean isThere) {
    if (fresh && isThere) {
      throw new EndpointException(
          "deployment-exists",
          "endpoint '%s' has a deployment '%s' already; update it, or choose another name"
              .formatted(endpoint, name));
    }
    if (!fresh && !isThere) {
      throw new EndpointException(
          "no-such-deployment", "endpoint '%s' has no deployment '%s'".formatted(endpoint, name));
    }
  }

  /// A version, and what is bound for it with registered models as what they stand for today.
  private record Kept(Digest version, Deployment.Binding binding) {}

  private Kept kept(DeploymentFile file, Optional<Deployment> there, String endpoint, String name) {
    Optional<Deployment.Binding> before = there.map(Deployment::binding);
    if (file.flow().isPresent()) {
      Deployment.Binding binding =
          file.binding().or(() -> before.map(pinned::loosened)).orElse(Deployment.Binding.NONE);
      Path flow = file.flow().get();
      Deployment.Binding bound = checked(flow, binding);
      return new Kept(versions.keep(flow, now()).digest(), bound);
    }
    Deployment kept =
        there.orElseThrow(() ->
            new EndpointException(
                "missing-flow",
                "deployment '%s' of endpoint '%s' has no flow yet; say 'flow: FOLDER'"
                    .formatted(name, endpoint)));
    try (var files = versions.restore(kept)) {
      return new Kept(
          kept.version(), checked(files.flow(), file.binding().orElseGet(kept::binding)));
    }
  }

  private Deployment.Binding checked(Path flow, Deployment.Binding binding) {
    try {
      Deployment.Binding switched = pinned.switched(binding);
      Flow.Check check = versions.check(flow, switched, around);
      mustBeValid(check);
      return check.graph().map(graph -> pinned.of(graph, switched)).orElse(switched);
    } catch (RegistryException circle) {
      throw new EndpointException(circle.code(), String.valueOf(circle.getMessage()));
    }
  }

  private static void mustBeValid(Flow.Check check) {
    if (!check.isValid()) {
      throw new FlowLoadException(check.diagnostics(), check.flowFile());
    }
  }

  /// Takes a deployment away that gets no traffic.
  ///
  /// @throws EndpointException if it is not there, or still gets traffic
  public Endpoint undeploy(String endpoint, String name) {
    return change(endpoint, What.UNDEPLOYED, name, before -> before.withoutDeployment(name));
  }

  /// Begins a trial of one deployment against another: the candidate gets some percent, the
  /// baseline the rest.
  ///
  /// @param draft without the moment it begins and the split before
  /// @throws EndpointException if a deployment is not there, or a trial runs already
  public Endpoint begin(String endpoint, Canary draft, int percent) {
    Instant now = now();
    return change(
        endpoint,
        What.CANARY_BEGUN,
        "%s against %s, %d %%".formatted(draft.candidate(), draft.baseline(), percent),
        before -> {
          if (before.canary().filter(Canary::isRunning).isPresent()) {
            throw new EndpointException(
                "canary-runs",
                "endpoint '%s' has a canary that runs; cancel it first".formatted(endpoint));
          }
          if (draft.baseline().equals(draft.candidate())) {
            throw new EndpointException(
                "bad-canary",
                "a canary needs two deployments, not '%s' twice".formatted(draft.candidate()));
          }
          SortedMap<String, Integer> split = new TreeMap<>();
          split.put(draft.baseline(), 100 - percent);
          split.put(draft.candidate(), percent);
          return before.withTraffic(split).withCanary(draft.begun(now, before.traffic()));
        });
  }

  /// Ends a trial without a verdict; the split is as before it.
  ///
  /// @throws EndpointException if none runs
  public Endpoint cancelCanary(String endpoint) {
    Instant now = now();
    return change(
        endpoint,
        What.CANARY_ENDED,
        "canceled",
        before -> {
          Canary running =
              before
                  .canary()
                  .filter(Canary::isRunning)
                  .orElseThrow(() ->
                      new EndpointException(
                          "no-such-canary",
                          "endpoint '%s' has no canary that runs".formatted(endpoint)));
          var verdict =
              new Canary.Verdict(Canary.Outcome.CANCELED, who + " canceled it", 0, 0, 0, 0, now);
          return before.withTraffic(running.before()).withCanary(running.withVerdict(verdict));
        });
  }

  /// Goes back to what callers got before the last change of that: split, mirrors and versions of
  /// the deployments that were in it.
  ///
  /// @param number the change to undo with all that came after it; the last one that matters if
  ///   empty
  /// @throws EndpointException if there is nothing to go back to
  public Endpoint rollback(String endpoint, Optional<Long> number) {
    Endpoint current = endpoints.find(endpoint).orElseThrow(() -> Endpoints.missing(endpoint));
    List<EndpointChange> history = endpoints.history(endpoint, HISTORY);
    EndpointChange undone =
        history.stream()
            .filter(
                change -> number.isPresent() ? change.number() == number.get() : matters(change))
            .filter(change -> change.before().isPresent())
            .findFirst()
            .orElseThrow(() ->
                new EndpointException(
                    "nothing-to-undo",
                    "endpoint '%s' has nothing to go back to; see pf endpoint history"
                        .formatted(current.name())));
    Endpoint target = undone.before().orElseThrow();
    return change(
        endpoint,
        What.ROLLED_BACK,
        "change %d undone".formatted(undone.number()),
        now -> restored(now, target));
  }

  private static boolean matters(EndpointChange change) {
    return change.before().filter(before -> !before.traffic().isEmpty()).isPresent()
        && change.after().isPresent()
        && !answering(change.before().get()).equals(answering(change.after().get()));
  }

  /// Who answers, with which share.
  private record Answering(
      SortedMap<String, Integer> traffic, SortedMap<String, Deployment> deployments) {}

  private static Answering answering(Endpoint endpoint) {
    var used = new TreeMap<>(endpoint.deployments());
    used.keySet().retainAll(endpoint.traffic().keySet());
    return new Answering(endpoint.traffic(), used);
  }

  private static Endpoint restored(Endpoint now, Endpoint target) {
    Endpoint restored = now;
    for (Deployment one : answering(target).deployments().values()) {
      restored = restored.withDeployment(one);
    }
    var mirror = new TreeMap<>(target.mirror());
    mirror.keySet().retainAll(restored.deployments().keySet());
    return restored.withTraffic(target.traffic()).withMirror(mirror);
  }
}
