package io.promptflow4j.server.route.endpoint;

import io.promptflow4j.core.deployment.Deployment.Binding;
import io.promptflow4j.core.deployment.Monitoring;
import io.promptflow4j.core.deployment.file.DeploymentFile;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;

/// Keeps requests from bringing code, files or an environment: those come from the machine that
/// serves, by `pf deployment`.
final class NoCode {

  private NoCode() {}

  /// @throws FaultException if a deployment's request names a flow's folder, files of connections
  ///   or variables
  static void check(DeploymentFile file) {
    if (file.flow().isPresent()
        || file.binding().filter(NoCode::reaches).isPresent()
        || file.monitoring().filter(NoCode::reaches).isPresent()) {
      throw new FaultException(
          Fault.of(
              403,
              "no-code-by-http",
              "A request names no folder, no file and no variables: use pf deployment where the"
                  + " server runs, or ?like=ENDPOINT/DEPLOYMENT for a flow that is there."));
    }
  }

  /// Whether it names an evaluator of its own, which is a flow.
  private static boolean reaches(Monitoring monitoring) {
    return !monitoring.evaluators().stream().allMatch(one -> one.startsWith(Evaluators.PREFIX));
  }

  private static boolean reaches(Binding binding) {
    return !binding.environment().isEmpty()
        || !binding.connectionFiles().isEmpty()
        || binding.connections().values().stream()
            .flatMap(fields -> fields.values().stream())
            .anyMatch(value -> value.contains("/") || value.contains("\\"));
  }
}
