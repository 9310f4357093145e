package io.promptflow4j.cli.registry;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryChange;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf model history`: who changed what of a registered model, and when.
@Command(
    name = "history",
    description = "Show every change of a registered model, the newest first.")
public final class ModelHistoryCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "NAME", description = "The registered model.")
  private String name = "";

  private final Terminal terminal;

  public ModelHistoryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var found = new ArrayList<RegistryChange>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              found.addAll(OpenRegistry.with(terminal, this::history));
              return Value.of(found.stream().map(EntryJson::of).toList());
            },
            _ -> found.stream().map(ModelHistoryCommand::line).collect(Collectors.joining("\n")));
  }

  private List<RegistryChange> history(ModelRegistry registry) {
    List<RegistryChange> changes = registry.history(name);
    if (changes.isEmpty()) {
      OpenRegistry.find(registry, name); // fails, and says what is there
    }
    return changes;
  }

  private static String line(RegistryChange change) {
    return Printable.line(
        "%s  %s:%d  %s by %s%s"
            .formatted(
                EntryJson.time(change.when()),
                change.name(),
                change.version(),
                change.what().written(),
                change.who(),
                difference(change)));
  }

  private static String difference(RegistryChange change) {
    Map<String, Value> before = fields(change.before());
    Map<String, Value> after = fields(change.after());
    if (before.isEmpty() || after.isEmpty()) {
      return "";
    }
    return new TreeSet<>(after.keySet())
        .stream()
            .filter(field -> !Objects.equals(after.get(field), before.get(field)))
            .map(field ->
                "%s: %s → %s"
                    .formatted(
                        field,
                        StrictJson.write(before.getOrDefault(field, Value.Null.NULL)),
                        StrictJson.write(after.getOrDefault(field, Value.Null.NULL))))
            .collect(Collectors.joining(", ", "  (", ")"));
  }

  private static Map<String, Value> fields(Optional<RegistryEntry> entry) {
    return entry.<Map<String, Value>>map(one -> EntryJson.of(one).entries()).orElse(Map.of());
  }
}
