package io.promptflow4j.cli.endpoint.traffic;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.server.deployment.witness.CollectedData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint collect`: makes a data set of the requests that were kept.
@Command(
    name = "collect",
    description = {
      "Make a data set of requests that were kept: inputs, outputs, feedback.",
      "What is kept is up to data_collector of the deployment."
    },
    footer = {
      "",
      "Example: pf endpoint collect --name shop --output live.jsonl --data live-questions"
    })
public final class CollectCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String name = "";

  @Option(
      names = {"-d", "--deployment-name"},
      paramLabel = "NAME",
      description = "Only what this deployment answered.")
  private @Nullable String deployment;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only what came since: a time such as 2026-03-01T12:00:00Z, or 24h, 7d.")
  private @Nullable String since;

  @Option(names = "--with-failures", description = "Requests that failed as well.")
  private boolean failures;

  @Option(names = "--with-shadows", description = "Answers of mirrors as well.")
  private boolean shadows;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file to write, JSON lines.")
  private Path output = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "Register it under this name, as pf data create does.")
  private @Nullable String data;

  private final Terminal terminal;

  public CollectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> {
      var _ = EndpointWork.find(workspace, name);
      Path file = terminal.path(output).toAbsolutePath().normalize();
      int rows = write(workspace.store().traffic(), file);
      if (rows == 0) {
        throw new CommandFailure(
            "nothing-collected",
            "no such request of endpoint '%s' was kept; data_collector of its deployments says what is"
                .formatted(name));
      }
      Optional<NamedData> named =
          Optional.ofNullable(data).map(wanted -> register(workspace, wanted, file));
      Optional<String> reference = named.map(one -> one.reference().toString());
      return work.tell(
          new Fields().put("file", file.toString()).put("rows", rows).put("data", reference).end(),
          "%d rows are in %s%s."
              .formatted(rows, file, reference.map(one -> ", which is data " + one).orElse("")));
    });
  }

  private int write(ServedTraffic traffic, Path file) {
    Choice choice =
        Choice.of(name)
            .withDeployment(Optional.ofNullable(deployment))
            .withRole(shadows ? Optional.empty() : Optional.of(ServedRequest.Role.ANSWER))
            .withSince(Optional.ofNullable(since).map(CollectCommand::moment));
    try {
      return CollectedData.write(
          traffic, failures ? choice : choice.completed(), file, StrictJson::write);
    } catch (IOException broken) {
      throw new CommandFailure(
          "unwritable-file", "'%s' can't be written: %s".formatted(file, broken), broken);
    }
  }

  static Instant moment(String said) {
    if (said.matches("\\d{1,6}[mhd]")) {
      long number = Long.parseLong(said.substring(0, said.length() - 1));
      char unit = said.charAt(said.length() - 1);
      return Instant.now()
          .minus(
              unit == 'd'
                  ? Duration.ofDays(number)
                  : unit == 'h' ? Duration.ofHours(number) : Duration.ofMinutes(number));
    }
    try {
      return Instant.parse(said);
    } catch (DateTimeParseException _) {
      throw new UsageFailure("--since takes a time such as 2026-03-01T12:00:00Z, or 90m, 24h, 7d");
    }
  }

  private NamedData register(OpenWorkspace workspace, String wanted, Path file) {
    try {
      return CollectedData.register(workspace.store(), name, wanted, file);
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure("bad-data-name", String.valueOf(wrong.getMessage()), wrong);
    }
  }
}
