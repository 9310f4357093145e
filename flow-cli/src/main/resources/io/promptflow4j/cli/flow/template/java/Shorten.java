import java.util.List;

/// Keeps the beginning of a text.
public final class Shorten {

  private Shorten() {}

  /// The text that is kept, and how many sentences it has.
  public record Shortened(String text, int sentences) {}

  /// Keeps the first sentences of a text.
  ///
  /// @param most how many at most
  public static Shortened shorten(String text, int most) {
    List<String> kept = List.of(text.split("(?<=[.!?])\\s+")).stream().limit(most).toList();
    return new Shortened(String.join(" ", kept), kept.size());
  }
}
