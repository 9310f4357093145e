package io.promptflow4j.core.run.access;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.Optional;

/// Something that was changed, or refused.
///
/// @param actor who did it: a user of the machine, a key, the subject of a token, an address
/// @param action what it was: `key.create`, `key.revoke`, `access.refused` …
/// @param object what it was done to
/// @param result `done` or why not
/// @param request the id of the request, if it was one
/// @param detail what else is to be known; never a secret
public record AuditEntry(
    Instant when,
    String actor,
    String action,
    String object,
    String result,
    Optional<String> request,
    Value.Mapping detail) {

  /// The result of what was done.
  public static final String DONE = "done";

  /// A change that was made.
  public static AuditEntry done(
      Instant when, String actor, String action, String object, Value.Mapping detail) {
    return new AuditEntry(when, actor, action, object, DONE, Optional.empty(), detail);
  }

  /// As it is kept and shown.
  public Value.Mapping json() {
    var fields =
        new Fields()
            .put("when", when.toString())
            .put("actor", actor)
            .put("action", action)
            .put("object", object)
            .put("result", result);
    request.ifPresent(id -> fields.put("request", id));
    return fields.put("detail", detail).end();
  }
}
