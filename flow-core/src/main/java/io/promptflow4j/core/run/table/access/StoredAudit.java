package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.run.access.AuditEntry;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.run.database.Database;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The audit log in a database.
record StoredAudit(Database database) implements AuditLog {

  @Override
  public void append(List<AuditEntry> entries) {
    if (!entries.isEmpty()) {
      boolean _ =
          database.write(handle -> {
            AuditTable.append(handle, database.dialect(), entries);
            return true;
          });
    }
  }

  @Override
  public List<Line> list(long before, int most) {
    return database.read(handle -> AuditTable.list(handle, before, most));
  }

  @Override
  public Head head() {
    return database.read(handle -> AuditTable.head(handle, ""));
  }

  @Override
  public Verdict verify(Optional<Head> known) {
    return database.read(handle ->
        handle.inTransaction(_ -> {
          var check = new AuditCheck(known);
          try (Stream<AuditTable.Row> rows = AuditTable.rows(handle)) {
            rows.forEach(check::line);
          }
          return check.end(AuditTable.head(handle, ""));
        }));
  }
}
