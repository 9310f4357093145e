import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Counts words.
public final class WordCount {

  private WordCount() {}

  /// What is known of a text.
  public record Stats(int words, int distinct, String longest, double meanLength) {}

  /// Counts the words of `text`, how many are distinct, and finds the longest.
  public static Stats count(String text) {
    List<String> words =
        Stream.of(text.toLowerCase(java.util.Locale.ROOT).split("\\P{L}+"))
            .filter(word -> !word.isEmpty())
            .toList();
    String longest =
        words.stream().max(Comparator.comparingInt(String::length)).orElse("");
    double mean = words.stream().mapToInt(String::length).average().orElse(0);
    return new Stats(words.size(), (int) words.stream().distinct().count(), longest, mean);
  }
}
