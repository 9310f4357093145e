package io.promptflow4j.cli.registry;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pf model registered`: the registered models, or the versions of one.
@Command(
    name = "registered",
    description = "List your registered models in their newest versions; or the versions of one.",
    footer = {"", "Example: pf model registered --tag team=legal --stage production"})
public final class ModelRegisteredCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "All versions of this one.")
  private @Nullable String name;

  @Option(
      names = "--tag",
      paramLabel = "KEY[=VALUE]",
      description = "Only versions with this tag; may be given several times.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--stage", paramLabel = "STAGE", description = "Only versions of this stage.")
  private @Nullable String stage;

  @Option(names = "--include-archived", description = "Archived versions too.")
  private boolean withArchived;

  private final Terminal terminal;

  public ModelRegisteredCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (stage != null) {
      LabelChanges.stage(stage);
    }
    var found = new ArrayList<RegistryEntry>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              found.addAll(OpenRegistry.with(terminal, this::entries));
              return Value.of(found.stream().map(EntryJson::of).toList());
            },
            _ -> table(found));
  }

  private List<RegistryEntry> entries(ModelRegistry registry) {
    if (name != null) {
      List<RegistryEntry> versions = registry.versions(name);
      return versions.isEmpty()
          ? List.of(OpenRegistry.find(registry, name))
          : versions.stream().filter(this::isTagged).toList();
    }
    return registry.names().stream()
        .flatMap(one -> registry.versions(one).stream().filter(this::isWanted).findFirst().stream())
        .toList();
  }

  private boolean isWanted(RegistryEntry entry) {
    return (withArchived || !entry.labels().archived()) && isTagged(entry);
  }

  private boolean isTagged(RegistryEntry entry) {
    Map<String, String> known = entry.labels().tags();
    return (stage == null || entry.labels().stage().written().equals(stage))
        && tags.stream()
            .allMatch(tag -> {
              String[] parts = tag.split("=", 2);
              String value = known.get(parts[0]);
              return value != null && (parts.length == 1 || value.equals(parts[1]));
            });
  }

  private String table(List<RegistryEntry> found) {
    if (found.isEmpty()) {
      return "No registered model is like that. Register one with pf model register.";
    }
    var grid =
        new Grid(List.of("name", "kind", "model", "connection", "stage", "tags", "description"));
    for (RegistryEntry entry : found) {
      grid.add(
          List.of(
              entry.reference().toString(),
              entry.target().kind().written(),
              entry.target().model(),
              entry.target().connection().orElse(""),
              entry.labels().stage().written() + (entry.labels().archived() ? " (archived)" : ""),
              entry.labels().tags().entrySet().stream()
                  .map(tag -> tag.getKey() + "=" + tag.getValue())
                  .collect(Collectors.joining(" ")),
              entry.labels().description()));
    }
    return grid.text(terminal.width());
  }
}
