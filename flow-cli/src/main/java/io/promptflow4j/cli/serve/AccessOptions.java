package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.server.app.Access;
import io.promptflow4j.server.security.Callers;
import io.promptflow4j.server.security.token.TokenCallers;
import io.promptflow4j.server.security.token.TokenTerms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who may call a server besides the holders of keys that it is given.
final class AccessOptions {

  @Option(
      names = "--workspace-keys",
      description = "Callers need a key of this workspace: see pf key create.")
  boolean workspaceKeys;

  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description = "Take tokens (JWT) of this issuer; their 'iss' is exactly this.")
  @Nullable String issuer;

  @Option(
      names = "--oidc-audience",
      paramLabel = "NAME",
      description = "Whom tokens have to be for: one of their 'aud'.")
  @Nullable String audience;

  @Option(
      names = "--oidc-keys",
      paramLabel = "URL|FILE",
      description = "The issuer's public keys (JWKS): an https address, or a file.")
  @Nullable String keys;

  @Option(
      names = "--oidc-role-claim",
      paramLabel = "CLAIM",
      description = "The claim that says what a caller may do. Default: roles.")
  String roleClaim = "roles";

  @Option(
      names = "--oidc-role",
      paramLabel = "VALUE=ROLE",
      description =
          "What a value of the claim is worth: team-a=runner; may be given several times.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--oidc-algorithm",
      split = ",",
      paramLabel = "NAME",
      description = "How tokens may be signed. Default: RS256, PS256, ES256.")
  List<String> algorithms = new ArrayList<>();

  AccessOptions() {}

  /// What was opened for them; closed after the server.
  record Opened(Access access, Optional<AccessStore> store) implements AutoCloseable {
    @Override
    public void close() {
      access.close();
      store.ifPresent(AccessStore::close);
    }
  }

  /// @throws UsageFailure if options don't fit each other
  /// @throws CommandFailure if keys can't be read
  Opened open(Terminal terminal) {
    List<Callers> tokens = tokens(terminal).map(List::of).orElse(List.of());
    if (!workspaceKeys && tokens.isEmpty()) {
      return new Opened(Access.none(), Optional.empty());
    }
    AccessStore store = OpenAccess.of(terminal);
    try {
      return new Opened(
          Access.of(
              store,
              workspaceKeys,
              tokens,
              line -> terminal.tell("pf: error: " + Printable.line(line))),
          Optional.of(store));
    } catch (RuntimeException broken) {
      store.close();
      throw broken;
    }
  }

  private Optional<Callers> tokens(Terminal terminal) {
    if (issuer == null && audience == null && keys == null && roles.isEmpty()) {
      return Optional.empty();
    }
    if (issuer == null || audience == null || keys == null || roles.isEmpty()) {
      throw new UsageFailure(
          "--oidc-issuer, --oidc-audience, --oidc-keys and --oidc-role need each other");
    }
    try {
      var terms =
          new TokenTerms(
              issuer,
              audience,
              algorithms.isEmpty() ? TokenTerms.USUAL_ALGORITHMS : algorithms,
              roleClaim,
              mapping());
      return Optional.of(callers(terms, keys, terminal));
    } catch (IllegalArgumentException wrong) {
      throw new UsageFailure(String.valueOf(wrong.getMessage()));
    } catch (IOException unreadable) {
      throw new CommandFailure(
          "bad-oidc-keys",
          "the keys of the issuer in '%s' can't be read: %s"
              .formatted(Printable.line(keys), unreadable.getMessage()),
          unreadable);
    }
  }

  private static Callers callers(TokenTerms terms, String keys, Terminal terminal)
      throws IOException {
    if (!keys.contains("://")) {
      return TokenCallers.withFile(terms, terminal.path(Path.of(keys)), InstantSource.system());
    }
    URI address = URI.create(keys);
    boolean isLocal =
        "localhost".equals(address.getHost()) || "127.0.0.1".equals(address.getHost());
    if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && isLocal)) {
      throw new IllegalArgumentException("--oidc-keys takes an https address or a file");
    }
    return TokenCallers.withAddress(terms, address, InstantSource.system());
  }

  private Map<String, Role> mapping() {
    var found = new LinkedHashMap<String, Role>();
    for (String written : roles) {
      int equals = written.lastIndexOf('=');
      Role role =
          Role.named(written.substring(equals + 1))
              .filter(_ -> equals > 0)
              .orElseThrow(() ->
                  new UsageFailure(
                      "--oidc-role takes VALUE=ROLE with one of %s, not '%s'"
                          .formatted(String.join(", ", Role.names()), Printable.line(written))));
      found.put(written.substring(0, equals), role);
    }
    return found;
  }
}
