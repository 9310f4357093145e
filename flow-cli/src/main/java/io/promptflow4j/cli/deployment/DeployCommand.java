package io.promptflow4j.cli.deployment;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.endpoint.SetOption;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.DeploymentJson;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.Monitoring;
import io.promptflow4j.core.deployment.file.DeploymentFile;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf deployment create` and `pf deployment update`: a flow as it is now goes behind an endpoint.
public abstract sealed class DeployCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SetOption set = new SetOption();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The deployment as a YAML file.")
  private @Nullable Path file;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The deployment; that of the file if not said.")
  private @Nullable String name;

  @Option(
      names = {"-e", "--endpoint-name"},
      paramLabel = "NAME",
      description = "The endpoint; that of the file if not said.")
  private @Nullable String endpoint;

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "The folder of the flow, in place of the file's.")
  private @Nullable Path flow;

  @Option(
      names = "--all-traffic",
      description = "Give it all traffic of the endpoint as soon as it is made.")
  private boolean allTraffic;

  private final Terminal terminal;
  private final boolean fresh;

  private DeployCommand(Terminal terminal, boolean fresh) {
    this.terminal = terminal;
    this.fresh = fresh;
  }

  @Override
  public final Integer call() {
    var work = new EndpointWork(terminal, common);
    var told = new LinkedHashMap<>(set.values());
    if (flow != null) {
      told.put("flow", Value.of(terminal.path(flow).toAbsolutePath().toString()));
    }
    return work.with(workspace -> {
      var read =
          file == null
              ? DeploymentFile.told(terminal.path(Path.of("")), told)
              : DeploymentFile.read(terminal.path(file), told);
      DeploymentFile asked = work.read(read.file(), read.text(), read.diagnostics());
      String deployment = named("--name", "deployment", name, asked.name());
      String of = named("--endpoint-name", "endpoint", endpoint, asked.endpoint());
      Endpoint _ = EndpointWork.find(workspace, of);
      asked.monitoring().ifPresent(watched -> check(workspace, watched));
      Deployment made = work.deployer(workspace).deploy(of, deployment, asked, fresh, allTraffic);
      return work.tell(DeploymentJson.of(made));
    });
  }

  /// What watches a deployment has to be there when it is made.
  private void check(OpenWorkspace workspace, Monitoring monitoring) {
    var evaluators = Evaluators.ofUser(terminal.environment());
    for (String one : monitoring.evaluators()) {
      try {
        Evaluator _ = evaluators.find(one);
      } catch (EvaluatorException missing) {
        throw new CommandFailure(
            "no-such-evaluator", Printable.line(String.valueOf(missing.getMessage())), missing);
      }
    }
    monitoring
        .approvedOn()
        .filter(name -> DataReference.parse(name).flatMap(workspace.store().data()::find).isEmpty())
        .ifPresent(name -> {
          throw new CommandFailure(
              "no-such-data",
              "there is no data set '%s'; see pf data list".formatted(Printable.line(name)));
        });
  }

  private static String named(
      String option, String what, @Nullable String said, Optional<String> written) {
    String found =
        Optional.ofNullable(said)
            .or(() -> written)
            .orElseThrow(() -> new UsageFailure("name the %s: %s NAME".formatted(what, option)));
    if (!Endpoint.isName(found)) {
      throw new UsageFailure(
          "%s takes a letter, then letters, digits, '-' and '_', 63 at most".formatted(option));
    }
    return found;
  }

  /// `pf deployment create`.
  @Command(
      name = "create",
      description = "Put a flow, as it is now, behind an endpoint.",
      footer = {
        "",
        "Example: pf deployment create -e shop -n blue --flow samples/chat --all-traffic"
      })
  public static final class Create extends DeployCommand {
    public Create(Terminal terminal) {
      super(terminal, true);
    }
  }

  /// `pf deployment update`.
  @Command(
      name = "update",
      description = {
        "Put another version of the flow, or other settings, in place of a deployment;",
        "calls that began with the old one end with it."
      })
  public static final class Update extends DeployCommand {
    public Update(Terminal terminal) {
      super(terminal, false);
    }
  }
}
