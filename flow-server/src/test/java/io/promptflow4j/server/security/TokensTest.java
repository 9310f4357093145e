package io.promptflow4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.server.security.Callers.Answer;
import io.promptflow4j.server.security.token.TokenCallers;
import io.promptflow4j.server.security.token.TokenTerms;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens of an issuer on this machine.
class TokensTest {

  private static final TokenTerms TERMS =
      new TokenTerms(
          Issuer.NAME,
          Issuer.AUDIENCE,
          TokenTerms.USUAL_ALGORITHMS,
          "roles",
          Map.of("callers", Role.RUNNER, "ops", Role.OPERATOR));

  @TempDir Path folder;

  private Issuer issuer;
  private TokenCallers callers;

  @BeforeEach
  void start() throws Exception {
    issuer = new Issuer();
    callers = TokenCallers.withAddress(TERMS, issuer.address(), InstantSource.system());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private String refusal(String token) {
    return callers.of(token) instanceof Answer.Refused refused ? refused.reason() : "let in";
  }

  private Caller known(JWTClaimsSet claims) throws Exception {
    return ((Answer.Known) callers.of(issuer.token(claims))).caller();
  }

  @Test
  void aTokenOfTheIssuerLetsInWithTheHighestRoleItIsWorth() throws Exception {
    Caller runner = known(Issuer.claims().build());
    Caller operator =
        known(Issuer.claims().claim("roles", List.of("callers", "ops", "other")).build());

    assertThat(runner.name()).isEqualTo("token alice");
    assertThat(runner.role()).isEqualTo(Role.RUNNER);
    assertThat(operator.role()).isEqualTo(Role.OPERATOR);
    assertThat(known(Issuer.claims().claim("roles", "x ops").build()).role())
        .isEqualTo(Role.OPERATOR);
  }

  @Test
  void theClaimMayBeWithinAnother() throws Exception {
    var terms =
        new TokenTerms(
            Issuer.NAME,
            Issuer.AUDIENCE,
            TokenTerms.USUAL_ALGORITHMS,
            "realm_access.roles",
            Map.of("callers", Role.RUNNER));
    var nested = TokenCallers.withAddress(terms, issuer.address(), InstantSource.system());
    var claims = Issuer.claims().claim("realm_access", Map.of("roles", List.of("callers"))).build();

    assertThat(nested.of(issuer.token(claims))).isInstanceOf(Answer.Known.class);
    assertThat(nested.of(issuer.token(Issuer.claims().build()))).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void aKeyThatIsNewAtTheIssuerIsReadWhenItIsNamed() throws Exception {
    issuer.changeKey();

    assertThat(known(Issuer.claims().build()).role()).isEqualTo(Role.RUNNER);
    for (int i = 0; i < 50; i++) {
      String unknown =
          Issuer.token(
              JWSAlgorithm.RS256,
              Issuer.claims().build(),
              new RSASSASigner(issuer.key()),
              "none-" + i);
      assertThat(refusal(unknown)).isEqualTo("not signed by the issuer");
    }
    assertThat(issuer.readings.get()).as("nobody makes the server read it often").isEqualTo(2);
  }

  @Test
  void keysMayBeInAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("keys.json"), issuer.keys());

    var fromFile = TokenCallers.withFile(TERMS, file, InstantSource.system());

    assertThat(fromFile.of(issuer.token(Issuer.claims().build()))).isInstanceOf(Answer.Known.class);
  }

  @Test
  void badKeysAreRefusedAtTheStart() throws Exception {
    Path secrets =
        Files.writeString(
            folder.resolve("secret.json"), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}");
    Path nothing = Files.writeString(folder.resolve("nothing.json"), "hello");

    for (Path file : List.of(secrets, nothing, folder.resolve("missing.json"))) {
      assertThatThrownBy(() -> TokenCallers.withFile(TERMS, file, InstantSource.system()))
          .isInstanceOf(IOException.class);
    }
    URI gone = issuer.address().resolve("/nothing");
    assertThatThrownBy(() -> TokenCallers.withAddress(TERMS, gone, InstantSource.system()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void algorithmsWithASharedSecretCanNotBeTaken() {
    for (String algorithm : List.of("HS256", "none", "dir", "rs256")) {
      assertThatThrownBy(() ->
              new TokenTerms(Issuer.NAME, Issuer.AUDIENCE, List.of(algorithm), "roles", Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(algorithm);
    }
  }

  @Test
  void noForgedOrMisplacedTokenLetsAnybodyIn() throws Exception {
    forgeries()
        .forEach((what, token) -> assertThat(refusal(token)).as(what).isNotEqualTo("let in"));
  }

  /// Tokens that are not the issuer's, or not for here and now, by what is wrong with them.
  private Map<String, String> forgeries() throws Exception {
    return forgeries(issuer);
  }

  static Map<String, String> forgeries(Issuer issuer) throws Exception {
    var all = new LinkedHashMap<String, String>();
    JWTClaimsSet good = Issuer.claims().build();
    String token = issuer.token(good);
    String[] parts = token.split("\\.", -1);
    String publicKey = issuer.key().toPublicJWK().toJSONString();
    all.put("unsigned", new PlainJWT(good).serialize());
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      all.put("alg " + none, text("{\"alg\":\"" + none + "\"}") + "." + parts[1] + ".");
      all.put(
          "alg signed " + none,
          text("{\"alg\":\"" + none + "\"}") + "." + parts[1] + "." + parts[2]);
    }
    for (byte[] secret :
        List.of(
            publicKey.getBytes(StandardCharsets.UTF_8),
            issuer.keys().getBytes(StandardCharsets.UTF_8),
            issuer.key().toRSAPublicKey().getEncoded(),
            issuer.key().toRSAPublicKey().getModulus().toByteArray(),
            new byte[32])) {
      all.put(
          "public key as secret " + all.size(),
          Issuer.token(JWSAlgorithm.HS256, good, new MACSigner(secret), "k1"));
    }
    var other = Issuer.key("k1");
    all.put(
        "another key of that name",
        Issuer.token(JWSAlgorithm.RS256, good, new RSASSASigner(other), "k1"));
    all.put(
        "another algorithm",
        Issuer.token(JWSAlgorithm.RS512, good, new RSASSASigner(issuer.key()), "k1"));
    all.put(
        "own key in the header",
        text("{\"alg\":\"RS256\",\"jwk\":" + other.toPublicJWK().toJSONString() + "}")
            + "."
            + parts[1]
            + "."
            + parts[2]);
    for (String header : List.of("jku", "x5u")) {
      all.put(
          header,
          text("{\"alg\":\"RS256\",\"kid\":\"k9\",\"" + header + "\":\"http://127.0.0.1:1/\"}")
              + "."
              + parts[1]
              + "."
              + parts[2]);
    }
    for (String id : List.of("../../dev/null", "' OR 1=1 --", "k1\u0000", "")) {
      all.put(
          "key id " + id,
          text("{\"alg\":\"HS256\",\"kid\":\"" + id.replace("\u0000", "\\u0000") + "\"}")
              + "."
              + parts[1]
              + "."
              + parts[2]);
    }
    all.put(
        "changed claims",
        parts[0]
            + "."
            + text(Issuer.claims().claim("roles", "ops").build().toString())
            + "."
            + parts[2]);
    all.put("no signature", parts[0] + "." + parts[1] + ".");
    all.put("half a signature", token.substring(0, token.length() - 40));
    all.put("cut", parts[0] + "." + parts[1]);
    all.put("four parts", token + ".x");
    all.put(
        "crit",
        text("{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}")
            + "."
            + parts[1]
            + "."
            + parts[2]);
    Instant now = Instant.now();
    all.put(
        "expired",
        issuer.token(Issuer.claims().expirationTime(Date.from(now.minusSeconds(3_600))).build()));
    all.put(
        "without end", issuer.token(new JWTClaimsSet.Builder(good).expirationTime(null).build()));
    all.put(
        "not yet",
        issuer.token(Issuer.claims().notBeforeTime(Date.from(now.plusSeconds(3_600))).build()));
    all.put(
        "other issuer",
        issuer.token(Issuer.claims().issuer("https://issuer.example.evil").build()));
    all.put("issuer with slash", issuer.token(Issuer.claims().issuer(Issuer.NAME + "/").build()));
    all.put("no issuer", issuer.token(Issuer.claims().issuer(null).build()));
    all.put("other audience", issuer.token(Issuer.claims().audience("promptflow4j-test").build()));
    all.put("no audience", issuer.token(Issuer.claims().audience((String) null).build()));
    all.put("nobody", issuer.token(Issuer.claims().subject(null).build()));
    all.put("no role", issuer.token(Issuer.claims().claim("roles", null).build()));
    all.put(
        "unknown role",
        issuer.token(Issuer.claims().claim("roles", List.of("admin", "ADMIN")).build()));
    all.put(
        "role of another form",
        issuer.token(Issuer.claims().claim("roles", Map.of("ops", true)).build()));
    all.put("too long", issuer.token(Issuer.claims().claim("pad", "x".repeat(9_000)).build()));
    return all;
  }

  private static String text(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
