/// Tools about words.
public final class Words {

  /// Counts the words of a text.
  public static int count(String text) {
    return Splitting.words(text).size();
  }
}
