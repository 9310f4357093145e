package io.promptflow4j.cli.endpoint.traffic;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.deployment.traffic.CollectedRow;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint feedback`: what callers thought, with the answers they thought it of.
@Command(
    name = "feedback",
    description = {
      "Show what callers thought, with the requests and answers that were kept.",
      "With --request: say what you think of an answer."
    },
    footer = {
      "",
      "Example: pf endpoint feedback --name shop --request 5f0c… --said '{\"rating\": 1}'"
    })
public final class FeedbackCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String name = "";

  @Option(
      names = "--request",
      paramLabel = "ID",
      description = "The request whose answer is meant.")
  private @Nullable String request;

  @Option(
      names = "--said",
      paramLabel = "JSON|TEXT",
      description = "What is thought of it: a JSON object, or a text.")
  private @Nullable String said;

  private final Terminal terminal;

  public FeedbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    if ((request == null) != (said == null)) {
      throw new UsageFailure("--request and --said belong together");
    }
    return work.with(workspace -> {
      var _ = EndpointWork.find(workspace, name);
      ServedTraffic traffic = workspace.store().traffic();
      if (request != null && said != null) {
        return give(work, traffic, request, said);
      }
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

  private int give(EndpointWork work, ServedTraffic traffic, String id, String thought) {
    if (traffic.named(name, id).isEmpty()) {
      throw new CommandFailure(
          "no-such-request",
          "no request '%s' of endpoint '%s' is kept".formatted(Printable.line(id), name));
    }
    var kept =
        new Feedback(
            name,
            Optional.of(id),
            Optional.empty(),
            Instant.now().truncatedTo(ChronoUnit.MICROS),
            Feedback.read(thought));
    traffic.keep(kept);
    return work.tell(kept.said(), "Kept beside request %s.".formatted(Printable.line(id)));
  }
}
