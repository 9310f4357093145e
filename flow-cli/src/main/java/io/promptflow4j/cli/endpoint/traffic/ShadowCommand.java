package io.promptflow4j.cli.endpoint.traffic;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.deployment.traffic.ShadowComparison;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint mirror`: compares what a mirror said with what callers got.
@Command(
    name = "mirror",
    description = "Compare the answers of a mirror with those that callers got.",
    footer = {
      "",
      "Example: pf endpoint mirror --name shop --deployment-name green",
      "Mirrors are set with pf endpoint update --mirror-traffic green=10."
    })
public final class ShadowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String name = "";

  @Option(
      names = {"-d", "--deployment-name"},
      required = true,
      paramLabel = "NAME",
      description = "The mirror.")
  private String deployment = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only what came since: a time such as 2026-03-01T12:00:00Z, or 24h, 7d.")
  private @Nullable String since;

  @Option(
      names = "--show",
      paramLabel = "NUMBER",
      description = "How many pairs that differ to show; 3 if not said.")
  private int shown = 3;

  private final Terminal terminal;

  public ShadowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> {
      var _ = EndpointWork.find(workspace, name);
      Choice choice =
          Choice.of(name).withSince(Optional.ofNullable(since).map(CollectCommand::moment));
      try (Stream<ServedRequest> all = workspace.store().traffic().requests(choice)) {
        ShadowComparison compared = ShadowComparison.of(all, deployment, Math.max(0, shown));
        return work.tell(compared.json(), text(compared));
      }
    });
  }

  private String text(ShadowComparison compared) {
    if (compared.pairs() == 0) {
      return "No mirrored answers of '%s' are kept.".formatted(deployment);
    }
    Value.Mapping json = compared.json();
    var lines = new ArrayList<String>();
    lines.add(
        "%d requests have an answer and one of '%s'; %d (%d %%) are the same."
            .formatted(
                compared.pairs(),
                deployment,
                compared.same(),
                Math.round(100.0 * compared.same() / compared.pairs())));
    for (String side : List.of("answers", "shadows")) {
      lines.add(
          "  %s: %s"
              .formatted(
                  side, StrictJson.write(json.entries().getOrDefault(side, Value.Null.NULL))));
    }
    for (ShadowComparison.Pair pair : compared.differing()) {
      lines.add("request " + pair.answer().id());
      lines.add("  asked:  " + StrictJson.write(pair.answer().inputs()));
      lines.add("  answer: " + side(pair.answer()));
      lines.add("  shadow: " + side(pair.shadow()));
    }
    return String.join("\n", lines);
  }

  private static String side(ServedRequest request) {
    return "%s %s"
        .formatted(
            request.deployment(),
            request
                .code()
                .map(code -> "failed: " + code)
                .orElse(StrictJson.write(request.outputs())));
  }
}
