package io.promptflow4j.cli.endpoint.traffic;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.deployment.traffic.CollectedRow;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint feedback`: what callers thought, with the answers they thought it of.
@Command(
    name = "feedback",
    description = "Show what callers thought, with the requests and answers that were kept.")
public final class FeedbackCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String name = "";

  private final Terminal terminal;

  public FeedbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> {
      var _ = EndpointWork.find(workspace, name);
      ServedTraffic traffic = workspace.store().traffic();
      var joined = new CollectedRow(traffic.feedback(name));
      List<Value> rows = new ArrayList<>();
      try (Stream<ServedRequest> all = traffic.requests(Choice.of(name))) {
        all.filter(one -> one.role() == ServedRequest.Role.ANSWER)
            .filter(one -> !joined.feedback(one).isEmpty())
            .map(joined::of)
            .forEach(rows::add);
      }
      List<Value> said =
          traffic.feedback(name).stream()
              .<Value>map(one ->
                  new Fields()
                      .put("when", one.when().toString())
                      .put("request_id", one.request())
                      .put("trace", one.trace())
                      .put("said", one.said())
                      .end())
              .toList();
      return work.tell(new Fields().put("feedback", said).put("joined", rows).end());
    });
  }
}
