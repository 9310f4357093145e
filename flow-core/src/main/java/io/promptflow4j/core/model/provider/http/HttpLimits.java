package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.CallPolicy;
import java.time.Duration;

/// How long each phase of one exchange may take, and how much may come back.
///
/// @param connect to find the service's address and to open the connection
/// @param firstByte from sending the request to the end of the reply's headers
/// @param silence between two pieces of the reply's body
/// @param maxBytes of a reply's body
/// @param maxLine how many bytes a line of a stream may have
public record HttpLimits(
    Duration connect, Duration firstByte, Duration silence, long maxBytes, int maxLine) {

  private static final int MAX_LINE = 1024 * 1024;

  private static final long LOOK = Duration.ofSeconds(5).toNanos();

  public static final HttpLimits DEFAULT = of(CallPolicy.DEFAULT);

  /// With the usual limit for lines.
  public HttpLimits(Duration connect, Duration firstByte, Duration silence, long maxBytes) {
    this(connect, firstByte, silence, maxBytes, MAX_LINE);
  }

  /// What a policy allows.
  public static HttpLimits of(CallPolicy policy) {
    return new HttpLimits(
        policy.connect(), policy.firstByte(), policy.silence(), policy.maxBytes(), MAX_LINE);
  }

  /// How long to wait, at most, before looking which phase an exchange is in: phases begin
  /// unnoticed.
  long look() {
    Duration shortest = connect.compareTo(firstByte) < 0 ? connect : firstByte;
    return Math.min(shortest.toNanos(), Math.min(silence.toNanos(), LOOK));
  }

  public HttpLimits withFirstByte(Duration limit) {
    return new HttpLimits(connect, limit, silence, maxBytes, maxLine);
  }

  /// A number of bytes for people.
  static String shown(long bytes) {
    return bytes >= 1 << 20 && bytes % (1 << 20) == 0
        ? "%d MiB".formatted(bytes >> 20)
        : "%d bytes".formatted(bytes);
  }
}
