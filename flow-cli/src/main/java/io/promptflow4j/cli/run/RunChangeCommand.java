package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.run.RunJson;
import io.promptflow4j.cli.request.LabelOptions;
import io.promptflow4j.cli.request.Overrides;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The verbs that change one thing of a run and show it as it is then: `pf run archive`, `restore`,
/// `update`, `cancel`.
public abstract sealed class RunChangeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();

  private final Terminal terminal;

  private RunChangeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public final Integer call() {
    String name = run.name();
    return new Reply(terminal, common)
        .tell(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            Run found = workspace.find(name);
            change(found, workspace.store());
            return RunJson.of(workspace.find(found.name().value()));
          }
        });
  }

  abstract void change(Run found, RunStore store);

  /// `pf run archive`.
  @Command(
      name = "archive",
      description = "Take a run off the list; nothing of it is lost (pf run restore).")
  public static final class Archive extends RunChangeCommand {
    public Archive(Terminal terminal) {
      super(terminal);
    }

    @Override
    void change(Run found, RunStore store) {
      store.archive(found.name(), true);
    }
  }

  /// `pf run restore`.
  @Command(name = "restore", description = "Put an archived run on the list again.")
  public static final class Restore extends RunChangeCommand {
    public Restore(Terminal terminal) {
      super(terminal);
    }

    @Override
    void change(Run found, RunStore store) {
      store.archive(found.name(), false);
    }
  }

  /// `pf run cancel`.
  @Command(
      name = "cancel",
      description = "Stop a run, whichever process works on it; it can be resumed.")
  public static final class Cancel extends RunChangeCommand {
    private final Terminal terminal;

    public Cancel(Terminal terminal) {
      super(terminal);
      this.terminal = terminal;
    }

    @Override
    void change(Run found, RunStore store) {
      switch (found.status()) {
        case NOT_STARTED, RUNNING -> {
          store.requestCancel(found.name());
          terminal.tell(
              "Run '%s' was asked to stop; calls under way may end. Go on with: pf run resume --name %1$s"
                  .formatted(found.name()));
        }
        case COMPLETED, FAILED, CANCELED ->
            terminal.tell(
                "Run '%s' is %s already; there is nothing to cancel."
                    .formatted(found.name(), found.status().label()));
      }
    }
  }

  /// `pf run update`.
  @Command(
      name = "update",
      description = "Change what is written on a run.",
      footer = {
        "",
        "Example: pf run update --name my-run --set display_name='Second try' tags.a=b"
      })
  public static final class Update extends RunChangeCommand {

    @Mixin private LabelOptions labels = new LabelOptions();

    @Option(
        names = "--set",
        arity = "1..*",
        paramLabel = "PATH=VALUE",
        description = "display_name=…, description=…, tags.KEY=….")
    private List<String> set = new ArrayList<>();

    public Update(Terminal terminal) {
      super(terminal);
    }

    @Override
    void change(Run found, RunStore store) {
      RunName name = found.name();
      var changed = Overrides.read(set).labels(labels.over(found.labels()));
      if (changed.equals(found.labels())) {
        throw new UsageFailure(
            "nothing is changed; say --set display_name=…, description=… or tags.KEY=…");
      }
      store.relabel(name, changed);
    }
  }
}
