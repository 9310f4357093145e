package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.graph.needs.RegisteredNames;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.store.RunStores;
import java.nio.file.Path;
import java.util.Map;

/// Loads a flow with the registered models that its nodes name, as runs do.
public final class NamedModels {

  private NamedModels() {}

  /// The flow, with what the names of registered models stand for. The registry is looked into only
  /// if a node names a model and there is a workspace; if it can't be read, names stand for
  /// themselves, and a line says so.
  ///
  /// @throws CommandFailure if aliases lead in a circle
  public static Flow load(Path path, FlowSettings settings, Terminal terminal) {
    Flow flow = Flow.load(path, settings);
    Map<String, Map<String, String>> bound;
    try {
      bound = bindings(flow, terminal);
    } catch (RuntimeException failed) {
      flow.close();
      throw failed;
    }
    if (bound.isEmpty()) {
      return flow;
    }
    flow.close();
    return Flow.load(
        path, settings.withConnections(RegisteredNames.under(settings.connections(), bound)));
  }

  private static Map<String, Map<String, String>> bindings(Flow flow, Terminal terminal) {
    if (!RegisteredNames.mayBeIn(flow.graph())) {
      return Map.of();
    }
    try (var store = RunStores.open(terminal.path(Path.of("")), terminal.environment())) {
      return RegisteredNames.bindings(flow.graph(), new ModelNames(store.models()::find));
    } catch (RegistryException circle) {
      throw new CommandFailure(circle.code(), String.valueOf(circle.getMessage()), circle);
    } catch (RunStoreException | IllegalArgumentException unreadable) {
      terminal.tell(
          "pf: warning: registered models can't be looked up: "
              + Printable.line(String.valueOf(unreadable.getMessage())));
      return Map.of();
    }
  }
}
