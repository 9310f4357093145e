package io.promptflow4j.server.studio;

import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What the studio works on: a folder with flows, and the store of the workspace.
///
/// Whatever a request names lies in the folder, with links followed, and has no part whose name
/// begins with a dot. Thread-safe.
public final class Workbench {

  private final Path root;
  private final RunStore store;
  private final AuditLog audit;
  private final RunHost host;
  private final FlowSettings around;
  private final Evaluators evaluators;
  private final InstantSource clock;
  private final FlowRuns runs;

  /// @param root the folder
  /// @param store stays its owner's to close
  /// @param host what this machine gives to runs; finds named data and built-in flows
  /// @param around what it gives to flows
  /// @throws IllegalArgumentException if there is no such folder
  public Workbench(
      Path root,
      RunStore store,
      AuditLog audit,
      RunHost host,
      FlowSettings around,
      Evaluators evaluators,
      InstantSource clock) {
    try {
      this.root = root.toRealPath();
    } catch (IOException missing) {
      throw new IllegalArgumentException("there is no folder '%s'".formatted(root), missing);
    }
    this.store = store;
    this.audit = audit;
    this.host = host;
    this.around = around;
    this.evaluators = evaluators;
    this.clock = clock;
    this.runs = new FlowRuns(store, host);
  }

  /// The folder, without links.
  public Path root() {
    return root;
  }

  public RunStore store() {
    return store;
  }

  public AuditLog audit() {
    return audit;
  }

  public RunHost host() {
    return host;
  }

  public FlowSettings around() {
    return around;
  }

  public Evaluators evaluators() {
    return evaluators;
  }

  public InstantSource clock() {
    return clock;
  }

  /// The one that all runs of the studio are made with, so that they share their calls.
  public FlowRuns runs() {
    return runs;
  }

  /// The variables of the machine.
  public Map<String, String> environment() {
    return host.environment();
  }

  /// A file or folder that is there.
  ///
  /// @param written relative to the folder, with `/`; empty for the folder itself
  /// @throws FaultException if it is not there, or not in the folder
  public Path existing(String written) {
    Path path = place(written);
    try {
      Path real = path.toRealPath();
      if (real.startsWith(root)) {
        return real;
      }
    } catch (IOException _) {
      // told below, as if it were elsewhere
    }
    throw nothing();
  }

  /// A place for something new.
  ///
  /// @throws FaultException if it is not in the folder, or if something is there
  public Path free(String written) {
    Path path = place(written);
    Path above = path.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    try {
      if (above == null || !above.toRealPath().startsWith(root)) {
        throw nothing();
      }
    } catch (IOException unreadable) {
      throw nothing();
    }
    if (Files.exists(path)) {
      throw new FaultException(
          Fault.of(409, "exists", "There is something of that name in the workspace already."));
    }
    return path;
  }

  /// As people see it: relative to the folder, or absolute if it is elsewhere.
  public String shown(String path) {
    try {
      Path known = Path.of(path);
      return known.startsWith(root) && !known.equals(root)
          ? root.relativize(known).toString().replace('\\', '/')
          : path;
    } catch (InvalidPathException noPath) {
      return path;
    }
  }

  private Path place(String written) {
    if (written.contains("\\") || ("/" + written).contains("/.") || written.startsWith("/")) {
      throw nothing();
    }
    try {
      return root.resolve(written).normalize();
    } catch (InvalidPathException noPath) {
      throw nothing();
    }
  }

  private static FaultException nothing() {
    return new FaultException(
        Fault.of(404, "no-such-file", "There is nothing of that name in the workspace."));
  }
}
