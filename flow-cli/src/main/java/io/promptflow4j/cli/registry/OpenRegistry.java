package io.promptflow4j.cli.registry;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.source.Suggestion;
import java.util.function.Function;

/// The registered models that somebody at `terminal` means.
final class OpenRegistry {

  private OpenRegistry() {}

  /// Does something with them.
  ///
  /// @throws CommandFailure if the registry can't do it
  static <T> T with(Terminal terminal, Function<ModelRegistry, T> work) {
    return inStore(terminal, store -> work.apply(store.models()));
  }

  /// Does something with the store that has them.
  ///
  /// @throws CommandFailure if the registry can't do it
  static <T> T inStore(Terminal terminal, Function<RunStore, T> work) {
    try (var workspace = OpenWorkspace.of(terminal)) {
      return work.apply(workspace.store());
    } catch (RegistryException wrong) {
      throw new CommandFailure(wrong.code(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /// The entry that is written as `NAME`, `NAME:VERSION` or `NAME@STAGE`.
  ///
  /// @throws CommandFailure if there is none; the message names what is there
  static RegistryEntry find(ModelRegistry registry, String written) {
    return RegistryReference.parse(written)
        .flatMap(registry::find)
        .orElseThrow(() ->
            new CommandFailure(
                "no-such-entry",
                "no registered model is called '%s'%s"
                    .formatted(Printable.line(written), instead(registry, written))));
  }

  private static String instead(ModelRegistry registry, String written) {
    var names = registry.names();
    if (names.isEmpty()) {
      return "; none is registered here. Register one with pf model register.";
    }
    String name = written.split("[:@]", 2)[0];
    return names.contains(name)
        ? "; see its versions with pf model registered " + name
        : "." + Suggestion.didYouMean(name, names);
  }

  /// Who is at work, for the record.
  static String who(Terminal terminal) {
    return OpenAccess.who(terminal);
  }
}
