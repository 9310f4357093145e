package io.promptflow4j.server.security;

/// Is told of everybody who was turned away. Must not wait.
@FunctionalInterface
public interface Refusals {

  /// Nobody wants to know.
  Refusals UNHEARD = _ -> {};

  /// Somebody was turned away.
  void refused(Refusal refusal);

  /// Who, where, and why.
  ///
  /// @param who a caller's name, or what somebody claimed to be
  /// @param source the address it came from
  /// @param reason more than the caller learns
  record Refusal(
      String who,
      String source,
      String method,
      String path,
      int status,
      String reason,
      String requestId) {}
}
