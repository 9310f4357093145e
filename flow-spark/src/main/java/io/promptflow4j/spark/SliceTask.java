package io.promptflow4j.spark;

import io.promptflow4j.core.run.compute.RowSlice;
import java.io.Serial;
import java.io.Serializable;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/// What a task does: it runs one slice, and gives back a report. A row that fails is no failure of
/// the task; a task fails only if what happened can't be kept.
final class SliceTask extends AbstractFunction1<Iterator<byte[]>, byte[]> implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final WorkerReference worker;

  SliceTask(WorkerReference worker) {
    this.worker = worker;
  }

  @Override
  public byte[] apply(Iterator<byte[]> slices) {
    RowSlice slice = RowSlice.of(slices.next());
    try {
      return ExecutorWorkers.OF_THIS_PROCESS.run(worker, slice).toBytes();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was told to end");
    }
  }
}
