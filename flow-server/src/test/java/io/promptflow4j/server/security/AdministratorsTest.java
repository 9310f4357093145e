package io.promptflow4j.server.security;

import static io.promptflow4j.server.security.Guarded.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys and the audit log over real HTTP.
class AdministratorsTest {

  @TempDir Path folder;

  private static Value.Mapping json(HttpResponse<String> answer) {
    return (Value.Mapping) Json.read(answer.body());
  }

  private static String text(Value.Mapping all, String field) {
    return all.get(field) instanceof Value.Text(var text) ? text : "";
  }

  @Test
  void anAdministratorMakesListsRotatesAndRevokesKeys() throws Exception {
    String admin = Guarded.key(folder, Role.ADMIN, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      HttpResponse<String> made =
          guarded.served.post(
              "/api/keys",
              """
              {"name": "shop", "role": "viewer", "endpoints": ["my-flow"], "expires": "30d",
               "quota": "10 calls, 2 at once"}
              """,
              bearer(admin));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      String id = text(json(made), "id");
      assertThat(guarded.store.keys().find("shop").orElseThrow().grant().quota().toString())
          .isEqualTo("10 calls, 2 at once");
      assertThat(text(json(made), "key")).startsWith("pfk_" + id);

      String listed = guarded.served.get("/api/keys", bearer(admin)).body();
      assertThat(listed).contains("\"shop\"").doesNotContain(text(json(made), "key"));

      HttpResponse<String> rotated =
          guarded.served.post("/api/keys/shop/rotate", "{\"overlap\": \"0s\"}", bearer(admin));
      assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(201);
      assertThat(delete(guarded, text(json(rotated), "id"), admin)).isEqualTo(204);
      assertThat(delete(guarded, text(json(rotated), "id"), admin)).isEqualTo(409);
      assertThat(guarded.store.keys().list())
          .filteredOn(key -> key.grant().name().equals("shop"))
          .allMatch(key -> key.state(Instant.now()) == AccessKey.State.REVOKED);

      String lines = guarded.served.get("/api/audit?action=key", bearer(admin)).body();
      assertThat(lines)
          .contains("key.create", "key.rotate", "key.revoke", "api, key " + admin.substring(4, 16));
      Value.Mapping verdict = json(guarded.served.get("/api/audit/verify", bearer(admin)));
      assertThat(verdict.get("whole")).isEqualTo(Value.Bool.TRUE);
      assertThat(
              json(guarded.served.get(
                      "/api/audit/verify?head=9999:" + "a".repeat(64), bearer(admin)))
                  .get("whole"))
          .isEqualTo(Value.Bool.FALSE);
    }
  }

  private static int delete(Guarded guarded, String id, String key) throws Exception {
    URI address = URI.create(guarded.served.server.address() + "/api/keys/" + id);
    return guarded
        .served
        .send(HttpRequest.newBuilder(address).headers(bearer(key)).DELETE())
        .statusCode();
  }

  @Test
  void nobodyElseSeesOrMakesThem() throws Exception {
    String operator = Guarded.key(folder, Role.OPERATOR, List.of(), "");
    String limited = Guarded.key(folder, Role.ADMIN, List.of("my-flow"), "");
    String admin = Guarded.key(folder, Role.ADMIN, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      for (String path :
          List.of("/api/keys", "/api/keys/test", "/api/audit", "/api/audit/verify")) {
        assertThat(guarded.served.get(path).statusCode()).as(path).isEqualTo(401);
        assertThat(guarded.served.get(path, bearer(operator)).statusCode()).as(path).isEqualTo(403);
        assertThat(guarded.served.get(path, bearer(limited)).statusCode()).as(path).isEqualTo(403);
      }
      assertThat(guarded.served.post("/api/keys", "{}", bearer(operator)).statusCode())
          .isEqualTo(403);
      assertThat(
              guarded
                  .served
                  .get(
                      "/api/keys",
                      "Authorization",
                      "Bearer " + admin,
                      "X-Forwarded-For",
                      "192.0.2.1")
                  .statusCode())
          .isEqualTo(403);
      assertThat(guarded.store.keys().list()).hasSize(3);
    }
  }

  @Test
  void whatIsWrongIsSaidWithItsField() throws Exception {
    String admin = Guarded.key(folder, Role.ADMIN, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      for (String[] wrong :
          new String[][] {
            {"{\"role\": \"king\"}", "'role': one of viewer, runner, author, operator, admin."},
            {"{\"expires\": \"soon\"}", "'expires': takes a time such as 90d"},
            {"{\"quota\": \"much\"}", "'quota': a quota is what"},
            {"{\"endpoints\": \"all\"}", "'endpoints': a list of names"},
            {"{\"secret\": 1}", "'secret': a key has 'name'"},
            {"nothing", "The body is no JSON"},
          }) {
        HttpResponse<String> answer = guarded.served.post("/api/keys", wrong[0], bearer(admin));
        assertThat(answer.statusCode()).as(wrong[0]).isEqualTo(400);
        assertThat(answer.body()).contains(wrong[1]);
      }
      assertThat(guarded.served.get("/api/keys/nobody", bearer(admin)).statusCode()).isEqualTo(404);
    }
  }
}
