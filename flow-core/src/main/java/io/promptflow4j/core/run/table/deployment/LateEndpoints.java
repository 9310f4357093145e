package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The endpoints of a store that is made when something is first written.
///
/// @param existing the store's own, if the store is there
/// @param made the store's own, after it was made
public record LateEndpoints(Supplier<Optional<Endpoints>> existing, Supplier<Endpoints> made)
    implements Endpoints {

  @Override
  public long lastChange() {
    return existing.get().map(Endpoints::lastChange).orElse(0L);
  }

  @Override
  public List<Endpoint> list() {
    return existing.get().map(Endpoints::list).orElse(List.of());
  }

  @Override
  public Optional<Endpoint> find(String name) {
    return existing.get().flatMap(endpoints -> endpoints.find(name));
  }

  @Override
  public void create(Endpoint endpoint, String who) {
    made.get().create(endpoint, who);
  }

  @Override
  public Endpoint change(String name, Act act, UnaryOperator<Endpoint> change) {
    return there(name).change(name, act, change);
  }

  @Override
  public void delete(String name, String who, Instant when) {
    there(name).delete(name, who, when);
  }

  private Endpoints there(String name) {
    return existing.get().orElseThrow(() -> Endpoints.missing(name));
  }

  @Override
  public List<EndpointChange> history(String name, int most) {
    return existing.get().map(endpoints -> endpoints.history(name, most)).orElse(List.of());
  }

  @Override
  public void keep(FlowVersion version) {
    made.get().keep(version);
  }

  @Override
  public Optional<FlowVersion> version(Digest digest) {
    return existing.get().flatMap(endpoints -> endpoints.version(digest));
  }
}
