package io.promptflow4j.server.api;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.Set;
import java.util.regex.Pattern;

/// A fault as the callers of an address expect it: prompt flow's shape on its addresses, OpenAI's
/// under `/v1`, problem details (RFC 9457) everywhere else.
///
/// @param contentType of the body
/// @param json the body
public record ErrorBody(String contentType, String json) {

  private static final String JSON = "application/json";
  private static final Pattern OF_ENDPOINT = Pattern.compile("^/endpoints/[^/]+(?=/)");
  private static final Set<String> OF_PROMPT_FLOW =
      Set.of("/", "/score", "/health", "/version", "/swagger.json", "/feedback");

  /// The body for a fault of a request to `address`; an endpoint answers like a flow alone.
  public static ErrorBody of(String address, Fault fault, String requestId) {
    String path = OF_ENDPOINT.matcher(address).replaceFirst("");
    if (path.equals("/v1") || path.startsWith("/v1/")) {
      return new ErrorBody(JSON, Json.write(openAi(fault)));
    }
    if (OF_PROMPT_FLOW.contains(path)) {
      return new ErrorBody(JSON, Json.write(promptFlow(fault)));
    }
    return new ErrorBody("application/problem+json", Json.write(problem(fault, requestId)));
  }

  /// `{"error": {"code": "UserError", "message": …}}`; what exactly it was stands in `reason`.
  public static Value.Mapping promptFlow(Fault fault) {
    return new Fields()
        .put(
            "error",
            new Fields()
                .put("code", fault.isInternal() ? "SystemError" : "UserError")
                .put("message", fault.message())
                .put("reason", fault.code()))
        .end();
  }

  /// `{"error": {"message", "type", "param", "code"}}`.
  public static Value.Mapping openAi(Fault fault) {
    var error = new Fields().put("message", fault.message()).put("type", type(fault.status()));
    fault.param().ifPresentOrElse(param -> error.put("param", param), () -> error.putNull("param"));
    return new Fields().put("error", error.put("code", fault.code().replace('-', '_'))).end();
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      case 424, 502, 504 -> "upstream_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  private static Value.Mapping problem(Fault fault, String requestId) {
    return new Fields()
        .put("type", "/problems/" + fault.code())
        .put("title", fault.code().replace('-', ' '))
        .put("status", fault.status())
        .put("detail", fault.message())
        .put("request_id", requestId)
        .end();
  }
}
