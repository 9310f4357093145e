package io.promptflow4j.core.run.access;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;

/// What was changed and refused, each entry chained to the one before by its digest: none can be
/// changed, removed or exchanged without notice. Thread-safe, and shared by several processes.
public interface AuditLog {

  /// A line of the log.
  ///
  /// @param position from 1 without gaps
  /// @param entry as [AuditEntry#json] writes it
  /// @param chain the digest of this line and all before it
  record Line(long position, Value.Mapping entry, Digest chain) {}

  /// Where the log ends.
  ///
  /// @param position of the last line; 0 if there is none
  /// @param chain the digest of that line and all before it
  record Head(long position, Digest chain) {

    /// `12:9f86…`, to be kept elsewhere.
    @Override
    public String toString() {
      return position + ":" + chain.hex();
    }

    /// Reads what [#toString] writes.
    ///
    /// @throws IllegalArgumentException if it is no head
    public static Head read(String written) {
      String[] parts = written.strip().split(":", 2);
      if (parts.length != 2 || !parts[0].matches("\\d{1,18}")) {
        throw new IllegalArgumentException(
            "a head is a position, ':' and a digest of 64 digits, not '%s'".formatted(written));
      }
      return new Head(Long.parseLong(parts[0]), new Digest(parts[1]));
    }
  }

  /// What is wrong with a log.
  ///
  /// @param position where
  /// @param what it is, in words
  record Damage(long position, String what) {}

  /// What a look at the whole log came to.
  ///
  /// @param lines how many there are
  /// @param damages none if it is whole
  record Verdict(long lines, Head head, List<Damage> damages) {
    public Verdict {
      damages = List.copyOf(damages);
    }

    public boolean isWhole() {
      return damages.isEmpty();
    }
  }

  /// Adds entries, all or none.
  void append(List<AuditEntry> entries);

  /// The newest lines first.
  ///
  /// @param before only lines before this position
  /// @param most how many at most
  List<Line> list(long before, int most);

  /// Where it ends.
  Head head();

  /// Reads the whole log and looks whether it is as it was written.
  ///
  /// @param known where it ended at some time, as somebody else keeps it: without that, a log that
  ///   was rewritten from its first line to its head looks whole
  Verdict verify(Optional<Head> known);
}
