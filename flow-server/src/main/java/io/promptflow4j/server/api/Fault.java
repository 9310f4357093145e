package io.promptflow4j.server.api;

import java.util.Optional;

/// Why a request gets no answer, as its caller may know it.
///
/// @param status the HTTP status
/// @param code stable, dash-separated: `missing-input`, `not-acceptable`, `busy` …
/// @param message what was wrong and where in the request; no internals
/// @param param the field of the request that is meant, if it is one
/// @param retryAfter after how many seconds a retry makes sense; 0 if not at all
public record Fault(
    int status, String code, String message, Optional<String> param, int retryAfter) {

  private static final int SERVER_ERROR = 500;

  /// A fault that a retry doesn't mend.
  public static Fault of(int status, String code, String message) {
    return new Fault(status, code, message, Optional.empty(), 0);
  }

  /// A fault of one field of the request.
  public static Fault of(int status, String code, String message, String param) {
    return new Fault(status, code, message, Optional.of(param), 0);
  }

  /// The body says something else than what is asked for.
  public static Fault badRequest(String code, String message) {
    return of(400, code, message);
  }

  /// Something that is no fault of the caller; what it was stays in the server's log.
  public static Fault internal() {
    return of(SERVER_ERROR, "internal", "The server failed; its log says why under this request.");
  }

  /// The same, to be tried again after some seconds.
  public Fault retryAfter(int seconds) {
    return new Fault(status, code, message, param, seconds);
  }

  /// Whether it is the server's fault.
  public boolean isInternal() {
    return status == SERVER_ERROR;
  }
}
