package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.template.chat.ChatMessage.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A pattern that is to be found in a part of the conversation.
///
/// A search may take a second: a pattern that backtracks without end fails the call instead of
/// holding it up.
///
/// @param where which part
/// @param place where the pattern stands
record TextCondition(Where where, Pattern pattern, Place place) {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  /// A part of the conversation.
  sealed interface Where {

    enum Whole implements Where {
      ALL,
      LAST
    }

    /// The last message of a role.
    record OfRole(Role role) implements Where {}
  }

  Optional<Match> match(Question asked) {
    Optional<String> text =
        switch (where) {
          case Where.Whole.ALL -> Optional.of(asked.all());
          case Where.Whole.LAST -> Optional.of(asked.last());
          case Where.OfRole(var role) -> asked.lastOf(role);
        };
    return text.flatMap(this::search);
  }

  private Optional<Match> search(String text) {
    Matcher matcher =
        pattern.matcher(new PatientText(text, System.nanoTime() + LIMIT.toNanos()));
    try {
      return matcher.find() ? Optional.of(Match.of(matcher)) : Optional.empty();
    } catch (PatientText.OutOfTime | StackOverflowError tooMuch) {
      throw new ModelException(
          "bad-rules",
          "%s: the pattern takes too long on this prompt; make it simpler, without a repetition inside a repetition"
              .formatted(place),
          false,
          tooMuch);
    }
  }
}
