package io.promptflow4j.cli.endpoint;

import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.deployment.traffic.LogLine;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint logs`, and `pf deployment logs`: what happened to them while they were served.
@Command(
    name = "logs",
    aliases = "get-logs",
    description = "Show what happened: versions loaded and closed, changes of traffic, failures.")
public final class LogsCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-e", "--endpoint-name"},
      paramLabel = "NAME",
      description = "The endpoint.")
  private @Nullable String endpoint;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Of pf endpoint: the endpoint. Of pf deployment: the deployment.")
  private @Nullable String name;

  @Option(
      names = {"-l", "--lines"},
      paramLabel = "NUMBER",
      description = "How many lines at most; 50 if not said.")
  private int lines = 50;

  private final Terminal terminal;

  public LogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> {
      String of = Optional.ofNullable(endpoint).or(() -> Optional.ofNullable(name)).orElse("");
      Optional<String> deployment = endpoint == null ? Optional.empty() : Optional.ofNullable(name);
      var _ = EndpointWork.find(workspace, of);
      List<LogLine> found = workspace.store().traffic().log(of, deployment, 0, Math.max(1, lines));
      return work.tell(
          Value.of(found.stream().map(LogsCommand::json).toList()),
          found.stream().map(LogsCommand::text).collect(Collectors.joining("\n")));
    });
  }

  private static String text(LogLine line) {
    return "%s %s%s"
        .formatted(
            line.when(),
            line.deployment().map(name -> name + ": ").orElse(""),
            Printable.line(line.text()));
  }

  private static Value.Mapping json(LogLine line) {
    return new Fields()
        .put("number", line.number())
        .put("when", line.when().toString())
        .put("deployment", line.deployment())
        .put("text", line.text())
        .end();
  }
}
