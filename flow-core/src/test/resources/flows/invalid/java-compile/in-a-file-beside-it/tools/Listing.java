/// Tools about words.
public final class Listing {

  /// Lists the words of a text.
  public static String list(String text) {
    return String.join(", ", Splitting.words(text));
  }
}
