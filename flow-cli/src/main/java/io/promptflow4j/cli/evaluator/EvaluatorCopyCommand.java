package io.promptflow4j.cli.evaluator;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf evaluator copy`: copies a built-in evaluator to a folder, where it can be changed.
@Command(
    name = "copy",
    description = "Copy a built-in evaluator to a folder, to change it there.",
    footer = {"", "  pf evaluator copy groundedness my-groundedness"})
public final class EvaluatorCopyCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "A built-in evaluator.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The folder to make; one of the evaluator's name if not said.")
  private @Nullable Path folder;

  private final Terminal terminal;

  public EvaluatorCopyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String plain =
        name.startsWith(Evaluators.PREFIX) ? name.substring(Evaluators.PREFIX.length()) : name;
    Path target = folder == null ? Path.of(plain) : folder;
    return new Reply(terminal, common)
        .tell(() -> copied(plain, target), EvaluatorCopyCommand::told);
  }

  private Value.Mapping copied(String plain, Path target) {
    return new FoundEvaluators(terminal)
        .told(() -> {
          Evaluators.copy(plain, terminal.path(target));
          return new Fields().put("evaluator", plain).put("folder", target.toString()).end();
        });
  }

  private static String told(Value value) {
    return value instanceof Value.Mapping copied
            && copied.get("folder") instanceof Value.Text(var folder)
        ? Printable.line("Copied to %s. Use it with --evaluator %s.".formatted(folder, folder))
        : "";
  }
}
