/// Puts the figures of a text into a sentence.
public final class Describe {

  private Describe() {}

  /// What `WordCount` found.
  public record Stats(int words, int distinct, double meanLength) {}

  /// Returns one sentence about a text.
  public static String describe(Stats stats) {
    return "%d words, %d of them distinct, %.1f letters on average"
        .formatted(stats.words(), stats.distinct(), stats.meanLength());
  }
}
