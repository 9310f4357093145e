package io.promptflow4j.cli.endpoint.traffic;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.CanaryJson;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.deployment.traffic.CanaryPair;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.deployment.canary.CanaryDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint canary`: begins a trial of a deployment on live traffic, shows it, or cancels it.
@Command(
    name = "canary",
    description = {
      "Try a deployment on live traffic: an evaluator scores answers of both, a sequential test",
      "decides, and the server promotes it or rolls it back. Without --candidate: show the canary."
    },
    footer = {
      "",
      "Example: pf endpoint canary --name shop --candidate green --percent 10 \\",
      "           --evaluator builtin:f1_score --margin 0.05"
    })
public final class CanaryCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String name = "";

  @Option(names = "--candidate", paramLabel = "NAME", description = "The deployment on trial.")
  private @Nullable String candidate;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "The one to beat; that with the most traffic if not said.")
  private @Nullable String baseline;

  @Option(
      names = "--percent",
      paramLabel = "NUMBER",
      description = "How much of the traffic the candidate gets; 10 if not said.")
  private int percent = 10;

  @Option(
      names = "--evaluator",
      paramLabel = "builtin:NAME|DIR",
      description = "What scores the answers.")
  private @Nullable String evaluator;

  @Option(
      names = "--score",
      paramLabel = "NAME",
      description = "The score that counts, if the evaluator has several.")
  private @Nullable String score;

  @Option(
      names = "--column-mapping",
      arity = "1..*",
      paramLabel = "INPUT=VALUE",
      description = {
        "Where an input of the evaluator comes from: '$${data.INPUT}' of the request,",
        "'$${run.outputs.OUTPUT}' of the answer, or a constant; by its name if not said."
      })
  private List<String> mapping = new ArrayList<>();

  @Option(
      names = "--margin",
      paramLabel = "NUMBER",
      description =
          "The smallest difference of scores that matters; a tenth of their range if not said.")
  private @Nullable Double margin;

  @Option(
      names = "--lowest",
      paramLabel = "NUMBER",
      description = "The lowest score, if the evaluator doesn't say.")
  private @Nullable Double lowest;

  @Option(
      names = "--highest",
      paramLabel = "NUMBER",
      description = "The highest score, if the evaluator doesn't say.")
  private @Nullable Double highest;

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      description =
          "How often better or worse may be said of two that are alike; 0.05 if not said.")
  private double alpha = 0.05;

  @Option(
      names = "--miss-rate",
      paramLabel = "SHARE",
      description = "How often a difference of the margin may be missed; 0.05 if not said.")
  private double missRate = 0.05;

  @Option(
      names = "--max-pairs",
      paramLabel = "NUMBER",
      description = "After how many pairs of answers it goes back undecided; 2000 if not said.")
  private int maxPairs = 2_000;

  @Option(names = "--cancel", description = "End the canary that runs, and split as before it.")
  private boolean cancel;

  private final Terminal terminal;

  public CanaryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> {
      Endpoint endpoint = EndpointWork.find(workspace, name);
      if (cancel) {
        Endpoint now = work.deployer(workspace).cancelCanary(name);
        return work.tell(
            shown(workspace, now),
            "The canary is canceled; traffic is %s.".formatted(Split.write(now.traffic())));
      }
      if (candidate == null) {
        return work.tell(shown(workspace, endpoint));
      }
      if (percent < 1 || percent > 99) {
        throw new UsageFailure("--percent takes 1 to 99");
      }
      Endpoint begun = work.deployer(workspace).begin(name, draft(endpoint, candidate), percent);
      return work.tell(
          shown(workspace, begun),
          "'%s' gets %d %%; pf endpoint canary --name %s shows how it does."
              .formatted(candidate, percent, name));
    });
  }

  private static Value.Mapping shown(OpenWorkspace workspace, Endpoint endpoint) {
    Canary canary =
        endpoint
            .canary()
            .orElseThrow(() ->
                new EndpointException(
                    "no-such-canary",
                    "endpoint '%s' has no canary; begin one with --candidate"
                        .formatted(endpoint.name())));
    List<CanaryPair> pairs = workspace.store().traffic().pairs(endpoint.name(), canary.begun(), 0);
    var fields = new Fields();
    CanaryJson.of(canary).entries().forEach(fields::put);
    return fields
        .put("running", canary.isRunning())
        .put("traffic", Split.write(endpoint.traffic()))
        .put("scored_pairs", pairs.size())
        .put("baseline_mean", mean(pairs.stream().mapToDouble(CanaryPair::baseline).toArray()))
        .put("candidate_mean", mean(pairs.stream().mapToDouble(CanaryPair::candidate).toArray()))
        .end();
  }

  private static Value mean(double[] scores) {
    return scores.length == 0
        ? Value.Null.NULL
        : Value.of(Arrays.stream(scores).average().orElse(0));
  }

  private Canary draft(Endpoint endpoint, String wanted) {
    if (evaluator == null) {
      throw new UsageFailure("say what scores the answers: --evaluator builtin:NAME, or a folder");
    }
    Path folder = terminal.path(Path.of(evaluator));
    String reference =
        !evaluator.startsWith(Evaluators.PREFIX) && Files.exists(folder)
            ? folder.toAbsolutePath().normalize().toString()
            : evaluator;
    Map<String, String> told = Assignment.readAll("--column-mapping", mapping);
    var draft =
        new CanaryDraft(
            wanted,
            Optional.ofNullable(baseline),
            reference,
            Optional.ofNullable(score),
            Optional.ofNullable(lowest),
            Optional.ofNullable(highest),
            Optional.ofNullable(margin),
            alpha,
            missRate,
            maxPairs,
            new TreeMap<>(told));
    try {
      return draft.on(endpoint, Evaluators.ofUser(terminal.environment()));
    } catch (EvaluatorException missing) {
      throw new CommandFailure(
          "no-such-evaluator", Printable.line(String.valueOf(missing.getMessage())), missing);
    }
  }
}
