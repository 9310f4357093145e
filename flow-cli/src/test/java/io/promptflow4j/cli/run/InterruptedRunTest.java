package io.promptflow4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.Pf;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stops a run of the real command, in a process of its own, as a person or an operator does.
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class InterruptedRunTest {

  private static final int ROWS = 60;

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void writeSlowRows() throws IOException {
    place = new Called.Place(folder);
    Rows.ask(place);
    place.write("ask/scripted.yaml", "rules: []\ndefault: \"yes {{ last }}\"\nlatency: 250ms\n");
    place.write(
        "data.jsonl",
        IntStream.range(0, ROWS)
            .mapToObj(row -> "{\"question\": \"q%d\"}\n".formatted(row))
            .collect(Collectors.joining()));
  }

  private Process start(String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.add(Pf.class.getName());
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    builder.environment().put("PF_WORKSPACE", folder.resolve(".promptflow").toString());
    return builder.start();
  }

  /// The class path of this test, whoever runs it.
  private static String classPath() {
    return Pf.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalStopsItCleanlyAndItCanBeResumed(String signal) throws Exception {
    Process run =
        start(
            "run", "create", "--flow", "ask", "--data", "data.jsonl", "--name", "slow",
            "--concurrency", "2", "--stream");
    String told;
    try (BufferedReader err = run.errorReader()) {
      String first = err.lines().filter(line -> line.contains("begins")).findFirst().orElse("");
      assertThat(first).contains("60 rows");
      new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid())).start().waitFor();
      told = err.lines().collect(Collectors.joining("\n"));
    }

    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(told).isEqualTo(130);
    assertThat(told)
        .contains("Stopping;", "is Canceled", "pf run resume --name slow")
        .doesNotContain("Exception");
    int before = Rows.of(place, "slow").size();
    assertThat(before).isLessThan(ROWS);
    Called resumed = place.pf("run", "resume", "--name", "slow");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(Rows.of(place, "slow")).hasSize(ROWS);
  }
}
