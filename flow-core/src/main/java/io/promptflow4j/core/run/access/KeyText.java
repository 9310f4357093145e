package io.promptflow4j.core.run.access;

import io.promptflow4j.core.source.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A key as its holder has it: `pfk_`, a public name of 12 letters, `_`, 256 random bits in 50
/// letters, and a checksum in 7.
///
/// The beginning lets scanners of repositories find keys that leaked; the checksum tells a mistyped
/// key from a wrong one without a look at the store. Its text shows no secret.
public final class KeyText {

  /// What every key begins with.
  public static final String PREFIX = "pfk_";

  private static final int ID_LETTERS = 12;
  private static final int SECRET_LETTERS = 50;
  private static final int CHECK_LETTERS = 7;
  private static final int SECRET_BITS = 256;
  private static final int LETTERS = 36;
  private static final Pattern FORM =
      Pattern.compile(
          "(%s([0-9a-z]{%d})_[0-9a-z]{%d})([0-9a-z]{%d})"
              .formatted(PREFIX, ID_LETTERS, SECRET_LETTERS, CHECK_LETTERS));

  private final String id;
  private final String text;

  private KeyText(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /// A new key that nobody can guess.
  public static KeyText random(SecureRandom random) {
    String id = letters(new BigInteger(ID_LETTERS * 5, random), ID_LETTERS);
    String body = PREFIX + id + "_" + letters(new BigInteger(SECRET_BITS, random), SECRET_LETTERS);
    return new KeyText(id, body + checksum(body));
  }

  /// Reads a key; empty if it has not the form of one, or was mistyped.
  public static Optional<KeyText> read(String written) {
    Matcher parts = FORM.matcher(written);
    return parts.matches() && checksum(parts.group(1)).equals(parts.group(3))
        ? Optional.of(new KeyText(parts.group(2), written))
        : Optional.empty();
  }

  private static String checksum(String body) {
    var sum = new CRC32();
    sum.update(body.getBytes(StandardCharsets.US_ASCII));
    return letters(BigInteger.valueOf(sum.getValue()), CHECK_LETTERS);
  }

  private static String letters(BigInteger number, int length) {
    String digits = number.toString(LETTERS);
    return "0".repeat(length - digits.length()) + digits;
  }

  /// The public name, under which the key is kept.
  public String id() {
    return id;
  }

  /// What is kept of it.
  public Digest digest() {
    return Digest.of(text);
  }

  /// The key itself, for the one time it is shown.
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return PREFIX + id + "_…";
  }
}
