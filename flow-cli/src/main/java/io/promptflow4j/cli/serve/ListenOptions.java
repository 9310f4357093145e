package io.promptflow4j.cli.serve;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a server listens and whom it answers.
final class ListenOptions {

  private static final String KEY_VARIABLE = "PF_SERVE_API_KEY";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 for any port that is free. Default: 8080.")
  int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on. Default: localhost.")
  String host = "localhost";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name to serve it under; that of the folder if not said.")
  @Nullable String name;

  @Option(
      names = {"--static_folder", "--static-folder"},
      paramLabel = "DIR",
      description = "A page of your own at /, instead of the built-in one.")
  @Nullable Path staticFolder;

  @Option(
      names = {"--api-key-file", "--api-keys"},
      paramLabel = "FILE",
      description = {
        "Keys that callers need, one a line, as they are or as sha256:DIGEST;",
        "one more may be in the variable PF_SERVE_API_KEY."
      })
  @Nullable Path keyFile;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description = "A key that callers need. Others on this machine can see it; prefer the file.")
  List<String> keys = new ArrayList<>();

  @Option(names = "--tls-certificate", paramLabel = "FILE", description = "Certificates (PEM).")
  @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Their key (PEM, PKCS#8).")
  @Nullable Path key;

  @Option(
      names = "--behind-proxy",
      split = ",",
      paramLabel = "ADDRESS",
      description = "Addresses of proxies in front of the server that take care of TLS.")
  List<String> proxies = new ArrayList<>();

  @Option(
      names = "--allowed-host",
      split = ",",
      paramLabel = "NAME",
      description = "Host names the server answers to, besides this machine's.")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--allowed-origin",
      split = ",",
      paramLabel = "ORIGIN",
      description = "Origins whose pages may call the server, such as https://example.org.")
  List<String> origins = new ArrayList<>();

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Health, readiness and metrics on a port of their own, on this machine only.")
  @Nullable Integer managementPort;

  ListenOptions() {}

  /// All keys.
  ///
  /// @throws CommandFailure if the file of keys can't be read
  List<String> keys(Terminal terminal) {
    var all = new ArrayList<>(keys);
    terminal.variable(KEY_VARIABLE).ifPresent(all::add);
    if (keyFile != null) {
      Path file = terminal.path(keyFile);
      try {
        List<String> lines =
            Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
          throw new CommandFailure("no-keys", "there is no key in '%s'".formatted(file));
        }
        all.addAll(lines);
      } catch (IOException unreadable) {
        throw new CommandFailure(
            "file-not-found", "there is no file '%s' to read".formatted(file), unreadable);
      }
    }
    return all;
  }

  /// Certificate and key, in this order, if they were given.
  ///
  /// @throws UsageFailure if one of them is missing
  Optional<List<Path>> tls(Terminal terminal) {
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw new UsageFailure("--tls-certificate and --tls-key need each other");
    }
    return Optional.of(List.of(terminal.path(certificate), terminal.path(key)));
  }
}
