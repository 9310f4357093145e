package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.AddressGuard.Reach;
import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import io.promptflow4j.core.model.provider.lookup.WatchedNames;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where the requests of a connection may go: to its own origin, so that its key reaches no other,
/// and to no address that it has no business with. To be closed when there are no more requests.
final class Destination implements AutoCloseable {

  /// The JVM keeps the addresses of a name for thirty seconds, unless it is told otherwise; within
  /// that time looking again is no work.
  private static final long KEPT = Duration.ofSeconds(20).toNanos();

  private final Optional<URI> origin;
  private final String ownHost;
  private final boolean ownIsName;
  private final AddressGuard guard;
  private final Optional<WatchedNames.Watch> watch;
  private volatile long lookedUp = System.nanoTime() - KEPT;

  /// @param origin the only one there is; empty if any will do
  Destination(Optional<URI> origin, Reach reach) {
    this(origin, new AddressGuard(reach, InetAddress::getAllByName));
  }

  Destination(Optional<URI> origin, AddressGuard guard) {
    this.origin = origin;
    this.guard = guard;
    this.ownHost = origin.map(address -> String.valueOf(address.getHost())).orElse("");
    this.ownIsName = guard.isName(ownHost);
    this.watch = origin.flatMap(_ -> guard.watch(ownHost));
  }

  /// Checks where a request would go. Names are looked up on `threads`, for `limit` at most.
  ///
  /// @return whether to [#checkAgain] once there is a connection
  boolean check(URI address, ExecutorService threads, Duration limit) throws InterruptedException {
    if (origin.isPresent() && !isSame(origin.get(), address)) {
      throw new BrokenExchange(
          Kind.NOT_TRUSTED, "was not called: the request is for another origin");
    }
    String host = String.valueOf(address.getHost());
    if (!isName(host)) {
      guard.check(host);
      return false;
    }
    if (!isDirect(address)) {
      return false;
    }
    if (System.nanoTime() - lookedUp < KEPT) {
      guard.check(host);
    } else {
      lookUp(host, threads, limit);
    }
    return true;
  }

  private boolean isName(String host) {
    return host.equals(ownHost) ? ownIsName : guard.isName(host);
  }

  /// Checks again once there is a connection: if the name leads elsewhere by now, the reply may be
  /// from there.
  void checkAgain(URI address) {
    guard.check(String.valueOf(address.getHost()));
  }

  @Override
  public void close() {
    watch.ifPresent(WatchedNames.Watch::close);
  }

  private static boolean isSame(URI one, URI other) {
    return Objects.equals(one.getScheme(), other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(String.valueOf(other.getHost()))
        && one.getPort() == other.getPort();
  }

  /// A proxy looks names up itself, and decides itself where it leads.
  private static boolean isDirect(URI address) {
    ProxySelector proxies = ProxySelector.getDefault();
    return proxies == null
        || proxies.select(address).stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
  }

  private void lookUp(String host, ExecutorService threads, Duration limit)
      throws InterruptedException {
    var checked = CompletableFuture.runAsync(() -> guard.check(host), threads);
    try {
      long before = System.nanoTime();
      checked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      lookedUp = before;
    } catch (TimeoutException _) {
      throw new BrokenExchange(
          Kind.NOT_CONNECTED, "can't be reached: its name could not be looked up in time");
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof BrokenExchange why) {
        throw why;
      }
      throw new IllegalStateException("a name could not be checked", refused);
    }
  }
}
