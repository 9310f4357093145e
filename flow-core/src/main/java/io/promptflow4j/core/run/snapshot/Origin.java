package io.promptflow4j.core.run.snapshot;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.source.Digest;
import java.nio.file.Path;
import java.util.Optional;

/// Tells what a run is made from.
public final class Origin {

  private Origin() {}

  /// What is to be remembered of a run's sources.
  ///
  /// @param source the flow folder itself, whose repository counts
  /// @param data digest of the rows, if there is a data set
  /// @param python the interpreter, if one is known
  public static Run.Pinned of(
      Snapshot snapshot, Path source, Optional<Digest> data, Optional<String> python) {
    GitState git = GitState.of(source);
    return new Run.Pinned(
        snapshot.flow(),
        snapshot.code(),
        data,
        git.commit(),
        git.dirty(),
        version(),
        machine(python));
  }

  private static String version() {
    String version = Origin.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String machine(Optional<String> python) {
    return "Java %s, %s %s %s, %d processors%s"
        .formatted(
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            python.map(path -> ", Python " + path).orElse(""));
  }
}
