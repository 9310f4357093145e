package io.promptflow4j.cli.migrate;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.migration.FlowVerdict;
import io.promptflow4j.core.engine.migration.MigrationCheck;
import io.promptflow4j.core.engine.migration.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf migrate check`: says of each flow in a folder tree whether it runs here, and if not, why.
@Command(
    name = "check",
    description = {
      "Say of each flow in a folder tree whether it runs here, and if not, what is missing.",
      "Nothing in the tree is run, nothing is sent."
    },
    footer = {"", "Exit codes: 0 all flows run, 1 some do not, 2 called wrongly."})
public final class MigrateCheckCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Parameters(paramLabel = "DIR", description = "The folder tree, or one flow file.")
  private Path folder = Path.of("");

  private final Terminal terminal;

  public MigrateCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path root = terminal.path(folder);
    if (!Files.exists(root)) {
      throw new CommandFailure("file-not-found", "there is no folder '%s'".formatted(folder));
    }
    var text = new VerdictText(root, terminal.style(Stream.OUT));
    var verdicts = new ArrayList<FlowVerdict>();
    try (var found = new MigrationCheck(settings.settings(terminal)).tree(root)) {
      found.forEachOrdered(one -> {
        verdicts.add(one);
        if (!common.isJson()) {
          text.of(one, common.isVerbose()).forEach(terminal::printLine);
        }
      });
    } catch (IOException unreadable) {
      throw new CommandFailure(
          "file-not-found", "'%s' can't be read: %s".formatted(folder, unreadable.getMessage()));
    }
    terminal.printLine(
        common.isJson()
            ? StrictJson.write(VerdictJson.of(root, verdicts))
            : VerdictText.summary(verdicts));
    return doAllRun(verdicts) ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static boolean doAllRun(List<FlowVerdict> verdicts) {
    return verdicts.stream().allMatch(one -> one.verdict() == Verdict.RUNS);
  }
}
