package io.promptflow4j.cli.endpoint;

import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.deployment.file.EndpointFile;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint create` and `pf endpoint update`: what a file and options say becomes an endpoint.
public abstract sealed class EndpointChangeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SetOption set = new SetOption();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The endpoint as a YAML file.")
  private @Nullable Path file;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The endpoint; that of the file if not said.")
  private @Nullable String name;

  private final Terminal terminal;

  private EndpointChangeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What options say, by key of the file.
  abstract Map<String, Value> told();

  abstract Endpoint done(
      EndpointWork work, OpenWorkspace workspace, String name, EndpointFile file);

  @Override
  public final Integer call() {
    var work = new EndpointWork(terminal, common);
    var told = new LinkedHashMap<>(set.values());
    told.putAll(told());
    return work.with(workspace -> {
      var read =
          file == null ? EndpointFile.told(told) : EndpointFile.read(terminal.path(file), told);
      EndpointFile asked = work.read(read.file(), read.text(), read.diagnostics());
      String called =
          Optional.ofNullable(name)
              .or(asked::name)
              .orElseThrow(() -> new UsageFailure("name the endpoint: --name NAME"));
      if (!Endpoint.isName(called)) {
        throw new UsageFailure(
            "--name takes a letter, then letters, digits, '-' and '_', 63 at most");
      }
      return work.tell(EndpointJson.of(done(work, workspace, called, asked)));
    });
  }

  /// `pf endpoint create`.
  @Command(
      name = "create",
      description = "Make an endpoint; deployments come behind it with pf deployment create.",
      footer = {"", "Example: pf endpoint create --name shop"})
  public static final class Create extends EndpointChangeCommand {

    @Option(
        names = "--auth-mode",
        paramLabel = "key|aml_token|aad_token",
        description = "As Azure has it; who may call is up to the server.")
    private @Nullable String auth;

    public Create(Terminal terminal) {
      super(terminal);
    }

    @Override
    Map<String, Value> told() {
      return auth == null ? Map.of() : Map.of("auth_mode", Value.of(auth));
    }

    @Override
    Endpoint done(EndpointWork work, OpenWorkspace workspace, String name, EndpointFile file) {
      return work.deployer(workspace).create(name, file);
    }
  }

  /// `pf endpoint update`.
  @Command(
      name = "update",
      description = "Change an endpoint: who gets how much of the traffic, and the rest.",
      footer = {
        "",
        "Examples:",
        "  pf endpoint update --name shop --traffic \"blue=90 green=10\"",
        "  pf endpoint update --name shop --mirror-traffic green=10"
      })
  public static final class Update extends EndpointChangeCommand {

    @Option(
        names = {"-r", "--traffic"},
        paramLabel = "SPLIT",
        description = "Percent by deployment, such as \"blue=90 green=10\"; together 100, or 0.")
    private @Nullable String traffic;

    @Option(
        names = "--mirror-traffic",
        paramLabel = "SPLIT",
        description = "Percent of calls that go to a deployment as well, such as green=10.")
    private @Nullable String mirror;

    @Option(
        names = "--default-deployment",
        paramLabel = "NAME",
        description = "The deployment that answers if none gets traffic.")
    private @Nullable String standard;

    public Update(Terminal terminal) {
      super(terminal);
    }

    @Override
    Map<String, Value> told() {
      var told = new LinkedHashMap<String, Value>();
      split("--traffic", traffic).ifPresent(split -> told.put("traffic", split));
      split("--mirror-traffic", mirror).ifPresent(split -> told.put("mirror_traffic", split));
      if (standard != null) {
        told.put("defaults.deployment_name", Value.of(standard));
      }
      return told;
    }

    private static Optional<Value> split(String option, @Nullable String said) {
      try {
        return Optional.ofNullable(said).map(Split::read).map(EndpointJson::split);
      } catch (IllegalArgumentException wrong) {
        throw new UsageFailure("%s: %s".formatted(option, wrong.getMessage()));
      }
    }

    @Override
    Endpoint done(EndpointWork work, OpenWorkspace workspace, String name, EndpointFile file) {
      Endpoint _ = EndpointWork.find(workspace, name);
      return work.deployer(workspace).update(name, file);
    }
  }
}
