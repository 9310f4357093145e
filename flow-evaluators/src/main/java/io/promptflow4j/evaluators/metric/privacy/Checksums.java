package io.promptflow4j.evaluators.metric.privacy;

import java.math.BigInteger;

/// The check digits of payment cards (Luhn, ISO/IEC 7812) and bank accounts (ISO 13616).
final class Checksums {

  private static final BigInteger IBAN_MODULUS = BigInteger.valueOf(97);

  private Checksums() {}

  /// 13 to 19 digits whose Luhn sum ends in 0, not all alike, of an issuer that begins with 2 to 6.
  static boolean isCardNumber(String text) {
    String digits = text.replaceAll("\\D", "");
    boolean plausible =
        digits.length() >= 13
            && digits.length() <= 19
            && "23456".indexOf(digits.charAt(0)) >= 0
            && digits.chars().distinct().count() > 1;
    return plausible && luhn(digits) % 10 == 0;
  }

  private static int luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : digit * 2;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum;
  }

  /// The first four characters moved to the end, letters as 10 to 35: 1 modulo 97.
  static boolean isIban(String text) {
    String account = text.replace(" ", "");
    if (account.length() < 15 || account.length() > 34) {
      return false;
    }
    var digits = new StringBuilder();
    String turned = account.substring(4) + account.substring(0, 4);
    turned.chars().forEach(c -> digits.append(Character.digit(c, 36)));
    return new BigInteger(digits.toString()).mod(IBAN_MODULUS).equals(BigInteger.ONE);
  }
}
