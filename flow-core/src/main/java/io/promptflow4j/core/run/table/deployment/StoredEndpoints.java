package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.EndpointChange.What;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.run.access.AuditEntry;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.access.AuditTable;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/// Endpoints in the database of the runs. A change, its record and its line in the audit log are
/// one transaction; if somebody else has changed the endpoint in between, it is tried on what they
/// left.
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
            var act = new Act(What.CREATED, "", who, endpoint.created());
            record(handle, act, Optional.empty(), Optional.of(endpoint));
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
              record(handle, act, Optional.of(before.endpoint()), Optional.of(after));
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
              var act = new Act(What.DELETED, "", who, when);
              record(handle, act, Optional.of(before.endpoint()), Optional.empty());
            }
            return removed;
          });
    }
  }

  private void record(Handle handle, Act act, Optional<Endpoint> before, Optional<Endpoint> after) {
    EndpointTable.record(handle, act, before, after);
    String name = after.or(() -> before).orElseThrow().name();
    AuditEntry entry =
        AuditEntry.done(
            act.when(), act.who(), "endpoint." + act.what().written(), name, said(act, after));
    AuditTable.append(handle, database.dialect(), List.of(entry));
  }

  /// Who gets how much of the calls from now on, and which versions answer them.
  private static Value.Mapping said(Act act, Optional<Endpoint> after) {
    var detail = new Fields();
    if (!act.note().isEmpty()) {
      detail.put("note", act.note());
    }
    after.ifPresent(now -> {
      var versions = new Fields();
      now.deployments()
          .forEach((name, one) -> versions.put(name, FlowVersion.brief(one.version())));
      detail.put("traffic", EndpointJson.split(now.traffic())).put("versions", versions);
      if (!now.mirror().isEmpty()) {
        detail.put("mirror_traffic", EndpointJson.split(now.mirror()));
      }
    });
    return detail.end();
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
