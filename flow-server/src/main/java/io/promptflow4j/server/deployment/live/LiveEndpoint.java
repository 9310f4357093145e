package io.promptflow4j.server.deployment.live;

import io.promptflow4j.core.deployment.Endpoint;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An endpoint as it is served: immutable, replaced as a whole.
///
/// @param endpoint as the store has it
/// @param traffic the split that is in force; an older one if the store's names a deployment that
///   can't be loaded
/// @param running the deployments that are loaded
/// @param failed what is wrong with those that are not, or that run as they were before
public record LiveEndpoint(
    Endpoint endpoint,
    SortedMap<String, Integer> traffic,
    SortedMap<String, LiveDeployment> running,
    SortedMap<String, String> failed) {

  public LiveEndpoint {
    traffic = Collections.unmodifiableSortedMap(new TreeMap<>(traffic));
    running = Collections.unmodifiableSortedMap(new TreeMap<>(running));
    failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
  }

  public String name() {
    return endpoint.name();
  }

  /// Whoever stands for the endpoint in descriptions: the one with the largest share.
  public Optional<LiveDeployment> main() {
    return traffic.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .or(endpoint::standard)
        .flatMap(name -> Optional.ofNullable(running.get(name)));
  }

  /// Who answers a call.
  ///
  /// @param caller what the call is known by, if the endpoint keeps callers with a deployment
  Optional<String> choose(Draw draw, Optional<String> caller) {
    if (traffic.isEmpty()) {
      return endpoint.standard();
    }
    return caller.isPresent()
        ? Draw.of(traffic, endpoint.name() + "\0" + caller.get())
        : draw.of(traffic);
  }
}
