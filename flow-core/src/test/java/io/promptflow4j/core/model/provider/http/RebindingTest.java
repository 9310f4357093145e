package io.promptflow4j.core.model.provider.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.HttpException;
import io.promptflow4j.core.model.provider.lookup.WatchedNames;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A name that leads to a public address when it is checked and to this machine when the HTTP
/// client asks for it, in a JVM of its own.
class RebindingTest {

  private static final String HOST = "turncoat.example.com";

  /// Our resolver, with a file that holds one address in place of the JVM's own.
  public static final class Fickle extends InetAddressResolverProvider {

    /// For the JVM.
    public Fickle() {}

    @Override
    public InetAddressResolver get(Configuration configuration) {
      return WatchedNames.over(new FromFile(configuration.builtinResolver()));
    }

    @Override
    public String name() {
      return "fickle";
    }
  }

  private record FromFile(InetAddressResolver others) implements InetAddressResolver {

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      if (!host.equals(HOST)) {
        return others.lookupByName(host, policy);
      }
      try {
        String now = Files.readString(Path.of(System.getProperty("hosts")));
        return Stream.of(InetAddress.getByName(now));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return others.lookupByAddress(address);
    }
  }

  /// What the JVM does: `HOSTS PORT WATCHED`.
  static final class Rebound {

    private Rebound() {}

    /// Prints what became of the request.
    public static void main(String[] arguments) throws Exception {
      Security.setProperty("networkaddress.cache.ttl", "0");
      Security.setProperty("networkaddress.cache.negative.ttl", "0");
      Path hosts = Path.of(arguments[0]);
      URI address = URI.create("http://%s:%s/v1".formatted(HOST, arguments[1]));
      Optional<URI> origin = arguments[2].equals("yes") ? Optional.of(address) : Optional.empty();
      var guard = new AddressGuard(AddressGuard.Reach.AS_NAMED, InetAddress::getAllByName);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor();
          var destination = new Destination(origin, guard);
          var pool = new ClientPool(false, Duration.ofSeconds(20), Optional.empty())) {
        destination.check(address, threads, Duration.ofSeconds(20));
        Files.writeString(hosts, "127.0.0.1");
        var slot = pool.take(System.nanoTime() + Duration.ofSeconds(20).toNanos());
        var request = java.net.http.HttpRequest.newBuilder(address).build();
        var reply = slot.send(request, java.net.http.HttpResponse.BodyHandlers.discarding());
        String end = reply.handle((_, problem) -> problem == null ? "reached" : "failed").get();
        String again = "allowed";
        try {
          destination.check(address, threads, Duration.ofSeconds(20));
          guard.check(HOST);
        } catch (BrokenExchange refused) {
          again = String.valueOf(refused.getMessage());
        }
        Files.writeString(hosts.resolveSibling("end.txt"), end + "; " + again);
      }
    }
  }

  private static String end(Path folder, String watched) throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "93.184.215.14");
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("java.net.spi.InetAddressResolverProvider"), Fickle.class.getName());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var inside = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> answer(inside));
      Process java =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Dhosts=" + hosts,
                  "-cp",
                  folder + File.pathSeparator + places(),
                  Rebound.class.getName(),
                  hosts.toString(),
                  String.valueOf(inside.getLocalPort()),
                  watched)
              .inheritIO()
              .start();
      try {
        assertThat(java.waitFor(2, TimeUnit.MINUTES)).isTrue();
      } finally {
        java.destroyForcibly();
      }
    }
    return Files.readString(folder.resolve("end.txt"));
  }

  private static String places() {
    return Stream.of(RebindingTest.class, Destination.class, HttpException.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(place -> Path.of(URI.create(place.toString())).toString())
        .collect(joining(File.pathSeparator));
  }

  private static void answer(ServerSocket inside) {
    try (var socket = inside.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) { // nobody came
    }
  }

  @Test
  @Timeout(150)
  void theClientDoesNotConnectWhereTheCheckWouldNotHaveLetIt(@TempDir Path folder)
      throws Exception {
    assertThat(end(folder, "yes")).startsWith("failed; ").contains("127.0.0.1 is private");
  }

  @Test
  @Timeout(150)
  void withoutTheWatchItWould(@TempDir Path folder) throws Exception {
    assertThat(end(folder, "no")).startsWith("reached; ");
  }
}
