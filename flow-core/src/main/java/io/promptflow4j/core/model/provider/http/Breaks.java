package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;

/// Says in which phase an exchange broke and why.
final class Breaks {

  /// How the JDK's client says that a connection has as many streams as the service allows.
  private static final String TOO_MANY = "too many concurrent streams";

  private Breaks() {}

  /// @param begun whether the reply had begun
  static BrokenExchange of(Throwable problem, boolean begun) {
    return switch (problem) {
      case BrokenExchange known -> known;
      case HttpConnectTimeoutException _ ->
          new BrokenExchange(Kind.NOT_CONNECTED, "did not open the connection in time", problem);
      case ConnectException _ ->
          new BrokenExchange(
              Kind.NOT_CONNECTED,
              isUnknown(problem)
                  ? "can't be reached: no address is known for its name"
                  : "can't be reached: nothing accepts the connection",
              problem);
      case SSLHandshakeException _ ->
          new BrokenExchange(
              Kind.NOT_TRUSTED,
              "has no certificate that this machine trusts; for an authority of your own set"
                  + " ca_file",
              problem);
      case IOException _ when String.valueOf(problem.getMessage()).contains(TOO_MANY) ->
          new BrokenExchange(Kind.CROWDED, "takes fewer calls at a time", problem);
      case Throwable _ ->
          new BrokenExchange(
              Kind.LOST,
              begun
                  ? "closed the connection in the middle of its reply"
                  : "closed the connection without an answer",
              problem);
    };
  }

  private static boolean isUnknown(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /// @param over whether the time of the whole call is over
  /// @param connected whether there was a connection, so that the request may have been sent
  static BrokenExchange lateHead(boolean over, boolean connected, HttpLimits limits) {
    if (!connected) {
      return new BrokenExchange(Kind.NOT_CONNECTED, "did not open the connection in time");
    }
    return new BrokenExchange(
        Kind.TIMEOUT,
        over
            ? "did not answer before the time for the call was over"
            : "did not begin to answer within %d s".formatted(limits.firstByte().toSeconds()));
  }

  /// @param over whether the time of the whole call is over
  static BrokenExchange lateBody(boolean over, HttpLimits limits) {
    return new BrokenExchange(
        Kind.TIMEOUT,
        over
            ? "was still sending its reply when the time for the call was over"
            : "fell silent for %d s in the middle of its reply"
                .formatted(limits.silence().toSeconds()));
  }
}
