package io.promptflow4j.server.security;

import static io.promptflow4j.server.security.Guarded.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.value.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who comes in with which key, over real HTTP.
class RolesTest {

  private static final String QUESTION = "{\"question\": \"Vienna?\"}";

  @TempDir Path folder;

  private int score(Guarded guarded, String key) throws Exception {
    return guarded.served.post("/score", QUESTION, bearer(key)).statusCode();
  }

  /// Nothing here is decided by how long it takes; a revoked key counts for a second or two. Asked
  /// more often, ten wrong keys would shut everybody out for a minute.
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void eachRoleMayDoWhatThoseBeforeItMay() throws Exception {
    String viewer = Guarded.key(folder, Role.VIEWER, List.of(), "");
    String runner = Guarded.key(folder, Role.RUNNER, List.of(), "");
    String admin = Guarded.key(folder, Role.ADMIN, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      assertThat(guarded.served.get("/openapi.json").statusCode()).isEqualTo(401);
      assertThat(guarded.served.get("/openapi.json", bearer(viewer)).statusCode()).isEqualTo(200);
      assertThat(guarded.served.get("/v1/models", bearer(viewer)).statusCode()).isEqualTo(200);
      assertThat(score(guarded, viewer)).isEqualTo(403);
      assertThat(score(guarded, runner)).isEqualTo(200);
      assertThat(score(guarded, admin)).isEqualTo(200);
      assertThat(guarded.served.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aKeyOpensItsEndpointsAlone() throws Exception {
    String ours = Guarded.key(folder, Role.RUNNER, List.of("other", "my-flow"), "");
    String other = Guarded.key(folder, Role.ADMIN, List.of("other"), "");
    try (var guarded = Guarded.in(folder)) {
      assertThat(score(guarded, ours)).isEqualTo(200);
      assertThat(score(guarded, other)).isEqualTo(403);
      assertThat(guarded.served.get("/swagger.json", bearer(other)).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aKeyThatIsRevokedOpensNothingSoonAfterAndANewOneDoes() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      assertThat(score(guarded, key)).isEqualTo(200);
      String id = guarded.store.keys().find("test").orElseThrow().id();

      boolean _ = guarded.store.keys().revoke(id, "ann", Instant.now());
      String fresh = Guarded.key(folder, Role.RUNNER, List.of(), "");

      await(() -> statusOf(guarded, fresh) == 200);
      assertThat(score(guarded, key)).isEqualTo(401);
    }
  }

  private int statusOf(Guarded guarded, String key) {
    try {
      return guarded.served.get("/v1/models", bearer(key)).statusCode();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void aKeyThatHasExpiredOpensNothing() throws Exception {
    String key =
        Guarded.key(
            folder,
            new Grant(
                "old",
                Role.ADMIN,
                List.of(),
                Quota.NONE,
                Optional.of(Instant.now().minusSeconds(1))));
    try (var guarded = Guarded.in(folder)) {
      assertThat(score(guarded, key)).isEqualTo(401);
    }
  }

  @Test
  void whoIsTurnedAwayStandsInTheAuditLogWithoutTheKey() throws Exception {
    String viewer = Guarded.key(folder, Role.VIEWER, List.of(), "");
    String gone = Guarded.key(folder, Role.VIEWER, List.of(), "");
    List<AuditLog.Line> lines;
    try (var guarded = Guarded.in(folder)) {
      assertThat(score(guarded, viewer)).isEqualTo(403);
      assertThat(score(guarded, gone.substring(0, 30) + "0".repeat(44))).isEqualTo(401);
      assertThat(guarded.served.post("/score", QUESTION).statusCode()).isEqualTo(401);
      guarded.access.close();
      lines = guarded.store.audit().list(Long.MAX_VALUE, 100);
      assertThat(guarded.store.audit().verify(Optional.empty()).isWhole()).isTrue();
    }

    String written = lines.stream().map(line -> Json.write(line.entry())).toList().toString();
    assertThat(written)
        .contains("key " + viewer.substring(4, 16), "role viewer", "POST /score")
        .contains("\"status\":401", "no-key")
        .doesNotContain(viewer, gone, gone.substring(17));
  }

  @Test
  void aKeyIsNotedAsUsed() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      assertThat(score(guarded, key)).isEqualTo(200);
      guarded.access.close();

      assertThat(guarded.store.keys().find("test").orElseThrow().lastUsed()).isPresent();
    }
  }
}
