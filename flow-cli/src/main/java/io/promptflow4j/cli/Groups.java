package io.promptflow4j.cli;

import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command itself and its groups of verbs. Called without a verb they show what there is.
final class Groups {

  private Groups() {}

  /// What all of them are.
  abstract static class Group implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and exit.")
    boolean help;

    @Override
    public Integer call() {
      if (spec != null) {
        CommandLine line = spec.commandLine();
        line.usage(line.getOut());
      }
      return ExitCode.OK;
    }
  }

  /// `pf`.
  @Command(
      name = "pf",
      description = "Run, check and compare prompt flows.",
      versionProvider = Version.class,
      footer = {"", "Exit codes: 0 done, 1 failed, 2 called wrongly."})
  static final class Root extends Group {

    @Option(
        names = {"-v", "-V", "--version"},
        versionHelp = true,
        description = "Show the version and exit.")
    boolean version;
  }

  /// `pf flow`.
  @Command(name = "flow", description = "Make, check, run and serve flows.")
  static final class Flow extends Group {}

  /// `pf mcp`.
  @Command(name = "mcp", description = "Speak the Model Context Protocol: ask servers, be one.")
  static final class Mcp extends Group {}

  /// `pf endpoint`.
  @Command(
      name = "endpoint",
      description = "Serve versions of flows, and split traffic between them.")
  static final class Endpoint extends Group {}

  /// `pf deployment`.
  @Command(name = "deployment", description = "Put versions of flows behind endpoints.")
  static final class Deployment extends Group {}

  /// `pf connection`.
  @Command(name = "connection", description = "Keep the ways to reach model services.")
  static final class Connection extends Group {}

  /// `pf compute`.
  @Command(name = "compute", description = "Give names to the clusters that runs may use.")
  static final class Compute extends Group {}

  /// `pf run`.
  @Command(name = "run", description = "Run flows over many rows, and keep what came of them.")
  static final class Run extends Group {}

  /// `pf evaluator`.
  @Command(name = "evaluator", description = "Look at the built-in evaluators, and copy them.")
  static final class Evaluator extends Group {}

  /// `pf data`.
  @Command(name = "data", description = "Give data sets names and versions.")
  static final class Data extends Group {}

  /// `pf cache`.
  @Command(name = "cache", description = "Look at the answers that are kept, and clear them.")
  static final class Cache extends Group {}

  /// `pf model`.
  @Command(name = "model", description = "Look models up, compare them, and register your own.")
  static final class Model extends Group {}

  /// `pf key`.
  @Command(name = "key", description = "Make and end the keys with which others call servers.")
  static final class Key extends Group {}

  /// `pf gateway`.
  @Command(name = "gateway", description = "Let others call models through your connections.")
  static final class Gateway extends Group {}

  /// `pf audit`.
  @Command(name = "audit", description = "Look at what was changed and refused.")
  static final class Audit extends Group {}

  /// `pf index`.
  @Command(
      name = "index",
      description = "Make indexes of documents, for flows that look things up.")
  static final class Index extends Group {}

  /// `pf migrate`.
  @Command(name = "migrate", description = "Look at flows made for Microsoft's prompt flow.")
  static final class Migrate extends Group {}

  /// The version in the manifest of the jar.
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"promptflow4j %s (Java %s)".formatted(name(), java())};
    }

    private static String name() {
      String version = Pf.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }

    private static int java() {
      return Runtime.version().feature();
    }

    /// `{version, java}`
    static Value.Mapping json() {
      return new Fields().put("version", name()).put("java", java()).end();
    }
  }
}
