package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.run.access.AuditLog.Damage;
import io.promptflow4j.core.run.access.AuditLog.Head;
import io.promptflow4j.core.run.access.AuditLog.Verdict;
import io.promptflow4j.core.source.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows the chain of the log line by line. Used by one thread.
final class AuditCheck {

  private static final int MOST_DAMAGES = 100;

  private final Optional<Head> known;
  private final List<Damage> damages = new ArrayList<>();
  private String chain = "0".repeat(64);
  private long position;
  private long lines;

  AuditCheck(Optional<Head> known) {
    this.known = known;
  }

  void line(AuditTable.Row row) {
    lines++;
    if (row.position() != position + 1) {
      damage(
          position + 1, "lines %d to %d are missing".formatted(position + 1, row.position() - 1));
    } else {
      String wanted = AuditTable.chain(chain, row.position(), row.entry()).hex();
      if (!wanted.equals(row.chain())) {
        damage(row.position(), "the line was changed, or the one before it");
      }
    }
    position = row.position();
    chain = row.chain(); // what follows is held against what stands there
    known
        .filter(head -> head.position() == position && !head.chain().hex().equals(chain))
        .ifPresent(head -> damage(position, "the log is not the one whose head was kept"));
  }

  Verdict end(Head head) {
    if (head.position() != position || !head.chain().hex().equals(chain)) {
      damage(
          position + 1,
          "the log ends at line %d, but its head says %d".formatted(position, head.position()));
    }
    known
        .filter(kept -> kept.position() > position)
        .ifPresent(kept ->
            damage(
                position + 1,
                "the log ends at line %d, but its kept head says %d"
                    .formatted(position, kept.position())));
    return new Verdict(lines, new Head(position, digest()), damages);
  }

  private Digest digest() {
    try {
      return new Digest(chain);
    } catch (IllegalArgumentException changed) {
      return Digest.of(chain); // said above: it is no chain any more
    }
  }

  private void damage(long at, String what) {
    if (damages.size() < MOST_DAMAGES) {
      damages.add(new Damage(at, what));
    }
  }
}
