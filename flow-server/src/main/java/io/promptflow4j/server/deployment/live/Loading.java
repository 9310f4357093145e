package io.promptflow4j.server.deployment.live;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.deployment.FlowVersions;
import io.promptflow4j.core.engine.deployment.FlowVersions.LoadedVersion;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.server.deployment.ServedFlow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Loads the flows of deployments.
///
/// @param around what the machine gives to flows
/// @param limit how long a call may take, unless the deployment says less or more
/// @param shownOutputs the outputs that callers see; see [ServedFlow]
/// @param ended is told of each call: `endpoint/deployment`, and what came of it
public record Loading(
    RunStore store,
    FlowSettings around,
    Duration limit,
    Optional<List<String>> shownOutputs,
    BiConsumer<String, FlowResult> ended) {

  private static final int MOST_MISTAKES = 5;

  /// Something in a deployment keeps it from being served. The message says what.
  static final class NotLoaded extends Exception {
    private static final long serialVersionUID = 1L;

    NotLoaded(String message, Throwable cause) {
      super(message, cause);
    }

    /// What is wrong.
    String reason() {
      return String.valueOf(getMessage());
    }
  }

  LiveDeployment load(String endpoint, Deployment deployment, Runnable closed) throws NotLoaded {
    try {
      LoadedVersion loaded = new FlowVersions(store).load(deployment, around);
      var flow =
          new ServedFlow(
              endpoint,
              loaded.flow(),
              shownOutputs,
              deployment.limits().timeout().orElse(limit),
              result -> ended.accept(endpoint + "/" + deployment.name(), result));
      return new LiveDeployment(deployment, loaded, flow, closed);
    } catch (FlowLoadException mistakes) {
      throw new NotLoaded(
          mistakes.diagnostics().stream()
              .filter(Diagnostic::isError)
              .limit(MOST_MISTAKES)
              .map(one -> "%s: %s".formatted(one.place(), one.message()))
              .collect(Collectors.joining("; ")),
          mistakes);
    } catch (EndpointException | SnapshotException | ConnectionException missing) {
      throw new NotLoaded(String.valueOf(missing.getMessage()), missing);
    } catch (RuntimeException defect) { // one flow must not keep the others from being served
      throw new NotLoaded(String.valueOf(defect), defect);
    }
  }
}
