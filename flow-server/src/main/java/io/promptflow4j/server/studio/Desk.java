package io.promptflow4j.server.studio;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.experiment.ExperimentRefusedException;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.route.Bodies;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where requests of the studio's pages are taken in: their bodies read, their parameters checked,
/// and what the workspace refuses told in the words it has for it.
///
/// @param bodies reads bodies
public record Desk(Bodies bodies) {

  private static final int MOST_TOLD = 20;

  /// The body of a request.
  ///
  /// @throws FaultException if it is no JSON object
  public Asked asked(Context ctx) {
    return new Asked(ScoreInputs.object(bodies.read(ctx)));
  }

  /// A run's name in the address.
  public static RunName run(Context ctx, String parameter) {
    return new RunName(ctx.pathParam(parameter));
  }

  /// A number in the query.
  ///
  /// @throws FaultException if it is none, or more than `most`
  public static long number(Context ctx, String name, long usual, long most) {
    @Nullable String said = ctx.queryParam(name);
    if (said == null || said.isEmpty()) {
      return usual;
    }
    if (!said.matches("\\d{1,15}") || Long.parseLong(said) > most) {
      throw new FaultException(
          Fault.badRequest("bad-parameter", "%s is a number up to %d.".formatted(name, most)));
    }
    return Long.parseLong(said);
  }

  /// A handler with what goes wrong in it as faults.
  public static Handler guarded(Handler handler) {
    return ctx -> {
      try {
        handler.handle(ctx);
      } catch (RuntimeException problem) {
        throw fault(problem);
      }
    };
  }

  private static RuntimeException fault(RuntimeException problem) {
    return switch (problem) {
      case FaultException told -> told;
      case RunStoreException.NoSuchRun missing -> fault(404, "no-such-run", missing);
      case RunStoreException.RunExists taken -> fault(409, "run-exists", taken);
      case RunStoreException.RunOwned owned -> fault(409, "run-owned", owned);
      case RunStoreException store ->
          store.isRetryable() ? fault(503, store.code(), store) : fault(500, store.code(), store);
      case RunRefusedException refused ->
          new FaultException(Fault.of(422, "run-refused", text(refused.diagnostics())));
      case ExperimentRefusedException refused ->
          new FaultException(Fault.of(422, "comparison-refused", text(refused.diagnostics())));
      case FlowLoadException mistakes ->
          new FaultException(Fault.of(422, "bad-flow", text(mistakes.diagnostics())));
      case DataException data -> fault(422, data.code(), data);
      case EvaluatorException evaluator -> fault(422, "bad-evaluator", evaluator);
      case ConnectionException connection -> fault(422, "bad-connection", connection);
      case EndpointException endpoint ->
          fault(endpoint.code().startsWith("no-such") ? 404 : 409, endpoint.code(), endpoint);
      case RegistryException registry ->
          fault(registry.code().startsWith("no-such") ? 404 : 409, registry.code(), registry);
      case IllegalArgumentException wrong -> fault(400, "bad-request", wrong);
      default -> problem;
    };
  }

  private static FaultException fault(int status, String code, RuntimeException problem) {
    return new FaultException(Fault.of(status, code, String.valueOf(problem.getMessage())));
  }

  /// Diagnostics in words, errors first come.
  public static String text(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .limit(MOST_TOLD)
        .map(one -> "%s: %s".formatted(one.place(), one.message()))
        .collect(Collectors.joining("\n"));
  }
}
