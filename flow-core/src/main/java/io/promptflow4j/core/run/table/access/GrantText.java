package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a key lets its holder do, as JSON.
final class GrantText {

  private GrantText() {}

  static Value.Mapping json(Grant grant) {
    var fields =
        new Fields()
            .put("name", grant.name())
            .put("role", grant.role().written())
            .put("endpoints", grant.endpoints().stream().map(Value::of).toList())
            .put("quota", grant.quota().toString());
    grant.expires().ifPresent(end -> fields.put("expires", end.toString()));
    return fields.end();
  }

  static String write(Grant grant, String who) {
    return Columns.json(
        new Fields().put("grant", json(grant)).put("created_by", Columns.text(who)).end());
  }

  static String createdBy(String entry) {
    return text(Columns.mapping(entry), "created_by").orElse("");
  }

  /// What can't be read gives the least there is, never more.
  static Grant read(String entry) {
    Value.Mapping fields =
        Columns.mapping(entry).get("grant") instanceof Value.Mapping grant
            ? grant
            : Value.Mapping.EMPTY;
    return new Grant(
        text(fields, "name").orElse(""),
        text(fields, "role").flatMap(Role::named).orElse(Role.VIEWER),
        endpoints(fields),
        Quota.read(text(fields, "quota").orElse("")),
        text(fields, "expires").map(Instant::parse));
  }

  private static List<String> endpoints(Value.Mapping fields) {
    return fields.get("endpoints") instanceof Value.Sequence(var items)
        ? items.stream().map(item -> item instanceof Value.Text(var name) ? name : "").toList()
        : List.of();
  }

  private static Optional<String> text(Value.Mapping all, String name) {
    return all.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }
}
