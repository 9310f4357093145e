package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may come into the studio, and how far their requests reach.
class StudioAccessTest {

  @TempDir Path around;
  private Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectories(around.resolve("work"));
    Files.writeString(around.resolve("secret.txt"), "not yours");
    Files.writeString(folder.resolve("note.txt"), "hello");
  }

  @Test
  void nobodyComesInWithoutLinkOrKey() throws Exception {
    try (var open = new OpenStudio(folder, Access.none())) {
      for (String path :
          List.of("/api/studio/session", "/api/studio/files", "/api/studio/events")) {
        assertThat(open.get(path).statusCode()).as(path).isIn(401, 404, 400);
      }
      assertThat(open.get("/api/studio/files").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aLoginCodeCountsOnceAndTheCookieIsKeptFromScripts() throws Exception {
    try (var open = new OpenStudio(folder, Access.none())) {
      String code = open.studio.loginCode();

      var first = open.signIn(code);

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
          .contains("HttpOnly", "SameSite=Strict", "Path=/");
      assertThat(open.get("/api/studio/session").body()).contains("\"role\":\"admin\"");
      assertThat(open.signIn(code).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoSignsOutIsOutAndAPageOfAnotherOriginChangesNothing() throws Exception {
    try (var open = OpenStudio.signedIn(folder)) {
      var foreign =
          open.ask(
              "PUT",
              "/api/studio/file?path=new.txt",
              "{\"text\":\"x\"}",
              "Origin",
              "https://example.org",
              "If-None-Match",
              "*");
      assertThat(foreign.statusCode()).isEqualTo(403);
      assertThat(folder.resolve("new.txt")).doesNotExist();

      assertThat(open.ask("DELETE", "/api/studio/session", "").statusCode()).isEqualTo(200);
      assertThat(open.get("/api/studio/session").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aViewerLooksAndAnAuthorWritesUntilTheKeyIsRevoked() throws Exception {
    var address = new StoreAddress.Sqlite(around.resolve("store/runs.sqlite"));
    try (AccessStore store = RunStores.openAccess(address)) {
      String viewer = key(store, Role.VIEWER);
      String author = key(store, Role.AUTHOR);
      try (var access = Access.of(store, true, List.of(), _ -> {});
          var open = new OpenStudio(folder, access)) {
        String save = "/api/studio/file?path=made.txt";

        open.signIn(viewer);
        assertThat(open.get("/api/studio/file?path=note.txt").statusCode()).isEqualTo(200);
        assertThat(open.ask("PUT", save, "{\"text\":\"x\"}", "If-None-Match", "*").statusCode())
            .isEqualTo(403);
        assertThat(open.ask("POST", "/api/studio/flow/run", "{}").statusCode()).isEqualTo(403);
        open.signIn(author);
        assertThat(open.ask("PUT", save, "{\"text\":\"x\"}", "If-None-Match", "*").statusCode())
            .isEqualTo(200);
      }
    }
  }

  private static String key(AccessStore store, Role role) {
    var grant = new Grant("test", role, List.of(), Quota.NONE, Optional.empty());
    return store.keys().create(grant, "ann", Instant.now()).text().reveal();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "%2e%2e/secret.txt",
        "a/../../secret.txt",
        "/etc/passwd",
        "..%5csecret.txt",
        ".promptflow/x",
        "link.txt",
        "linked/secret.txt",
        "linked/new.txt",
        "C:/x",
        "note.txt%00.png",
        "./note.txt",
        "note.txt/x",
        "%252e%252e/secret.txt"
      })
  void noPathLeadsOutOfTheWorkspace(String path) throws Exception {
    Files.createSymbolicLink(folder.resolve("link.txt"), around.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("linked"), around);
    try (var open = OpenStudio.signedIn(folder)) {
      String where = "/api/studio/file?path=" + path;

      assertThat(open.get(where).body()).doesNotContain("not yours");
      assertThat(open.get(where).statusCode()).isIn(400, 403, 404);
      var saved = open.ask("PUT", where, "{\"text\":\"taken\"}", "If-None-Match", "*");
      assertThat(saved.statusCode()).isIn(200, 400, 403, 404, 409, 412);
      assertThat(Files.readString(around.resolve("secret.txt"))).isEqualTo("not yours");
      assertThat(around.resolve("new.txt")).doesNotExist();
      assertThat(Files.readString(folder.resolve("note.txt"))).isEqualTo("hello");
    }
  }

  @Test
  void everyRouteSaysWhatItNeedsAndWritingNeedsAnAuthor() {
    try (var open = new OpenStudio(folder, Access.none())) {
      List<String> routes = open.server.routes();

      assertThat(routes).noneMatch(route -> route.endsWith(" "));
      assertThat(routes)
          .filteredOn(route -> route.endsWith(" NOBODY"))
          .allMatch(route -> route.matches("GET (/|/health|/version|/studio.*) NOBODY"));
      assertThat(routes)
          .filteredOn(route -> route.matches("(PUT|DELETE|PATCH|POST) /api/studio/(file|flow).*"))
          .isNotEmpty()
          .allMatch(route -> route.endsWith(" AUTHOR"));
    }
  }
}
