package io.promptflow4j.evaluators.metric.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds personal data and secrets in a text by their form: addresses and numbers whose checksums
/// or ranges hold, and keys with the prefixes that their issuers document.
///
/// Names, postal addresses and dates of birth have no form and are not found; an order number can
/// look like a telephone number. Use it to find leaks, not to prove that there are none.
public final class PersonalData {

  /// What was found.
  public enum Kind {
    EMAIL,
    PHONE,
    CREDIT_CARD,
    IBAN,
    IPV4,
    IPV6,
    US_SOCIAL_SECURITY_NUMBER,
    SECRET
  }

  /// One find: its kind, the text as it stands, and where it starts.
  public record Finding(Kind kind, String text, int start) {

    int end() {
      return start + text.length();
    }

    /// Without what only formats it, in lower case, to compare with other spellings.
    String plain() {
      return Shapes.plain(text);
    }
  }

  private record Shape(Kind kind, Pattern pattern, Predicate<String> holds) {}

  /// In the order in which they claim a piece of text: a card number is no telephone number.
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(Kind.SECRET, Shapes.SECRET, _ -> true),
          new Shape(Kind.EMAIL, Shapes.EMAIL, _ -> true),
          new Shape(Kind.IBAN, Shapes.IBAN, Checksums::isIban),
          new Shape(Kind.CREDIT_CARD, Shapes.CARD, Checksums::isCardNumber),
          new Shape(Kind.US_SOCIAL_SECURITY_NUMBER, Shapes.SOCIAL_SECURITY, _ -> true),
          new Shape(Kind.IPV6, Shapes.IPV6, Shapes::isIpv6),
          new Shape(Kind.IPV4, Shapes.IPV4, _ -> true),
          new Shape(Kind.PHONE, Shapes.PHONE, Shapes::isPhone));

  private PersonalData() {}

  /// All finds, in the order in which they stand in the text; none overlaps another.
  public static List<Finding> in(String text) {
    var findings = new ArrayList<Finding>();
    for (Shape shape : SHAPES) {
      shape
          .pattern()
          .matcher(text)
          .results()
          .map(found -> new Finding(shape.kind(), found.group(), found.start()))
          .filter(finding -> shape.holds().test(finding.text()))
          .filter(finding -> findings.stream().noneMatch(other -> overlap(finding, other)))
          .toList()
          .forEach(findings::add);
    }
    findings.sort(Comparator.comparingInt(Finding::start));
    return List.copyOf(findings);
  }

  private static boolean overlap(Finding some, Finding other) {
    return some.start() < other.end() && other.start() < some.end();
  }
}
