package io.promptflow4j.cli.evaluator;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf evaluator list`: lists the built-in evaluators.
@Command(name = "list", description = "List the built-in evaluators.")
public final class EvaluatorListCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--kind",
      paramLabel = "code|judge|pairwise|bundle",
      description = "Only those that score this way.")
  private Evaluator.@Nullable Kind kind;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only those with this tag, such as rag, safety or promptflow.")
  private @Nullable String tag;

  private final Terminal terminal;

  public EvaluatorListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Evaluator> chosen =
        new FoundEvaluators(terminal)
            .all().stream()
                .filter(one -> kind == null || one.kind() == kind)
                .filter(one -> tag == null || one.tags().contains(tag))
                .toList();
    return new Reply(terminal, common)
        .tell(
            () -> Value.of(chosen.stream().map(FoundEvaluators::json).toList()),
            _ -> table(chosen));
  }

  private static String table(List<Evaluator> evaluators) {
    return evaluators.isEmpty()
        ? "No built-in evaluator is like that."
        : evaluators.stream().map(EvaluatorListCommand::row).collect(Collectors.joining("\n"));
  }

  private static String row(Evaluator evaluator) {
    return Printable.line(
        "%-26s %-8s %s"
            .formatted(
                evaluator.name(),
                FoundEvaluators.written(evaluator.kind()),
                evaluator.description()));
  }
}
