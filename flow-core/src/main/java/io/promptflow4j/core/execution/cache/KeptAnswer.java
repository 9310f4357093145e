package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An answer that others may be given.
///
/// @param key what was asked, see [#key]
/// @param node the node that asked, for people
/// @param call what it came to, with a note of who made it
public record KeptAnswer(Digest key, String node, RecordedCall call) {

  private static final Set<String> OWN_LIMITS =
      Set.of("max_tokens", "max_completion_tokens", "max_output_tokens");

  /// What an answer is known by: the request, the code that a tool can run, and which of several
  /// repeats asks. So repeats never get the same answer.
  ///
  /// @param code digest of the code; empty for a model's answer
  public static Digest key(CallKey asked, String code, int repeat) {
    return Digest.of("answer 1\n%s\n%s\n%d".formatted(asked.asked().hex(), code, repeat));
  }

  /// Whether the call's answer may be kept for others: only a whole one. One that the service cut
  /// off is not, unless the request itself said where.
  public static boolean isWhole(CallKey asked, RecordedCall call) {
    return switch (text(call.facts().get("finish_reason")).orElse("")) {
      case "length", "max_tokens", "MAX_TOKENS" -> hasOwnLimit(asked);
      case "content_filter", "SAFETY" -> false;
      default -> true;
    };
  }

  private static boolean hasOwnLimit(CallKey asked) {
    return asked.request().get("settings") instanceof Value.Mapping(var settings)
        && settings.keySet().stream().anyMatch(OWN_LIMITS::contains);
  }

  private static Optional<String> text(@Nullable Value value) {
    return value instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }
}
