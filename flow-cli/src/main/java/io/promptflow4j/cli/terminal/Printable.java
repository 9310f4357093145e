package io.promptflow4j.cli.terminal;

/// Makes text from flow files, models and tools safe to show: a terminal obeys control characters,
/// so none that came from outside may reach it.
public final class Printable {

  private Printable() {}

  /// The text with every control character but line ends and tabs replaced.
  public static String text(String raw) {
    return raw.chars().anyMatch(Printable::isUnsafe) ? replaced(raw) : raw;
  }

  /// The text as one line: line ends become spaces as well.
  public static String line(String raw) {
    return text(raw).replace("\r\n", " ").replace('\n', ' ').replace('\t', ' ');
  }

  private static boolean isUnsafe(int character) {
    return character != '\n' && character != '\t' && isControl(character);
  }

  private static boolean isControl(int character) {
    boolean changesDirection =
        (character >= 0x202A && character <= 0x202E)
            || (character >= 0x2066 && character <= 0x2069);
    return Character.isISOControl(character) || changesDirection;
  }

  private static String replaced(String raw) {
    var safe = new StringBuilder(raw.length());
    String unified = raw.replace("\r\n", "\n");
    unified.chars().forEach(one -> safe.append(isUnsafe(one) ? '\uFFFD' : (char) one));
    return safe.toString();
  }
}
