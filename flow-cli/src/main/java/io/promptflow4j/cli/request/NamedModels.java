package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.graph.needs.RegisteredNames;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.store.RunStores;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Loads a flow with the registered models that its nodes name, as runs do.
public final class NamedModels {

  private NamedModels() {}

  /// The flow, with what the names of registered models stand for. The registry is looked into only
  /// if a node names a model and there is a workspace; if it can't be read, names stand for
  /// themselves, and a line says so.
  ///
  /// @throws CommandFailure if aliases lead in a circle
  public static Flow load(Path path, FlowSettings written, Terminal terminal) {
    FlowSettings settings = switched(written, terminal);
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
    return named(terminal, names -> RegisteredNames.bindings(flow.graph(), names), Map.of());
  }

  /// With what the model for all nodes stands for, if it names a registered one.
  private static FlowSettings switched(FlowSettings settings, Terminal terminal) {
    return settings
        .model()
        .or(() -> terminal.variable("PF_MODEL"))
        .filter(RegisteredNames::mayBe)
        .flatMap(model ->
            named(terminal, names -> RegisteredNames.switched(model, names), Optional.empty()))
        .map(settings::withModel)
        .orElse(settings);
  }

  /// Registered models by names that are known only when a node calls its model. The registry is
  /// opened for each.
  public static ModelNames whenCalled(Terminal terminal) {
    return new ModelNames(
        reference -> lookedUp(terminal, store -> store.models().find(reference), Optional.empty()));
  }

  private static <T> T named(Terminal terminal, Function<ModelNames, T> work, T otherwise) {
    return lookedUp(terminal, store -> work.apply(new ModelNames(store.models()::find)), otherwise);
  }

  private static <T> T lookedUp(Terminal terminal, Function<RunStore, T> work, T otherwise) {
    try (var store = RunStores.open(terminal.path(Path.of("")), terminal.environment())) {
      return work.apply(store);
    } catch (RegistryException circle) {
      throw new CommandFailure(circle.code(), String.valueOf(circle.getMessage()), circle);
    } catch (RunStoreException | IllegalArgumentException unreadable) {
      terminal.tell(
          "pf: warning: registered models can't be looked up: "
              + Printable.line(String.valueOf(unreadable.getMessage())));
      return otherwise;
    }
  }
}
