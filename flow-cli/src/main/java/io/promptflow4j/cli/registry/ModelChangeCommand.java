package io.promptflow4j.cli.registry;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.registry.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The verbs that write something on a registered model and show it as it is then: `pf model
/// update`, `archive`, `restore`.
public abstract sealed class ModelChangeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "NAME[:VERSION]",
      description = "The registered model; its newest version if none is named.")
  private String name = "";

  private final Terminal terminal;

  private ModelChangeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public final Integer call() {
    change(Labels.NONE); // malformed options are told before anything is opened
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new Reply(terminal, common)
        .tell(() ->
            OpenRegistry.with(
                terminal,
                registry -> {
                  var entry = OpenRegistry.find(registry, name);
                  return EntryJson.of(
                      registry.relabel(
                          entry.reference(), this::change, OpenRegistry.who(terminal), now));
                }));
  }

  abstract Labels change(Labels before);

  /// `pf model update`.
  @Command(
      name = "update",
      description = "Change stage, description, tags and properties of a registered model.",
      footer = {"", "Example: pf model update lawyer:2 --stage production --tags team=legal"})
  public static final class Update extends ModelChangeCommand {

    @Mixin private LabelChanges labels = new LabelChanges();

    public Update(Terminal terminal) {
      super(terminal);
    }

    @Override
    Labels change(Labels before) {
      if (labels.isEmpty()) {
        throw new UsageFailure(
            "nothing is to change; say --stage, --description, --tags or --properties");
      }
      return labels.apply(before);
    }
  }

  /// `pf model archive`.
  @Command(
      name = "archive",
      description = "Take a version off the list; NAME:VERSION still works (pf model restore).")
  public static final class Archive extends ModelChangeCommand {
    public Archive(Terminal terminal) {
      super(terminal);
    }

    @Override
    Labels change(Labels before) {
      return before.withArchived(true);
    }
  }

  /// `pf model restore`.
  @Command(name = "restore", description = "Put an archived version on the list again.")
  public static final class Restore extends ModelChangeCommand {
    public Restore(Terminal terminal) {
      super(terminal);
    }

    @Override
    Labels change(Labels before) {
      return before.withArchived(false);
    }
  }
}
