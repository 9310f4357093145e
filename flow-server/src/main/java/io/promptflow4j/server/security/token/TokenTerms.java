package io.promptflow4j.server.security.token;

import io.promptflow4j.core.run.access.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which tokens a server takes.
///
/// @param issuer who has to have made them: `iss`, letter by letter
/// @param audience whom they have to be for: one of `aud`
/// @param algorithms with which they may be signed; public-key ones only
/// @param roleClaim the claim that says what their holder may do; a dot goes into an object:
///   `realm_access.roles`
/// @param roles what each value of that claim is worth; a value that is not here is worth nothing
public record TokenTerms(
    String issuer,
    String audience,
    List<String> algorithms,
    String roleClaim,
    Map<String, Role> roles) {

  /// What is taken unless somebody says otherwise.
  public static final List<String> USUAL_ALGORITHMS = List.of("RS256", "PS256", "ES256");

  /// What may be taken. Algorithms with a shared secret are not among them: a public key could be
  /// taken for the secret.
  public static final List<String> KNOWN_ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  public TokenTerms {
    algorithms = List.copyOf(algorithms);
    roles = Map.copyOf(new LinkedHashMap<>(roles));
    if (!KNOWN_ALGORITHMS.containsAll(algorithms) || algorithms.isEmpty()) {
      throw new IllegalArgumentException(
          "tokens may be signed with some of %s, not with %s"
              .formatted(KNOWN_ALGORITHMS, algorithms));
    }
    if (issuer.isBlank() || audience.isBlank()) {
      throw new IllegalArgumentException("tokens need an issuer and an audience");
    }
  }
}
