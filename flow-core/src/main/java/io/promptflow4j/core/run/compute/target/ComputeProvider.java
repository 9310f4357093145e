package io.promptflow4j.core.run.compute.target;

import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.store.StoreAddress;

/// Carries rows to clusters of one kind. Found by `ServiceLoader`.
public interface ComputeProvider {

  /// Whether it is meant for masters at such an address.
  boolean takes(String master);

  /// The compute at a target; nothing is started.
  ///
  /// @param store where the run is kept, as this process sees it
  Compute open(ComputeTarget target, StoreAddress store);

  /// Ends what was started for this process; nothing if nothing was.
  default void close() {}
}
