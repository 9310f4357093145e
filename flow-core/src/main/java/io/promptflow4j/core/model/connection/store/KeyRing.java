package io.promptflow4j.core.model.connection.store;

import io.promptflow4j.core.model.connection.ConnectionException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The key ring of the operating system, reached by the command that comes with it: `secret-tool`
/// (libsecret) or, on macOS, `security`. A secret goes there by standard input, never as an
/// argument, because arguments are for everybody to see.
final class KeyRing {

  private static final String SERVICE = "promptflow4j";
  private static final long PATIENCE_SECONDS = 30; // somebody may have to type a password

  private final Path command;
  private final boolean mac;

  private KeyRing(Path command, boolean mac) {
    this.command = command;
    this.mac = mac;
  }

  /// The key ring of this machine, if its command is in the `PATH` of `environment`.
  static Optional<KeyRing> find(Map<String, String> environment) {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    String name = mac ? "security" : "secret-tool";
    String places = environment.getOrDefault("PATH", "");
    return Stream.of(places.split(Pattern.quote(File.pathSeparator), -1))
        .filter(place -> !place.isEmpty())
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(found -> new KeyRing(found, mac));
  }

  /// The secret that is kept for `account`; empty if there is none.
  ///
  /// @throws ConnectionException if the command can't be called or does not end
  Optional<String> secret(String account) {
    List<String> call =
        mac
            ? List.of("find-generic-password", "-s", SERVICE, "-a", account, "-w")
            : List.of("lookup", "service", SERVICE, "account", account);
    return called(call, "").filter(text -> !text.isBlank()).map(String::strip);
  }

  /// Keeps `secret`, which has no blanks and quotes in it, in place of an earlier one.
  ///
  /// @throws ConnectionException if that is not to be had again
  void keep(String account, String secret) {
    if (mac) {
      String typed =
          "add-generic-password -U -s %s -a %s -w %s\n".formatted(SERVICE, account, secret);
      var _ = called(List.of("-i"), typed);
    } else {
      var _ =
          called(
              List.of(
                  "store",
                  "--label=Promptflow4j connections",
                  "service",
                  SERVICE,
                  "account",
                  account),
              secret);
    }
    if (!secret(account).equals(Optional.of(secret))) {
      throw new ConnectionException(
          "the key ring of this machine does not keep the key ('%s'); is it there and unlocked?"
              .formatted(command));
    }
  }

  void forget(String account) {
    var _ =
        called(
            mac
                ? List.of("delete-generic-password", "-s", SERVICE, "-a", account)
                : List.of("clear", "service", SERVICE, "account", account),
            "");
  }

  /// What the command printed; empty if it failed.
  private Optional<String> called(List<String> arguments, String typed) {
    try {
      Process process =
          new ProcessBuilder(
                  Stream.concat(Stream.of(command.toString()), arguments.stream()).toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        var printed = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        try (var in = process.getOutputStream()) {
          in.write(typed.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) { // it did not want to hear it; its exit code tells
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw failed("does not end", null);
        }
        String text = printed.join();
        return process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException broken) {
      throw failed("can't be called", broken);
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted", given);
    }
  }

  private static String text(InputStream printed) {
    try (printed) {
      return new String(printed.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }

  private ConnectionException failed(String how, @Nullable Exception why) {
    String what = "the key ring's command '%s' %s".formatted(command, how);
    return why == null ? new ConnectionException(what) : new ConnectionException(what, why);
  }
}
