package io.promptflow4j.cli.build;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.request.NamedModels;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf flow build`: puts a flow, the program and a Java runtime into a folder that serves the flow
/// anywhere.
@Command(
    name = "build",
    description = {
      "Put a flow and all it takes to serve it into a folder: ./start serves it on any machine of",
      "this platform; for docker there are a Dockerfile and a manifest for Kubernetes too. Or into",
      "one jar, which java -jar serves."
    },
    footer = {
      "",
      "Examples:",
      "  pf flow build --source my-flow --output dist && dist/start --port 8080",
      "  pf flow build --source my-flow --output dist --format docker && docker build -t my-flow"
          + " dist",
      "  pf flow build --source my-flow --output my-flow.jar --format jar && java -jar my-flow.jar"
    })
public final class FlowBuildCommand implements Callable<Integer> {

  /// What comes out.
  enum Form {
    DIR,
    DOCKER,
    JAR
  }

  /// The option `--format` says what is built here, as in the original, not how it is told.
  private final CommonOptions common = new CommonOptions();

  @Mixin private FlowArgument flow = new FlowArgument();

  @Option(
      names = {"--output", "-o"},
      required = true,
      paramLabel = "DIR|FILE.jar",
      description = "The folder to make; it may not be there, or be empty. Or the jar.")
  private Path output = Path.of("");

  @Option(names = "--format", paramLabel = "dir|docker|jar", description = "Default: dir.")
  private Form form = Form.DIR;

  @Option(
      names = "--no-runtime",
      description = "Without a Java runtime: start takes JAVA_HOME, or the java on the path.")
  private boolean noRuntime;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  private final Terminal terminal;

  public FlowBuildCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path path = flow.path(terminal);
    Path folder = FlowArgument.folderOf(path).toAbsolutePath().normalize();
    Path target = terminal.path(output).toAbsolutePath().normalize();
    check(path);
    return new Reply(terminal, common)
        .tell(
            () -> form == Form.JAR ? jar(folder, target) : built(folder, target),
            _ ->
                "Built '%s'. Serve it with %s"
                    .formatted(
                        Printable.line(name(folder)),
                        Printable.line(
                            form == Form.JAR
                                ? "java -jar " + target
                                : target.resolve("start").toString())));
  }

  /// A flow that does not load is told now, not where it is to run.
  private void check(Path path) {
    try (Flow loaded = NamedModels.load(path, new SettingsOptions().settings(terminal), terminal)) {
      loaded.notices().forEach(notice -> terminal.tell("pf: " + Printable.line(notice)));
    } catch (FlowLoadException mistakes) {
      throw new CommandFailure(
          "bad-flow",
          "the flow can't run; see its mistakes with pf flow validate --source '%s'"
              .formatted(Printable.line(path.toString())),
          mistakes);
    }
  }

  private Value built(Path folder, Path target) {
    String name = name(folder);
    try {
      checkEmpty(target);
      Files.createDirectories(target);
      FlowCopy.Copied copied = FlowCopy.copy(folder, target.resolve("flow"));
      ProgramFiles.copy(target.resolve("lib"));
      if (!noRuntime) {
        RuntimeImage.make(target.resolve("runtime"));
      }
      Path start = Files.writeString(target.resolve("start"), Papers.start(name));
      var _ = Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (form == Form.DOCKER) {
        Files.writeString(target.resolve("Dockerfile"), Papers.dockerfile(copied.python()));
        Files.writeString(target.resolve(".dockerignore"), Papers.dockerignore());
        Files.writeString(target.resolve("kubernetes.yaml"), Papers.kubernetes(name));
      }
    } catch (IOException broken) {
      throw new CommandFailure(
          "not-built", "'%s' can't be written: %s".formatted(target, broken.getMessage()), broken);
    }
    return new Fields().put("folder", target.toString()).end();
  }

  private static Value jar(Path folder, Path target) {
    if (Files.exists(target)) {
      throw new CommandFailure(
          "output-exists", "'%s' is there already; name another file".formatted(target));
    }
    try {
      Files.createDirectories(target.resolveSibling(""));
      FlowJar.make(folder, name(folder), target);
    } catch (IOException broken) {
      throw new CommandFailure(
          "not-built", "'%s' can't be written: %s".formatted(target, broken.getMessage()), broken);
    }
    return new Fields().put("jar", target.toString()).end();
  }

  private static String name(Path folder) {
    @Nullable Path last = folder.getFileName();
    return last == null ? "flow" : last.toString();
  }

  private static void checkEmpty(Path target) throws IOException {
    if (Files.exists(target)) {
      try (Stream<Path> files = Files.list(target)) {
        if (files.findAny().isPresent()) {
          throw new CommandFailure(
              "output-exists", "'%s' is not empty; name another folder".formatted(target));
        }
      }
    }
  }
}
