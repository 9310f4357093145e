package io.promptflow4j.spark;

import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.source.Diagnostic;
import java.io.Serial;
import java.io.Serializable;
import java.util.stream.Collectors;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/// Makes the worker of an executor ready, and says what hinders it: an empty text if nothing does.
final class ProbeTask extends AbstractFunction1<Iterator<byte[]>, String> implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final WorkerReference worker;
  private final String version;

  /// @param version of Spark in the owner's process
  ProbeTask(WorkerReference worker, String version) {
    this.worker = worker;
    this.version = version;
  }

  @Override
  public String apply(Iterator<byte[]> unused) {
    if (!SparkContexts.version().equals(version)) {
      return "the workers have Spark %s and this process has %s; use the same on both sides"
          .formatted(SparkContexts.version(), version);
    }
    try {
      ExecutorWorkers.OF_THIS_PROCESS.prepare(worker);
      return "";
    } catch (RunRefusedException missing) {
      return missing.diagnostics().stream()
          .filter(Diagnostic::isError)
          .map(Diagnostic::toString)
          .collect(Collectors.joining("; ", "the flow can't run on a worker: ", ""));
    } catch (RunStoreException | IllegalArgumentException unreachable) {
      return "a worker can't use the store: " + unreachable.getMessage();
    }
  }
}
