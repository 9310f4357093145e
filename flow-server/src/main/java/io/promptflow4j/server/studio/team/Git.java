package io.promptflow4j.server.studio.team;

import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The machine's `git` on one folder.
///
/// Arguments are never read by a shell, paths are taken letter by letter, and nothing that the
/// repository could bring along is run: no hook, no pager, no editor, no outside diff, no signing,
/// no helper for passwords. It never talks to another machine.
final class Git {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MOST_BYTES = 8 << 20;
  private static final List<String> HARMLESS =
      List.of(
          "core.fsmonitor=false",
          "core.pager=cat",
          "core.editor=false",
          "core.sshCommand=false",
          "core.askPass=false",
          "core.quotePath=false",
          "core.untrackedCache=false",
          "commit.gpgSign=false",
          "credential.helper=",
          "diff.external=",
          "gc.auto=0",
          "maintenance.auto=false",
          "protocol.allow=never",
          "submodule.recurse=false");

  private final Path folder;

  Git(Path folder) {
    this.folder = folder;
  }

  /// What a command came to.
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  record Ended(int exit, byte[] printed, String complaint) {

    boolean isDone() {
      return exit == 0;
    }

    String text() {
      return new String(printed, StandardCharsets.UTF_8);
    }
  }

  /// Runs a command that has to succeed.
  ///
  /// @throws FaultException with git's own words if it does not
  Ended must(String... arguments) {
    Ended ended = run(arguments);
    if (!ended.isDone()) {
      throw new FaultException(Fault.of(409, "git-failed", ended.complaint().strip()));
    }
    return ended;
  }

  /// Runs a command.
  Ended run(String... arguments) {
    var command = new ArrayList<String>(List.of("git", "--literal-pathspecs", "--no-pager"));
    command.add("-c");
    command.add("core.hooksPath=" + nothing());
    for (String setting : HARMLESS) {
      command.add("-c");
      command.add(setting);
    }
    command.addAll(List.of("-C", folder.toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(nothing()));
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      return ended(builder.start());
    } catch (IOException missing) {
      throw new FaultException(
          Fault.of(409, "no-git", "There is no git on the machine of the server."));
    }
  }

  private static File nothing() {
    return new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  private static Ended ended(Process process) throws IOException {
    var complaint = new ByteArrayOutputStream();
    var reading = Thread.ofVirtual().start(() -> drain(process.getErrorStream(), complaint));
    var watch = Thread.ofVirtual().start(() -> endInTime(process));
    try (InputStream printed = process.getInputStream()) {
      byte[] bytes = printed.readNBytes(MOST_BYTES);
      printed.skip(Long.MAX_VALUE);
      boolean inTime = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      reading.join();
      return new Ended(
          inTime ? process.exitValue() : -1, bytes, complaint.toString(StandardCharsets.UTF_8));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Ended(-1, new byte[0], "interrupted");
    } finally {
      watch.interrupt();
      process.destroyForcibly();
    }
  }

  private static void drain(InputStream from, ByteArrayOutputStream to) {
    try (from) {
      to.writeBytes(from.readNBytes(64 * 1024));
      from.skip(Long.MAX_VALUE);
    } catch (IOException _) {
      return; // what could be read is there
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
