package io.promptflow4j.cli.key;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.run.access.KeyEnd;
import io.promptflow4j.core.source.Suggestion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds keys and reads times as people write them.
final class StoredKeys {

  private StoredKeys() {}

  /// The key of that id or name.
  ///
  /// @throws CommandFailure if there is none, or several of that name; the message helps on
  static AccessKey find(AccessKeys keys, String written) {
    return keys.find(written)
        .orElseThrow(() ->
            new CommandFailure(
                "no-such-key",
                "there is no key '%s'%s"
                    .formatted(Printable.line(written), instead(keys, written))));
  }

  private static String instead(AccessKeys keys, String written) {
    List<String> names =
        keys.list().stream()
            .map(key -> key.grant().name())
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.stream().filter(written::equals).count() > 1) {
      return "; several have that name, so say the id. See them with pf key list.";
    }
    return "." + Suggestion.didYouMean(written, names) + " See them with pf key list.";
  }

  /// When a key ends: after a time such as `90d`, on a day such as `2026-12-31`, or never.
  ///
  /// @throws UsageFailure if it is none of these, or over already
  static Optional<Instant> expiry(String option, String written, Instant now) {
    try {
      return KeyEnd.read(written, now);
    } catch (IllegalArgumentException wrong) {
      throw new UsageFailure(
          "%s %s".formatted(option, Printable.line(String.valueOf(wrong.getMessage()))));
    }
  }
}
