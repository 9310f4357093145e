package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.run.access.AuditEntry;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.KeyText;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Keys in a database.
record StoredKeys(Database database) implements AccessKeys {

  @Override
  public Made create(Grant grant, String who, Instant now) {
    Made made = made(grant, who, now);
    return database.write(handle -> {
      add(handle, made.kept());
      record(handle, AuditEntry.done(now, who, "key.create", made.kept().id(), said(made.kept())));
      return made;
    });
  }

  private static Made made(Grant grant, String who, Instant now) {
    KeyText text = KeyText.random(new SecureRandom());
    return new Made(
        text,
        new AccessKey(
            text.id(), text.digest(), grant, who, now, Optional.empty(), Optional.empty()));
  }

  private static void add(Handle handle, AccessKey key) {
    KeyTable.add(handle, key);
  }

  private static Value.Mapping said(AccessKey key) {
    return GrantText.json(key.grant());
  }

  private void record(Handle handle, AuditEntry entry) {
    AuditTable.append(handle, database.dialect(), List.of(entry));
  }

  @Override
  public Optional<AccessKey> find(String idOrName) {
    List<AccessKey> all = list();
    Optional<AccessKey> byId = all.stream().filter(key -> key.id().equals(idOrName)).findFirst();
    if (byId.isPresent()) {
      return byId;
    }
    List<AccessKey> same = all.stream().filter(key -> key.grant().name().equals(idOrName)).toList();
    List<AccessKey> going = same.stream().filter(key -> key.revoked().isEmpty()).toList();
    List<AccessKey> named = going.isEmpty() ? same : going;
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  @Override
  public List<AccessKey> list() {
    return database.read(KeyTable::list);
  }

  @Override
  public boolean revoke(String id, String who, Instant when) {
    return database.write(handle -> {
      boolean done = KeyTable.revoke(handle, id, when);
      if (done) {
        record(handle, AuditEntry.done(when, who, "key.revoke", id, Value.Mapping.EMPTY));
      }
      return done;
    });
  }

  @Override
  public Made rotate(AccessKey old, Instant end, String who, Instant now) {
    Made made = made(old.grant(), who, now);
    return database.write(handle -> {
      add(handle, made.kept());
      boolean _ = KeyTable.revoke(handle, old.id(), end);
      var detail = new Fields().put("successor", made.kept().id()).put("ends", end.toString());
      record(handle, AuditEntry.done(now, who, "key.rotate", old.id(), detail.end()));
      return made;
    });
  }

  @Override
  public void used(Map<String, Instant> times) {
    if (!times.isEmpty()) {
      boolean _ =
          database.writeRepeatable(handle -> {
            times.forEach((id, when) -> KeyTable.used(handle, id, when));
            return true;
          });
    }
  }
}
