package io.promptflow4j.server.app;

import io.promptflow4j.server.security.ApiKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a server listens, whom it answers and how much it takes.
///
/// @param host the address it listens on
/// @param port 0 for any that is free
/// @param keys who may call; anybody on this machine if there are none
/// @param tls certificate and key
/// @param reach names, foreign pages and proxies
/// @param limits how much it takes
/// @param managementPort where health and metrics are, on loopback; 0 for any, empty for nowhere
/// @param staticFolder a page of one's own instead of the built-in one
public record ServerSettings(
    String host,
    int port,
    ApiKeys keys,
    Optional<Tls> tls,
    Reach reach,
    Limits limits,
    Optional<Integer> managementPort,
    Optional<Path> staticFolder) {

  /// A certificate and its key, as PEM files.
  public record Tls(Path certificate, Path key) {}

  /// Names and addresses around the server.
  ///
  /// @param hosts names it answers to besides this machine's
  /// @param origins whose pages may call it
  /// @param proxies addresses of proxies in front of it, which take care of TLS
  public record Reach(List<String> hosts, List<String> origins, List<String> proxies) {
    public Reach {
      hosts = List.copyOf(hosts);
      origins = List.copyOf(origins);
      proxies = List.copyOf(proxies);
    }

    /// Nothing besides this machine.
    public static Reach ownMachine() {
      return new Reach(List.of(), List.of(), List.of());
    }
  }

  /// How much it takes.
  ///
  /// @param calls flows that run at a time
  /// @param callsOfOne of these, those of one key
  /// @param connections open at a time
  /// @param bodyBytes the largest body
  /// @param queue how long a call waits for its turn
  /// @param headers how long the headers of a request may take; a body may pause as long
  /// @param idle how long a connection may be silent
  /// @param heartbeat after how much silence a stream shows that it is alive
  /// @param drain how long calls may take to end when the server closes
  public record Limits(
      int calls,
      int callsOfOne,
      int connections,
      long bodyBytes,
      Duration queue,
      Duration headers,
      Duration idle,
      Duration heartbeat,
      Duration drain) {

    /// What fits a small machine.
    public static Limits usual() {
      return new Limits(
          512,
          512,
          1_024,
          1L << 20,
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30));
    }

    public Limits withCalls(int number) {
      return new Limits(
          number, callsOfOne, connections, bodyBytes, queue, headers, idle, heartbeat, drain);
    }

    public Limits withCallsOfOne(int number) {
      return new Limits(
          calls, number, connections, bodyBytes, queue, headers, idle, heartbeat, drain);
    }

    public Limits withConnections(int number) {
      return new Limits(
          calls, callsOfOne, number, bodyBytes, queue, headers, idle, heartbeat, drain);
    }

    public Limits withBodyBytes(long bytes) {
      return new Limits(
          calls, callsOfOne, connections, bytes, queue, headers, idle, heartbeat, drain);
    }

    public Limits withQueue(Duration wait) {
      return new Limits(
          calls, callsOfOne, connections, bodyBytes, wait, headers, idle, heartbeat, drain);
    }

    public Limits withHeaders(Duration deadline) {
      return new Limits(
          calls, callsOfOne, connections, bodyBytes, queue, deadline, idle, heartbeat, drain);
    }

    public Limits withIdle(Duration silence) {
      return new Limits(
          calls, callsOfOne, connections, bodyBytes, queue, headers, silence, heartbeat, drain);
    }

    public Limits withHeartbeat(Duration silence) {
      return new Limits(
          calls, callsOfOne, connections, bodyBytes, queue, headers, idle, silence, drain);
    }

    public Limits withDrain(Duration wait) {
      return new Limits(
          calls, callsOfOne, connections, bodyBytes, queue, headers, idle, heartbeat, wait);
    }
  }

  /// A server for this machine alone.
  public static ServerSettings local(int port) {
    return new ServerSettings(
        "localhost",
        port,
        ApiKeys.of(List.of()),
        Optional.empty(),
        Reach.ownMachine(),
        Limits.usual(),
        Optional.empty(),
        Optional.empty());
  }

  public ServerSettings withKeys(ApiKeys other) {
    return new ServerSettings(host, port, other, tls, reach, limits, managementPort, staticFolder);
  }

  public ServerSettings withLimits(Limits other) {
    return new ServerSettings(host, port, keys, tls, reach, other, managementPort, staticFolder);
  }

  public ServerSettings withReach(Reach other) {
    return new ServerSettings(host, port, keys, tls, other, limits, managementPort, staticFolder);
  }

  public ServerSettings withTls(Tls other) {
    return new ServerSettings(
        host, port, keys, Optional.of(other), reach, limits, managementPort, staticFolder);
  }

  public ServerSettings withHost(String other) {
    return new ServerSettings(other, port, keys, tls, reach, limits, managementPort, staticFolder);
  }

  public ServerSettings withManagementPort(int other) {
    return new ServerSettings(
        host, port, keys, tls, reach, limits, Optional.of(other), staticFolder);
  }

  public ServerSettings withStaticFolder(Path folder) {
    return new ServerSettings(
        host, port, keys, tls, reach, limits, managementPort, Optional.of(folder));
  }
}
