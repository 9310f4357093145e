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
    Matcher matcher = pattern.matcher(new PatientText(text, System.nanoTime() + LIMIT.toNanos()));
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

  /// A text that can be read for a limited time only.
  ///
  /// `java.util.regex` can't be stopped, but it asks for each character; so this is where it stops.
  private static final class PatientText implements CharSequence {

    private static final int READS_BETWEEN_LOOKS = 1 << 12;

    /// The time is over.
    static final class OutOfTime extends RuntimeException {
      private static final long serialVersionUID = 1L;

      OutOfTime() {
        super("the text was read for too long", null, false, false);
      }
    }

    private final String text;
    private final long deadline;
    private int reads;

    /// @param deadline as of [System#nanoTime]
    PatientText(String text, long deadline) {
      this.text = text;
      this.deadline = deadline;
    }

    @Override
    public char charAt(int index) {
      if (++reads % READS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline > 0) {
        throw new OutOfTime();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
