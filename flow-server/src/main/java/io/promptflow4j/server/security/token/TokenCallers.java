package io.promptflow4j.server.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Callers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Callers who bring a signed token (JWT). Thread-safe.
///
/// The token has to be signed by a key of the issuer with one of the algorithms the server takes,
/// whatever the token says; made by the issuer for the server; begun and not over. What its holder
/// may do is what the server's own list makes of the token's claim, and nothing if it says nothing.
public final class TokenCallers implements Callers {

  private static final int LONGEST = 8_192;
  private static final int LONGEST_NAME = 100;

  private final TokenTerms terms;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  private TokenCallers(TokenTerms terms, TokenKeys keys, InstantSource clock) {
    this.terms = terms;
    Set<JWSAlgorithm> algorithms =
        terms.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            Set.of(terms.audience()),
            new JWTClaimsSet.Builder().issuer(terms.issuer()).build(),
            Set.of("exp", "sub"),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
  }

  /// With the issuer's keys in a file.
  ///
  /// @throws IOException if they can't be read
  public static TokenCallers withFile(TokenTerms terms, Path file, InstantSource clock)
      throws IOException {
    return new TokenCallers(terms, new TokenKeys(() -> Files.readString(file), clock), clock);
  }

  /// With the issuer's keys from an address, read anew whenever they may have changed.
  ///
  /// @throws IOException if they can't be read
  public static TokenCallers withAddress(TokenTerms terms, URI address, InstantSource clock)
      throws IOException {
    return new TokenCallers(terms, new TokenKeys(new KeyDownload(address), clock), clock);
  }

  @Override
  public Answer of(String bearer) {
    if (bearer.length() > LONGEST || bearer.chars().filter(letter -> letter == '.').count() != 2) {
      return new Answer.Refused("unknown", "no token");
    }
    SignedJWT token;
    try {
      token = SignedJWT.parse(bearer); // takes neither unsigned nor encrypted ones
    } catch (ParseException | IllegalArgumentException noToken) {
      return new Answer.Refused("unknown", "no token");
    }
    try {
      return known(processor.process(token, null));
    } catch (BadJWTException wrong) {
      return refused(token, String.valueOf(wrong.getMessage()));
    } catch (BadJOSEException | JOSEException | IllegalArgumentException forged) {
      return new Answer.Refused("token", "not signed by the issuer");
    }
  }

  /// The token is the issuer's, but not for now or not for here.
  private static Answer refused(SignedJWT token, String why) {
    try {
      return new Answer.Refused("token " + name(token.getJWTClaimsSet()), why);
    } catch (ParseException unreadable) {
      return new Answer.Refused("token", why);
    }
  }

  private Answer known(JWTClaimsSet claims) {
    String who = "token " + name(claims);
    return values(claims).stream()
        .map(terms.roles()::get)
        .flatMap(role -> Optional.ofNullable(role).stream())
        .max(Comparator.<Role>naturalOrder())
        .<Answer>map(role ->
            new Answer.Known(new Caller(who, role, List.of(), Quota.NONE, Optional.empty())))
        .orElseGet(() -> new Answer.Refused(who, "no role of this server"));
  }

  private static String name(JWTClaimsSet claims) {
    String subject = String.valueOf(claims.getSubject());
    return subject.length() <= LONGEST_NAME ? subject : subject.substring(0, LONGEST_NAME);
  }

  private List<String> values(JWTClaimsSet claims) {
    Object at = claims.getClaim(terms.roleClaim());
    if (at == null) {
      at = claims.toJSONObject();
      for (String step : terms.roleClaim().split("\\.", -1)) {
        at = at instanceof Map<?, ?> object ? object.get(step) : null;
      }
    }
    return texts(at);
  }

  private static List<String> texts(@Nullable Object claim) {
    return switch (claim) {
      case String text -> List.of(text.split(" ", -1));
      case Collection<?> items -> items.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }
}
