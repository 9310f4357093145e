package io.promptflow4j.core.model.provider.lookup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks names up as the JVM always did, and refuses the answers for watched names that lead where
/// they may not. Thread-safe.
///
/// A JVM has one resolver, which it finds by itself. Since its HTTP client has every address from
/// there, a name that is checked at the look-up can't lead elsewhere between check and connection
/// ("DNS rebinding"). A program that brings a resolver of its own has to put it under [#over], else
/// [#watch] has no effect.
public final class WatchedNames extends InetAddressResolverProvider {

  /// What is watched in this JVM. Static because the one resolver is: nobody hands it anything.
  private static final Map<String, Watched> WATCHED = new ConcurrentHashMap<>();

  /// For the JVM.
  public WatchedNames() {}

  /// Those who watch one name, and what was refused to them last.
  private static final class Watched {
    private final List<Predicate<InetAddress>> rules = new CopyOnWriteArrayList<>();
    private volatile @Nullable InetAddress refused;

    boolean refuses(InetAddress address) {
      boolean refuses = rules.stream().noneMatch(rule -> rule.test(address));
      if (refuses) {
        refused = address;
      }
      return refuses;
    }
  }

  /// A name that is watched until this is closed.
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /// Lets `host` lead to addresses only that fit `mayBeCalled`, or that others who watch it allow.
  public static Watch watch(String host, Predicate<InetAddress> mayBeCalled) {
    String name = host.toLowerCase(Locale.ROOT);
    WATCHED.compute(
        name,
        (_, known) -> {
          Watched watched = known == null ? new Watched() : known;
          watched.rules.add(mayBeCalled);
          return watched;
        });
    return () ->
        WATCHED.computeIfPresent(
            name,
            (_, watched) -> {
              watched.rules.remove(mayBeCalled);
              return watched.rules.isEmpty() ? null : watched;
            });
  }

  /// The address because of which `host` leads nowhere.
  public static Optional<InetAddress> refused(String host) {
    return Optional.ofNullable(WATCHED.get(host.toLowerCase(Locale.ROOT)))
        .map(watched -> watched.refused);
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return over(configuration.builtinResolver());
  }

  /// For the resolver of a program that has its own: asks `others` and watches their answers.
  public static InetAddressResolver over(InetAddressResolver others) {
    return new Resolver(others);
  }

  @Override
  public String name() {
    return "promptflow4j";
  }

  /// Asks another resolver and looks at its answers.
  private record Resolver(InetAddressResolver others) implements InetAddressResolver {

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      Watched watched = WATCHED.get(host.toLowerCase(Locale.ROOT));
      if (watched == null) {
        return others.lookupByName(host, policy);
      }
      watched.refused = null; // what is told is why this look-up led nowhere
      List<InetAddress> addresses = others.lookupByName(host, policy).toList();
      if (addresses.stream().anyMatch(watched::refuses)) {
        throw new UnknownHostException(host + ": leads where calls may not go");
      }
      return addresses.stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return others.lookupByAddress(address);
    }
  }
}
