package io.promptflow4j.core.model.provider.http;

import java.time.Duration;

/// How long each phase of one exchange may take, and how much may come back.
///
/// @param connect to open the connection
/// @param firstByte from sending the request to the end of the reply's headers
/// @param silence between two pieces of the reply's body
/// @param maxBytes of a reply's body
public record HttpLimits(Duration connect, Duration firstByte, Duration silence, long maxBytes) {

  public static final HttpLimits DEFAULT =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(1), 64L * 1024 * 1024);

  public HttpLimits withFirstByte(Duration limit) {
    return new HttpLimits(connect, limit, silence, maxBytes);
  }
}
