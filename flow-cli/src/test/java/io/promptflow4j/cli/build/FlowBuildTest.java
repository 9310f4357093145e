package io.promptflow4j.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A flow that is built serves itself, without this project around it.
class FlowBuildTest {

  @TempDir Path folder;

  @Test
  void theFolderServesTheFlow() throws Exception {
    var place = new Called.Place(folder);
    place.pf("flow", "init", "--flow", "talk", "--type", "chat");
    Files.writeString(folder.resolve("talk/.env"), "API_KEY=canary");
    Files.createDirectories(folder.resolve("talk/.promptflow"));
    Files.writeString(folder.resolve("talk/.promptflow/old"), "canary");

    Called built =
        place.pf(
            "flow",
            "build",
            "--source",
            "talk",
            "--output",
            "out",
            "--format",
            "docker",
            "--no-runtime");

    Path out = folder.resolve("out");
    assertThat(built.exit()).as(built.err()).isZero();
    assertThat(out.resolve("flow/flow.dag.yaml")).exists();
    assertThat(out.resolve("flow/.env")).doesNotExist();
    assertThat(out.resolve("flow/.promptflow")).doesNotExist();
    assertThat(out.resolve("Dockerfile")).content().contains("USER 10001");
    assertThat(out.resolve("kubernetes.yaml"))
        .content()
        .contains("name: talk", "runAsNonRoot: true", "readinessProbe")
        .doesNotContain("NAME");
    assertThat(answer(out)).contains("answer");
    assertThat(place.pf("flow", "build", "--source", "talk", "--output", "out").err())
        .contains("is not empty");
  }

  @Test
  void aJarServesItselfFromAnyFolderWithoutUnpackingTwice() throws Exception {
    var place = new Called.Place(folder);
    assertThat(place.pf("flow", "init", "--flow", "talk", "--type", "chat").exit()).isZero();
    Path jar = folder.resolve("out/talk.jar");
    String[] build = {
      "flow", "build", "--source", "talk", "--output", "out/talk.jar", "--format", "jar"
    };

    Called built = place.pf(build);

    assertThat(built.exit()).as(built.err()).isZero();
    assertThat(built.out()).isEqualTo("Built 'talk'. Serve it with java -jar " + jar + "\n");
    assertThat(place.pf(build).err()).contains("is there already; name another file");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    for (int i = 0; i < 2; i++) {
      assertThat(answer(java, "-jar", jar.toString())).contains("answer");
    }
    try (Stream<Path> unpacked = Files.list(folder.resolve("cache"))) {
      assertThat(unpacked).hasSize(1);
    }
    try (Stream<Path> left = Files.list(folder.resolve("out"))) {
      assertThat(left).containsExactly(jar);
    }
  }

  /// What the served flow says.
  private String answer(Path out) throws Exception {
    return answer(out.resolve("start").toString());
  }

  private String answer(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--port", "0", "--format", "json"));
    Path empty = Files.createTempDirectory(folder, "empty");
    var builder = new ProcessBuilder(all).directory(empty.toFile());
    builder.environment().put("PF_JAR_CACHE", folder.resolve("cache").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    builder.environment().remove("CLASSPATH");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process server = builder.start();
    try (var lines =
            new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        HttpClient http = HttpClient.newHttpClient()) {
      String said = String.valueOf(lines.readLine());
      String address = said.replaceAll(".*\"address\":\\s*\"([^\"]+)\".*", "$1");
      var request =
          HttpRequest.newBuilder(URI.create(address + "/score"))
              .POST(HttpRequest.BodyPublishers.ofString("{\"question\": \"Is it so?\"}"));
      return http.send(request.build(), BodyHandlers.ofString()).body();
    } finally {
      server.destroy();
      boolean _ = server.waitFor(30, TimeUnit.SECONDS);
    }
  }
}
