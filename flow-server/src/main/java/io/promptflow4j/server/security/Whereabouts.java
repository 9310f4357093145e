package io.promptflow4j.server.security;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the server is reached and from where: its own names, foreign pages, proxies in front of
/// it.
///
/// A server on loopback answers to the names of this machine alone, so that no foreign page reaches
/// it under a name of its own (DNS rebinding). A page of another origin calls nothing unless its
/// origin is listed.
public final class Whereabouts {

  private static final Set<String> OWN_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "::1", "[0:0:0:0:0:0:0:1]");

  private final boolean anyHost;
  private final Set<String> hosts;
  private final Set<String> origins;
  private final Set<String> proxies;

  /// @param loopback whether the server listens on this machine alone
  /// @param hosts names under which it is reached besides
  /// @param origins origins whose pages may call it: `https://example.org`
  /// @param proxies addresses of proxies whose word on the caller's address counts
  public Whereabouts(
      boolean loopback, List<String> hosts, List<String> origins, List<String> proxies) {
    this.anyHost = !loopback && hosts.isEmpty();
    this.hosts =
        Stream.concat(OWN_NAMES.stream(), hosts.stream().map(Whereabouts::lower))
            .collect(Collectors.toUnmodifiableSet());
    this.origins = origins.stream().map(Whereabouts::lower).collect(Collectors.toUnmodifiableSet());
    this.proxies = Set.copyOf(proxies);
  }

  /// Whether an address of a listener is this machine's own.
  ///
  /// @throws IllegalArgumentException if there is no such host
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException("there is no host '%s'".formatted(host), unknown);
    }
  }

  /// Whether the server answers to that name.
  public boolean isHost(@Nullable String host) {
    return host != null && (anyHost || hosts.contains(lower(host)));
  }

  /// Whether a page of that origin is listed.
  public boolean isListed(@Nullable String origin) {
    return origin != null && origins.contains(lower(origin));
  }

  /// Whether a request that may change something is from outside any page, from our own pages or
  /// from a listed origin.
  ///
  /// @param authority the host and port that the request was sent to
  /// @param fetchSite what the browser says about the page, if it is one
  public boolean mayCall(
      @Nullable String origin, @Nullable String fetchSite, @Nullable String authority) {
    if (isListed(origin)) {
      return true;
    }
    boolean sameSite =
        fetchSite == null || fetchSite.equals("same-origin") || fetchSite.equals("none");
    return sameSite && (origin == null || authority(origin).equals(Optional.ofNullable(authority)));
  }

  private static Optional<String> authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /// The address that stands for the caller: of the connection, or, if that is a declared proxy's,
  /// the last that the proxy names.
  public String source(String remote, @Nullable String forwardedFor) {
    if (forwardedFor == null || !proxies.contains(remote)) {
      return remote;
    }
    return forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
