package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.EndpointChange.What;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Endpoints in the database of the runs. A change and its record are one transaction; if somebody
/// else has changed the endpoint in between, it is tried on what they left.
public record StoredEndpoints(Database database) implements Endpoints {

  @Override
  public long lastChange() {
    return database.read(EndpointTable::lastChange);
  }

  @Override
  public List<Endpoint> list() {
    return database.read(EndpointTable::list);
  }

  @Override
  public Optional<Endpoint> find(String name) {
    return stored(name).map(EndpointTable.Stored::endpoint);
  }

  private Optional<EndpointTable.Stored> stored(String name) {
    return database.read(handle -> EndpointTable.find(handle, name));
  }

  @Override
  public void create(Endpoint endpoint, String who) {
    boolean made =
        database.write(handle -> {
          boolean added = EndpointTable.add(handle, endpoint);
          if (added) {
            EndpointTable.record(
                handle,
                What.CREATED,
                "",
                who,
                endpoint.created(),
                Optional.empty(),
                Optional.of(endpoint));
          }
          return added;
        });
    if (!made) {
      throw new EndpointException(
          "endpoint-exists", "there is an endpoint '%s' already".formatted(endpoint.name()));
    }
  }

  @Override
  public Endpoint change(String name, Act act, UnaryOperator<Endpoint> change) {
    while (true) {
      EndpointTable.Stored before = stored(name).orElseThrow(() -> Endpoints.missing(name));
      Endpoint after = change.apply(before.endpoint());
      if (after.equals(before.endpoint())) {
        return after;
      }
      boolean done =
          database.write(handle -> {
            boolean replaced = EndpointTable.replace(handle, before, after);
            if (replaced) {
              EndpointTable.record(
                  handle,
                  act.what(),
                  act.note(),
                  act.who(),
                  act.when(),
                  Optional.of(before.endpoint()),
                  Optional.of(after));
            }
            return replaced;
          });
      if (done) {
        return after;
      }
    }
  }

  @Override
  public void delete(String name, String who, Instant when) {
    boolean done = false;
    while (!done) {
      EndpointTable.Stored before = stored(name).orElseThrow(() -> Endpoints.missing(name));
      done =
          database.write(handle -> {
            boolean removed = EndpointTable.remove(handle, before);
            if (removed) {
              EndpointTable.record(
                  handle,
                  What.DELETED,
                  "",
                  who,
                  when,
                  Optional.of(before.endpoint()),
                  Optional.empty());
            }
            return removed;
          });
    }
  }

  @Override
  public List<EndpointChange> history(String name, int most) {
    return database.read(handle -> EndpointTable.history(handle, name, most));
  }

  @Override
  public void keep(FlowVersion version) {
    boolean _ =
        database.write(handle -> {
          VersionTable.keep(handle, version);
          return true;
        });
  }

  @Override
  public Optional<FlowVersion> version(Digest digest) {
    return database.read(handle -> VersionTable.find(handle, digest));
  }
}
