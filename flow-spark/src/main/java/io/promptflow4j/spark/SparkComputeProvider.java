package io.promptflow4j.spark;

import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.target.ComputeProvider;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import io.promptflow4j.core.run.store.StoreAddress;

/// Runs rows wherever Spark has a master.
public final class SparkComputeProvider implements ComputeProvider {

  /// For `ServiceLoader`.
  public SparkComputeProvider() {}

  @Override
  public boolean takes(String master) {
    return true;
  }

  @Override
  public Compute open(ComputeTarget target, StoreAddress store) {
    return new SparkCompute(target, store);
  }

  @Override
  public void close() {
    SparkContexts.OF_THIS_PROCESS.stop();
  }
}
