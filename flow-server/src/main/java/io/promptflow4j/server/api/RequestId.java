package io.promptflow4j.server.api;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name under which a request stands in answers, logs and records.
public final class RequestId {

  /// The header that brings it and takes it back.
  public static final String HEADER = "x-request-id";

  /// The caller's own name for the request, as Azure's clients send it.
  public static final String CLIENT_HEADER = "x-ms-client-request-id";

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private RequestId() {}

  /// What the caller said, the first header before the second; a new one if that is nothing or may
  /// not stand in a log.
  public static String of(@Nullable String requestId, @Nullable String clientRequestId) {
    String said = requestId != null ? requestId : clientRequestId;
    return said != null && isHarmless(said) ? said : UUID.randomUUID().toString();
  }

  /// Whether a text may stand in headers and logs as it is.
  public static boolean isHarmless(String said) {
    return HARMLESS.matcher(said).matches();
  }
}
