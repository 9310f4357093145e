package io.promptflow4j.cli.registry;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Keyboard;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.deployment.DeployedModels;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pf model delete`: removes one version of a registered model.
@Command(
    name = "delete",
    description = "Remove a version of a registered model (pf model archive only hides it).")
public final class ModelDeleteCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "NAME:VERSION", description = "The version to remove.")
  private String name = "";

  @Option(
      names = {"-y", "--yes", "--assume-yes"},
      description = "Don't ask whether it is meant.")
  private boolean yes;

  private final Terminal terminal;

  public ModelDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (RegistryReference.parse(name).filter(one -> one.version().isPresent()).isEmpty()) {
      throw new UsageFailure(
          "name the version to delete, such as %s:1".formatted(Printable.line(name)));
    }
    return new Reply(terminal, common)
        .tell(
            () -> OpenRegistry.inStore(terminal, this::delete),
            _ -> "'%s' is deleted; its history stays.".formatted(Printable.line(name)));
  }

  private Value.Mapping delete(RunStore store) {
    ModelRegistry registry = store.models();
    RegistryEntry entry = OpenRegistry.find(registry, name);
    if (!yes && !new Keyboard(terminal).isMeant("Delete '%s'?".formatted(entry.reference()))) {
      throw new CommandFailure("not-deleted", "nothing was deleted");
    }
    registry.delete(
        entry.reference(),
        new DeployedModels(store.endpoints()),
        OpenRegistry.who(terminal),
        Instant.now().truncatedTo(ChronoUnit.MICROS));
    return new Fields().put("deleted", entry.reference().toString()).end();
  }
}
