package io.promptflow4j.core.model.budget;

import io.promptflow4j.core.model.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much calls may take at most.
///
/// @param money as the catalog's prices say
/// @param tokens read and written
/// @param calls to models
public record Budget(Optional<Money> money, OptionalLong tokens, OptionalLong calls) {

  private static final Pattern PART =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?(?:(k|m)(?![a-z]{2}$))? ?([a-z]*)");
  private static final String MONEY = "money";

  /// Reads a budget such as `5 USD`, `200 calls`, `1.5M tokens`, or several with commas between
  /// them. An amount without a word is in US dollars.
  ///
  /// @throws IllegalArgumentException with a sentence if it is none
  public static Budget read(String text) {
    Optional<Money> money = Optional.empty();
    OptionalLong tokens = OptionalLong.empty();
    OptionalLong calls = OptionalLong.empty();
    Set<String> kinds = new HashSet<>();
    for (String part : text.strip().split(",", -1)) {
      Matcher parts = PART.matcher(part.strip().toLowerCase(Locale.ROOT));
      if (!parts.matches()) {
        throw none(text);
      }
      BigDecimal number = new BigDecimal(parts.group(1)).multiply(factor(parts.group(2)));
      String kind = kind(parts.group(3)).orElseThrow(() -> none(text));
      if (!kinds.add(kind)) {
        throw new IllegalArgumentException("a budget says each amount once, not " + text.strip());
      }
      switch (kind) {
        case "calls" -> calls = OptionalLong.of(whole(number, text));
        case "tokens" -> tokens = OptionalLong.of(whole(number, text));
        default -> money = Optional.of(new Money(number, currency(parts.group(3))));
      }
    }
    return new Budget(money, tokens, calls);
  }

  private static Optional<String> kind(String unit) {
    return switch (unit) {
      case "call", "calls" -> Optional.of("calls");
      case "token", "tokens" -> Optional.of("tokens");
      case String other when other.isEmpty() || other.length() == 3 -> Optional.of(MONEY);
      default -> Optional.empty();
    };
  }

  private static String currency(String unit) {
    return unit.isEmpty() ? "USD" : unit.toUpperCase(Locale.ROOT);
  }

  private static long whole(BigDecimal number, String text) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException _) {
      throw none(text);
    }
  }

  private static BigDecimal factor(String written) {
    return switch (written) {
      case "k" -> BigDecimal.valueOf(1_000);
      case "m" -> BigDecimal.valueOf(1_000_000);
      case null, default -> BigDecimal.ONE;
    };
  }

  private static IllegalArgumentException none(String text) {
    return new IllegalArgumentException(
        ("a budget is an amount such as '5 USD', '200 calls' or '1.5M tokens', or several of them"
                + " with commas, not '%s'")
            .formatted(text));
  }

  /// The currency of its money; US dollars if it has none.
  public String currency() {
    return money.map(Money::currency).orElse("USD");
  }

  /// Whether `spent` is within it.
  public boolean allows(Spending spent) {
    return calls.stream().allMatch(most -> spent.calls() <= most)
        && tokens.stream().allMatch(most -> spent.tokens() <= most)
        && money.filter(most -> spent.money().compareTo(most.amount()) > 0).isEmpty();
  }

  /// `5 USD, 200 calls`
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    money.ifPresent(most -> parts.add(most.toString()));
    tokens.ifPresent(most -> parts.add(most + (most == 1 ? " token" : " tokens")));
    calls.ifPresent(most -> parts.add(most + (most == 1 ? " call" : " calls")));
    return String.join(", ", parts);
  }
}
