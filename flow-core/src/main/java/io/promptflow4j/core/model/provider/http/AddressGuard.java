package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import io.promptflow4j.core.model.provider.lookup.WatchedNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps calls away from addresses that their connection has no business with.
///
/// Every address behind a name is looked at, each time the name is used, and, as long as [#watch]
/// is in force, each time the JVM looks it up for the HTTP client.
final class AddressGuard {

  /// Finds the addresses of a name.
  @FunctionalInterface
  interface Names {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  /// Which addresses may be called.
  enum Reach {

    /// Public ones only, as `allow_private_address: never` says: for addresses that came from data.
    PUBLIC_ONLY,

    /// Public ones, and private ones if the address itself says so: `localhost`, `10.0.0.5`, a name
    /// without a dot or one under `local`, `internal`, `lan`, `localhost` or `home.arpa`. For
    /// addresses that an operator wrote.
    AS_NAMED,

    /// Every address, those of the machine's own network and of cloud metadata included.
    ANYWHERE
  }

  /// What an address belongs to.
  enum Zone {
    PUBLIC,
    PRIVATE,
    /// Link-local, cloud metadata, multicast and what is no address of a machine.
    OFF_LIMITS
  }

  private static final Pattern PRIVATE_NAME =
      Pattern.compile("[a-z][a-z0-9_-]*|[a-z].*\\.(?:localhost|local|internal|lan|home\\.arpa)");
  private static final Pattern QUAD =
      Pattern.compile("(?:0|[1-9]\\d{0,2})(?:\\.(?:0|[1-9]\\d{0,2})){3}");

  /// The services inside a cloud's machines that give away keys.
  private static final List<byte[]> METADATA =
      List.of(
          new byte[] {(byte) 168, 63, (byte) 129, 16},
          new byte[] {100, 100, 100, (byte) 200},
          new byte[] {(byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54});

  private final Reach reach;
  private final Names names;
  private volatile @Nullable Passed passed;

  /// A host all of whose addresses may be called: found again, they need no second look.
  ///
  /// @param literal whether the host is its address
  private record Passed(String host, boolean literal, List<InetAddress> addresses) {}

  AddressGuard(Reach reach, Names names) {
    this.reach = reach;
    this.names = names;
  }

  /// Whether a look-up is needed to know where `host` leads.
  boolean isName(String host) {
    return reach != Reach.ANYWHERE && !isLiteral(host);
  }

  /// Has the JVM refuse the addresses of `host` that may not be called, until the watch is closed.
  Optional<WatchedNames.Watch> watch(String host) {
    return !isLiteral(host)
        ? Optional.of(WatchedNames.watch(host, address -> mayBeCalled(host, address)))
        : Optional.empty();
  }

  private boolean mayBeCalled(String host, InetAddress address) {
    if (reach == Reach.ANYWHERE) {
      return true;
    }
    return switch (zone(address.getAddress())) {
      case PUBLIC -> true;
      case PRIVATE -> reach == Reach.AS_NAMED && namesPrivatePlace(host);
      case OFF_LIMITS -> false;
    };
  }

  /// Looks at every address of `host`, as it stands in the request's address.
  ///
  /// @throws BrokenExchange if one of them may not be called, or if there is none
  void check(String host) {
    if (reach == Reach.ANYWHERE) {
      return;
    }
    Passed known = passed;
    if (known != null && known.literal() && known.host().equals(host)) {
      return;
    }
    List<InetAddress> found = List.of(addresses(host));
    if (known != null && known.host().equals(host) && known.addresses().equals(found)) {
      return;
    }
    for (InetAddress address : found) {
      if (!mayBeCalled(host, address)) {
        throw new BrokenExchange(Kind.NOT_TRUSTED, refusal(address));
      }
    }
    passed = new Passed(host, isLiteral(host), found);
  }

  private static String refusal(InetAddress address) {
    Zone zone = zone(address.getAddress());
    return "was not called: its address %s is %s; if this is what you want, set %s: true"
        .formatted(
            address.getHostAddress(),
            zone == Zone.PRIVATE ? "private" : "link-local or reserved",
            "allow_private_address");
  }

  private InetAddress[] addresses(String host) {
    try {
      return names.addressesOf(unbracketed(host));
    } catch (UnknownHostException unknown) {
      WatchedNames.refused(host)
          .ifPresent(address -> {
            throw new BrokenExchange(Kind.NOT_TRUSTED, refusal(address));
          });
      throw new BrokenExchange(
          Kind.NOT_CONNECTED, "can't be reached: no address is known for its name", unknown);
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || QUAD.matcher(host).matches();
  }

  /// Odd spellings of numbers, such as `127.1` or `0x7f000001`, name nothing.
  private static boolean namesPrivatePlace(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return isLiteral(name) || PRIVATE_NAME.matcher(name).matches();
  }

  static Zone zone(byte[] address) {
    if (METADATA.stream().anyMatch(known -> Arrays.equals(known, address))) {
      return Zone.OFF_LIMITS;
    }
    return address.length == 4 ? zone4(address) : zone6(address);
  }

  private static Zone zone4(byte[] address) {
    int first = address[0] & 0xFF;
    int second = address[1] & 0xFF;
    return switch (first) {
      case 10, 127 -> Zone.PRIVATE;
      case 0 -> isZero(address, 1, 4) ? Zone.PRIVATE : Zone.OFF_LIMITS; // 0.0.0.0: this machine
      case 100 -> second >= 64 && second < 128 ? Zone.PRIVATE : Zone.PUBLIC;
      case 169 -> second == 254 ? Zone.OFF_LIMITS : Zone.PUBLIC;
      case 172 -> second >= 16 && second < 32 ? Zone.PRIVATE : Zone.PUBLIC;
      case 192 ->
          second == 168
              ? Zone.PRIVATE
              : second == 0 && address[2] == 0 ? Zone.OFF_LIMITS : Zone.PUBLIC;
      case 198 -> second == 18 || second == 19 ? Zone.PRIVATE : Zone.PUBLIC;
      default -> first >= 224 ? Zone.OFF_LIMITS : Zone.PUBLIC;
    };
  }

  private static Zone zone6(byte[] address) {
    int first = word(address, 0);
    if (isZero(address, 0, 10) && word(address, 10) == 0xFFFF) {
      return zone(Arrays.copyOfRange(address, 12, 16));
    }
    if (isZero(address, 0, 8) && word(address, 8) == 0xFFFF && word(address, 10) == 0) {
      return zone(Arrays.copyOfRange(address, 12, 16)); // an IPv4 address as translators write it
    }
    if (isZero(address, 0, 12)) {
      return isZero(address, 12, 15) && address[15] <= 1 ? Zone.PRIVATE : Zone.OFF_LIMITS;
    }
    if (first == 0x64 && word(address, 2) == 0xFF9B) { // an IPv4 address behind a translator
      return isZero(address, 4, 12) ? zone(Arrays.copyOfRange(address, 12, 16)) : Zone.OFF_LIMITS;
    }
    if (first == 0x2002) { // an IPv4 address behind a tunnel
      return zone(Arrays.copyOfRange(address, 2, 6));
    }
    boolean teredo = first == 0x2001 && word(address, 2) == 0;
    boolean linkLocal = (first & 0xFFC0) == 0xFE80;
    if (teredo || linkLocal || (first & 0xFF00) == 0xFF00) {
      return Zone.OFF_LIMITS;
    }
    boolean own = (first & 0xFE00) == 0xFC00 || (first & 0xFFC0) == 0xFEC0;
    return own ? Zone.PRIVATE : Zone.PUBLIC;
  }

  private static int word(byte[] address, int at) {
    return (address[at] & 0xFF) << 8 | (address[at + 1] & 0xFF);
  }

  private static boolean isZero(byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
