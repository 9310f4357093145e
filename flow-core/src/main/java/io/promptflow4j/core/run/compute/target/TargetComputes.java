package io.promptflow4j.core.run.compute.target;

import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.compute.Computes;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.source.Suggestion;
import java.util.Optional;
import java.util.ServiceLoader;

/// Finds computes by the names of a workspace, or by the address of a master.
public final class TargetComputes implements Computes {

  private final ComputeTargets targets;
  private final StoreAddress store;
  private volatile boolean used;

  /// @param store where the runs are kept
  public TargetComputes(ComputeTargets targets, StoreAddress store) {
    this.targets = targets;
    this.store = store;
  }

  @Override
  public Compute find(String written) {
    ComputeTarget target =
        ComputeTargets.isAddress(written) ? ComputeTarget.of(written) : named(written);
    used = true;
    return provider(ServiceLoader.load(ComputeProvider.class), target)
        .or(() -> provider(beside(), target))
        .map(found -> found.open(target, store))
        .orElseThrow(() -> missing(target));
  }

  private static Optional<ComputeProvider> provider(
      ServiceLoader<ComputeProvider> all, ComputeTarget target) {
    return all.stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.takes(target.master()))
        .findFirst();
  }

  /// Those that are where this class is: a thread of a pool may know others, or none.
  private static ServiceLoader<ComputeProvider> beside() {
    return ServiceLoader.load(ComputeProvider.class, TargetComputes.class.getClassLoader());
  }

  private static ComputeException missing(ComputeTarget target) {
    return new ComputeException(
        "missing-spark",
        ("rows can't run on '%s': Spark is not part of this installation. Get it once with"
                + " flow-spark/get.sh, or set PF_SPARK_HOME to a folder that this made.")
            .formatted(target.master()));
  }

  @Override
  public void close() {
    if (used) {
      ServiceLoader.load(ComputeProvider.class).forEach(ComputeProvider::close);
    }
  }

  private ComputeTarget named(String name) {
    return targets
        .find(name)
        .orElseThrow(() ->
            new ComputeException(
                "no-such-compute",
                "no compute is called '%s', and it is no address such as spark://host:7077 or local[*].%s"
                    .formatted(name, Suggestion.didYouMean(name, targets.names()))));
  }
}
