package io.promptflow4j.cli.run;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.CountingService;
import io.promptflow4j.cli.Pf;
import io.promptflow4j.core.value.Value;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
  private static final int AT_ONCE = 2;
  private static final int ANSWERED = 20;

  @TempDir Path folder;

  private final Semaphore answers = new Semaphore(ANSWERED);
  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch stuck = new CountDownLatch(ANSWERED + AT_ONCE);
  private Called.Place place;
  private CountingService service;

  @BeforeEach
  void open() throws IOException {
    service = new CountingService(this::answer);
    place = new Called.Place(folder).withVariable("LAB_KEY", "k");
    Rows.ask(place);
    Files.delete(folder.resolve("ask/scripted.yaml"));
    place.write(
        "lab.yaml",
        "name: lab\ntype: open_ai\napi_key: env:LAB_KEY\nbase_url: %s\n".formatted(service.url()));
    assertThat(place.pf("connection", "create", "--file", "lab.yaml").exit()).isZero();
    place.write(
        "data.jsonl",
        IntStream.range(0, ROWS)
            .mapToObj(row -> "{\"question\": \"q%d\"}\n".formatted(row))
            .collect(joining()));
  }

  @AfterEach
  void close() {
    service.close();
  }

  /// The first calls are answered at once, the others when somebody lets them.
  private String answer(String question) {
    stuck.countDown();
    asked.release();
    answers.acquireUninterruptibly();
    return "yes " + question;
  }

  private Process start() throws Exception {
    Process run = start("data.jsonl");
    assertThat(stuck.await(90, TimeUnit.SECONDS)).isTrue();
    return run;
  }

  private Process start(String data) throws IOException {
    return pf(
        "run",
        "create",
        "--flow",
        "ask",
        "--data",
        data,
        "--name",
        "slow",
        "--concurrency",
        Integer.toString(AT_ONCE));
  }

  private Process pf(String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("temporary")));
    command.addAll(List.of("-cp", classPath(), Pf.class.getName()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    builder.environment().put("LAB_KEY", "k");
    builder.environment().remove("PF_WORKSPACE");
    builder.environment().remove("PF_STORE");
    return builder.start();
  }

  /// The class path of this test, whoever runs it.
  private static String classPath() {
    return Pf.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalStopsItCleanlyAndNothingIsPaidTwice(String signal) throws Exception {
    assumeFalse(signal.equals("INT") && ignoresInterrupts(), "started in the background");
    Process run = start();
    new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid())).start().waitFor();
    String told;
    try (BufferedReader err = run.errorReader()) {
      String first = err.lines().filter(line -> line.contains("Stopping;")).findFirst().orElse("");
      answers.release(ROWS); // the calls that are under way end while it stops
      told = first + "\n" + err.lines().collect(joining("\n"));
    }

    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(told).isEqualTo(130);
    assertThat(told)
        .contains("Stopping;", "pf run resume --name slow")
        .containsPattern("Run 'slow' is Canceled: 2[2-4] of 60") // one may begin meanwhile
        .doesNotContain("Exception", "\tat ");
    Called resumed = place.pf("run", "resume", "--name", "slow");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(Rows.of(place, "slow")).hasSize(ROWS);
    assertThat(service.takeAsked()).hasSize(ROWS).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"question=q", "data.jsonl"})
  void aSignalEndsATestThatLeavesNothingBehind(String inputs) throws Exception {
    answers.drainPermits();
    Path flow = folder.resolve("ask/flow.dag.yaml");
    Files.writeString(flow, Files.readString(flow) + "additional_includes: [../data.jsonl]\n");
    Process test =
        pf("flow", "test", "--flow", "ask", "--inputs", inputs, "--detail", "kept", "--verbose");
    assertThat(asked.tryAcquire(90, TimeUnit.SECONDS)).isTrue();
    assertThat(files("temporary", "promptflow-")).isEqualTo(1);

    new ProcessBuilder("kill", "-TERM", Long.toString(test.pid())).start().waitFor();

    assertThat(test.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String told = test.errorReader().lines().collect(joining("\n"));
    assertThat(test.exitValue()).as(told).isEqualTo(130);
    assertThat(told).contains("the line was canceled").doesNotContain("Exception", "line 30");
    assertThat(files("temporary", "promptflow-")).isZero();
    assertThat(files("temporary", "pf-record-")).isZero();
  }

  private long files(String where, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(where))) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    }
  }

  @Test
  void aKilledRunIsListedAsAbandoned() throws Exception {
    Process run = start();
    run.destroyForcibly().waitFor();

    Called table = place.pf("run", "list", "--output", "table");
    Called json = place.pf("run", "list", "--format", "json");

    assertThat(table.out()).contains("| Abandoned |").doesNotContain("Running");
    assertThat(table.err()).contains("nobody works on it any more", "pf run resume --name slow");
    assertThat(json.out()).contains("\"status\":\"Running\"", "\"abandoned\":true");
    assertThat(place.pf("run", "show", "--name", "slow").json().get("abandoned"))
        .isEqualTo(Value.of(true));
  }

  @Test
  void aSignalBeforeTheRunBeganEndsItAtOnce() throws Exception {
    Process run = start("-"); // waits for rows that nobody sends
    try (var temporary = FileSystems.getDefault().newWatchService()) {
      Path folderOfCopy = folder.resolve("temporary");
      folderOfCopy.register(temporary, StandardWatchEventKinds.ENTRY_CREATE);
      while (copies(folderOfCopy) == 0) {
        assertThat(temporary.poll(90, TimeUnit.SECONDS)).isNotNull();
      }
    }

    new ProcessBuilder("kill", "-TERM", Long.toString(run.pid())).start().waitFor();

    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(130);
    assertThat(run.errorReader().lines()).contains("Stopped before it began.");
    assertThat(place.pf("run", "list", "--format", "json").out()).isEqualTo("[]\n");
  }

  @Test
  void aSignalBeforeAComparisonBeganEndsItAtOnce() throws Exception {
    Path pipe = folder.resolve("rows.jsonl");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Process compare =
        pf("compare", "--flow", "ask", "--data", "rows.jsonl", "--evaluator", "builtin:latency");
    try (var _ = Files.newOutputStream(pipe)) { // opens when the command reads it
      new ProcessBuilder("kill", "-TERM", Long.toString(compare.pid())).start().waitFor();

      assertThat(compare.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(compare.exitValue()).isEqualTo(130);
    assertThat(compare.errorReader().lines()).contains("Stopped before it began.");
  }

  private static long copies(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".data")).count();
    }
  }

  /// A shell makes what it starts in the background ignore Ctrl-C, and Java then does too.
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  @Test
  void whoeverWatchesARunThatWasKilledIsToldHowToGoOn() throws Exception {
    Process run = start();
    run.destroyForcibly().waitFor();

    Called streamed = place.pf("run", "stream", "--name", "slow");
    Called followed = place.pf("run", "show-details", "--name", "slow", "--follow");

    assertThat(place.pf("run", "show", "--name", "slow").err())
        .contains("Nobody works on it any more", "pf run resume --name slow");
    assertThat(streamed.exit()).isEqualTo(1);
    assertThat(streamed.err())
        .contains(
            "Run 'slow' is Running: 20 of 60", "Nobody works on it any more", "pf run resume");
    assertThat(streamed.json().get("status")).hasToString("Text[text=Running]");
    assertThat(followed.exit()).isEqualTo(1);
    assertThat(followed.out().lines()).hasSize(20);
    assertThat(followed.err()).contains("Nobody works on it any more", "pf run resume --name slow");
  }
}
