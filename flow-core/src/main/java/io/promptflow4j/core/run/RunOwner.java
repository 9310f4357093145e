package io.promptflow4j.core.run;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A process that works on runs, so that another on the same machine can tell whether it still
/// lives.
///
/// @param started when the process started, which tells it from a later one of the same number
public record RunOwner(String host, long process, Instant started) {

  private static final Path LINUX_NAME = Path.of("/proc/sys/kernel/hostname");

  /// This process.
  public static RunOwner ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return new RunOwner(thisHost(), self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
  }

  private static String thisHost() {
    try {
      return Files.isReadable(LINUX_NAME)
          ? Files.readString(LINUX_NAME).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException _) {
      return "localhost";
    }
  }
}
