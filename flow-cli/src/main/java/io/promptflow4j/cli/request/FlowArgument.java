package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which flow a verb is about: `--flow DIR`, `--source DIR` or just `DIR`.
public final class FlowArgument {

  @Option(
      names = {"-f", "--flow", "--source"},
      paramLabel = "FLOW",
      description = "The flow's folder, its flow.dag.yaml, or a .prompty file.")
  @Nullable Path option;

  @Parameters(arity = "0..1", paramLabel = "FLOW", hidden = true)
  @Nullable Path positional;

  /// As if no flow was named.
  public FlowArgument() {}

  /// The path as the person means it; the current folder if they named none and a flow is there.
  ///
  /// @throws UsageFailure if no flow was named
  public Path path(Terminal terminal) {
    Path named = option != null ? option : positional;
    if (named != null && named.toString().isEmpty()) {
      throw new UsageFailure("the path of the flow is empty; say --flow FOLDER");
    }
    if (named != null) {
      return terminal.path(named);
    }
    Path here = terminal.path(Path.of("."));
    if (Files.exists(here.resolve("flow.dag.yaml")) || Files.exists(here.resolve("flow.dag.yml"))) {
      return here;
    }
    throw new UsageFailure("no flow is named; say --flow FOLDER");
  }

  /// The folder of the flow at `path`, which may be its file.
  public static Path folderOf(Path path) {
    if (Files.isDirectory(path)) {
      return path;
    }
    Path parent = path.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
