package io.promptflow4j.core.run.access;

import io.promptflow4j.core.model.budget.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much one key may take.
///
/// @param perDay tokens, money and calls of a day (UTC), over all servers that share the store
/// @param atOnce calls that run at a time, on each server
public record Quota(Optional<Budget> perDay, OptionalInt atOnce) {

  /// No limit.
  public static final Quota NONE = new Quota(Optional.empty(), OptionalInt.empty());

  private static final String PAGES = "key:";

  private static final Pattern AT_ONCE = Pattern.compile("(\\d{1,6}) at once");

  /// Under which name a ledger has what the calls of a key took.
  public static String page(String keyId) {
    return PAGES + keyId;
  }

  /// Whether a page of a ledger is a key's, not a connection's.
  public static boolean isPage(String name) {
    return name.startsWith(PAGES);
  }

  /// Reads `100k tokens, 5 USD, 1000 calls, 4 at once`, or some of these; an empty text is no
  /// limit.
  ///
  /// @throws IllegalArgumentException with a sentence if it is none
  public static Quota read(String text) {
    var amounts = new ArrayList<String>();
    OptionalInt atOnce = OptionalInt.empty();
    for (String part : text.strip().split(",", -1)) {
      Matcher parts = AT_ONCE.matcher(part.strip());
      if (parts.matches()) {
        atOnce = OptionalInt.of(Integer.parseInt(parts.group(1)));
      } else if (!part.isBlank()) {
        amounts.add(part.strip());
      }
    }
    try {
      return new Quota(
          amounts.isEmpty()
              ? Optional.empty()
              : Optional.of(Budget.read(String.join(", ", amounts))),
          atOnce);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "a quota is what a key may take on a day, such as '100k tokens', '5 USD' or '1000 calls',"
              + " and how many calls run at a time, such as '4 at once', with commas between them;"
              + " not '%s'".formatted(text),
          wrong);
    }
  }

  /// `100000 tokens, 4 at once`; empty if there is no limit.
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    perDay.ifPresent(most -> parts.add(most.toString()));
    atOnce.ifPresent(most -> parts.add(most + " at once"));
    return String.join(", ", parts);
  }
}
