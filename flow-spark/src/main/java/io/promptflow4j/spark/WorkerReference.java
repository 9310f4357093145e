package io.promptflow4j.spark;

import io.promptflow4j.core.run.compute.ComputeJob;
import java.io.Serializable;
import java.util.Base64;

/// What a task says of the worker that it needs: no flow, no connection and no secret.
///
/// @param job what [ComputeJob#toBytes] gave
/// @param store where the run is kept, for a process that is not told otherwise by PF_STORE
/// @param here whether executors are part of the owner's process
@SuppressWarnings("ArrayRecordComponent") // it travels, and is compared by its key alone
record WorkerReference(byte[] job, String store, boolean here) implements Serializable {

  /// Tells workers of one process apart.
  String key() {
    return Base64.getEncoder().encodeToString(job) + " " + store;
  }

  ComputeJob read() {
    return ComputeJob.of(job);
  }
}
