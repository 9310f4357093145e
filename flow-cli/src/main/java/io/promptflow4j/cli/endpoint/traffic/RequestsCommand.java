package io.promptflow4j.cli.endpoint.traffic;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.deployment.traffic.CollectedRow;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
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

/// `pf endpoint requests`: the requests that were kept, or one of them.
@Command(
    name = "requests",
    description = {
      "List requests that were kept, the newest first, or show one with inputs, outputs, feedback.",
      "What is kept is up to data_collector of the deployment, and how long to retention of the",
      "endpoint."
    },
    footer = {"", "Example: pf endpoint requests --name shop --since 24h"})
public final class RequestsCommand implements Callable<Integer> {

  private static final int LONGEST = 60;

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

  @Option(names = "--completed", description = "Only those that did not fail.")
  private boolean completed;

  @Option(names = "--with-shadows", description = "Answers of mirrors as well.")
  private boolean shadows;

  @Option(
      names = {"-r", "--max-results"},
      paramLabel = "NUMBER",
      description = "How many at most; 20 if not said.")
  private int most = 20;

  @Option(names = "--request", paramLabel = "ID", description = "Show this one.")
  private @Nullable String request;

  private final Terminal terminal;

  public RequestsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (most < 1 || most > 10_000) {
      throw new UsageFailure("--max-results takes 1 to 10000");
    }
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> {
      var _ = EndpointWork.find(workspace, name);
      ServedTraffic traffic = workspace.store().traffic();
      return request == null ? list(work, traffic) : show(work, traffic, request);
    });
  }

  private int list(EndpointWork work, ServedTraffic traffic) {
    List<ServedRequest> found = traffic.newest(choice(), most);
    ServedTraffic.Amount amount = traffic.amount(name);
    List<Value> rows = found.stream().<Value>map(CollectedRow::served).toList();
    return work.tell(
        new Fields()
            .put("requests", rows)
            .put("kept", amount.requests())
            .put("feedback", amount.feedback())
            .put("oldest", amount.oldest().map(Object::toString))
            .end(),
        found.isEmpty()
            ? "No such request of endpoint '%s' is kept.".formatted(name)
            : found.stream().map(RequestsCommand::line).collect(Collectors.joining("\n"))
                + "\n%d of %d that are kept."
                    .formatted(found.size(), Math.max(found.size(), amount.requests())));
  }

  private Choice choice() {
    Choice choice =
        Choice.of(name)
            .withDeployment(Optional.ofNullable(deployment))
            .withRole(shadows ? Optional.empty() : Optional.of(ServedRequest.Role.ANSWER))
            .withSince(Optional.ofNullable(since).map(CollectCommand::moment));
    return completed ? choice.completed() : choice;
  }

  private static String line(ServedRequest one) {
    return Printable.line(
        "%s  %s  %s%s  %d ms  %s  %s"
            .formatted(
                one.begun(),
                one.id(),
                one.deployment(),
                one.role() == ServedRequest.Role.SHADOW ? " (mirror)" : "",
                one.took().toMillis(),
                one.code().map(code -> "failed: " + code).orElse("completed"),
                cut(StrictJson.write(one.inputs()))));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private int show(EndpointWork work, ServedTraffic traffic, String id) {
    List<ServedRequest> found = traffic.named(name, id);
    if (found.isEmpty()) {
      throw new CommandFailure(
          "no-such-request",
          "no request '%s' of endpoint '%s' is kept".formatted(Printable.line(id), name));
    }
    var rows = new CollectedRow(traffic.feedback(name));
    return work.tell(
        new Fields().put("requests", found.stream().<Value>map(rows::of).toList()).end());
  }
}
