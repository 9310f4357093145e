package io.promptflow4j.core.run.snapshot;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where a folder stands in its repository, if there is one and git is installed.
///
/// @param dirty whether files in the folder differ from the commit
record GitState(Optional<String> commit, boolean dirty) {

  private static final GitState NONE = new GitState(Optional.empty(), false);
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 4096;

  static GitState of(Path folder) {
    Optional<String> commit = git(folder, "rev-parse", "--verify", "HEAD").map(String::strip);
    if (commit.filter(text -> text.matches("[0-9a-f]{40,64}")).isEmpty()) {
      return NONE;
    }
    boolean dirty =
        git(folder, "status", "--porcelain", "--", ".").filter(s -> !s.isBlank()).isPresent();
    return new GitState(commit, dirty);
  }

  /// What git prints; empty if it is not there, fails or takes too long.
  private static Optional<String> git(Path folder, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C"));
    command.add(folder.toString());
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(nothing()))
              .start();
      return output(process);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static File nothing() {
    return new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private static Optional<String> output(Process process) throws IOException {
    var watch = Thread.ofVirtual().start(() -> endInTime(process));
    try (InputStream printed = process.getInputStream()) {
      byte[] start = printed.readNBytes(MOST_BYTES);
      printed.skip(Long.MAX_VALUE);
      boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return ended && process.exitValue() == 0
          ? Optional.of(new String(start, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      watch.interrupt();
      process.destroyForcibly();
    }
  }

  private static void endInTime(Process process) {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      return; // it has ended
    }
  }
}
