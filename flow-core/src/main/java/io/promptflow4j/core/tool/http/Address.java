package io.promptflow4j.core.tool.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// Where a request goes, looked at before anything is looked up.
///
/// @param named whether the host stands in the flow file or the connection, instead of coming from
///   data
record Address(URI uri, boolean named) {

  /// Ports of services that are no web services and could be talked into something.
  private static final Set<Integer> OTHER_SERVICES =
      Set.of(
          22, 23, 25, 53, 110, 111, 119, 135, 139, 143, 389, 445, 465, 514, 587, 636, 993, 995,
          1433, 1521, 2049, 3306, 3389, 5432, 6379, 11211, 27017);

  /// @throws IllegalArgumentException with what is wrong, which repeats nothing of the address
  static Address of(String text, boolean named) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException("is no address: " + broken.getReason(), broken);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("does not begin with http:// or https://");
    }
    if (uri.getHost() == null || uri.getHost().isBlank()) {
      throw new IllegalArgumentException("names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "holds a user or password; put them into a connection and write a header");
    }
    if (OTHER_SERVICES.contains(uri.getPort())) {
      throw new IllegalArgumentException(
          "names port %d, which is not for web services".formatted(uri.getPort()));
    }
    if (leavesItsPath(uri)) {
      throw new IllegalArgumentException("has '.' or '..' in its path");
    }
    return new Address(uri, named);
  }

  private static boolean leavesItsPath(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    for (String segment : path.split("/", -1)) {
      String plain = segment.replaceAll("(?i)%2e", ".");
      if (plain.equals(".") || plain.equals("..")) {
        return true;
      }
    }
    return false;
  }

  /// The address without path and query.
  URI origin() {
    String host = uri.getHost();
    return URI.create(
        uri.getScheme() + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
  }

  /// The address as people may see it: a query may hold what is nobody's business.
  String shown() {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return origin() + path;
  }

  boolean isSameOrigin(Address other) {
    return origin().toString().equalsIgnoreCase(other.origin().toString());
  }
}
