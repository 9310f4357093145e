package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits and the log of changes, over real HTTP with the machine's git.
class StudioTeamTest {

  @TempDir Path around;

  private static void git(Path folder, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  /// A repository whose configuration runs a program wherever git would run one.
  private Path hostile(OpenDesk desk) throws Exception {
    Path folder = desk.workspace;
    Path trap = around.resolve("sprung");
    Path program = around.resolve("trap.sh");
    Files.writeString(program, "#!/bin/sh\ntouch '%s'\n".formatted(trap));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    desk.write("note.txt", "one\n");
    git(folder, "init", "-q", "-b", "main");
    git(folder, "config", "user.email", "ann@example.org");
    git(folder, "config", "user.name", "Ann");
    git(folder, "add", "-A");
    git(folder, "commit", "-qm", "Begin");
    for (String hook : List.of("pre-commit", "commit-msg", "post-commit", "prepare-commit-msg")) {
      Files.copy(program, folder.resolve(".git/hooks").resolve(hook));
    }
    for (String key :
        List.of(
            "core.fsmonitor",
            "core.editor",
            "core.pager",
            "diff.external",
            "gpg.program",
            "alias.status",
            "alias.commit")) {
      git(folder, "config", key, (key.startsWith("alias") ? "!" : "") + program);
    }
    git(folder, "config", "commit.gpgSign", "true");
    return trap;
  }

  @Test
  void chosenFilesAreCommittedAndNothingOfTheRepositoryRuns() throws Exception {
    try (OpenDesk desk = OpenDesk.in(around)) {
      Path trap = hostile(desk);
      desk.write("note.txt", "one\ntwo\n");
      desk.write("--output=taken", "a name like an option\n");
      desk.write("left.txt", "not now\n");
      desk.write(".env", "SECRET=1\n");

      String status = desk.ask("GET", "/api/studio/git/status", "").body();
      assertThat(status)
          .contains("\"branch\":\"main\"", "{\"path\":\"note.txt\",\"state\":\"changed\"}")
          .contains("--output=taken")
          .doesNotContain(".env");
      assertThat(desk.ask("GET", "/api/studio/git/diff?path=note.txt", "").body())
          .contains("\"before\":\"one\\n\"", "\"after\":\"one\\ntwo\\n\"");
      var committed =
          desk.ask(
              "POST",
              "/api/studio/git/commit",
              "{\"message\": \"Say two\\n\\n--amend\", \"paths\": [\"note.txt\","
                  + " \"--output=taken\"]}");
      assertThat(committed.statusCode()).as(committed.body()).isEqualTo(201);

      assertThat(desk.ask("GET", "/api/studio/git/log", "").body()).contains("Say two", "Begin");
      assertThat(desk.ask("GET", "/api/studio/git/status", "").body())
          .contains("left.txt")
          .doesNotContain("note.txt");
      assertThat(trap).doesNotExist();
    }
  }

  @Test
  void onlyWhatDiffersInTheWorkspaceCanBeSeenAndCommitted() throws Exception {
    Path repository = around.resolve("work");
    Files.createDirectories(repository);
    try (OpenDesk desk = OpenDesk.in(around)) {
      Path _ = hostile(desk);
      desk.write(".env", "SECRET=1\n");
      for (String path : List.of(".env", "../store/runs.sqlite", ".git/config", "/etc/passwd")) {
        assertThat(desk.ask("GET", "/api/studio/git/diff?path=" + path, "").statusCode())
            .isEqualTo(404);
        assertThat(
                desk.ask(
                        "POST",
                        "/api/studio/git/commit",
                        "{\"message\": \"m\", \"paths\": [%s]}".formatted(quoted(path)))
                    .statusCode())
            .isEqualTo(404);
      }
    }
  }

  private static String quoted(String text) {
    return Json.write(Value.of(text));
  }

  @Test
  void everyChangeIsALineOfTheAuditLogAndLooksAreNot() throws Exception {
    try (OpenDesk desk = OpenDesk.in(around)) {
      desk.write("flow.dag.yaml", "nodes: []\n");
      desk.ask("GET", "/api/studio/runs", "");
      desk.ask("POST", "/api/studio/gallery", "{\"id\": \"template:chat\", \"to\": \"made\"}");
      desk.ask("PUT", "/api/endpoints/shop", "{}");
      desk.ask("POST", "/api/studio/models", "{\"name\": \"m\", \"model\": \"gpt-4o\"}");
      desk.ask("POST", "/api/studio/models", "{\"name\": \"m\"}");

      String log = desk.ask("GET", "/api/studio/audit", "").body();
      assertThat(log)
          .contains(
              "\"action\":\"flow.create\"", "\"object\":\"made\"", "\"from\":\"template:chat\"")
          .contains("PUT /api/endpoints/shop")
          .contains("\"action\":\"model.register\"", "\"object\":\"m:1\"")
          .contains("\"actor\":\"key ")
          .doesNotContain("GET /api");
      assertThat(log.split("model.register", -1)).hasSize(2);
      assertThat(desk.ask("GET", "/api/studio/audit/verdict", "").body())
          .contains("\"whole\":true");
      assertThat(desk.access.audit().verify(Optional.empty()).isWhole()).isTrue();
    }
  }
}
